#include "kinora/recipe/recipe.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

/// Any text is a recipe or an error; a recipe that was read can be written and read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto recipe = kinora::parse_recipe(text, "fuzz");
  if (!recipe) return 0;
  const std::string written = kinora::recipe_to_toml(*recipe);
  const auto again = kinora::parse_recipe(written, "again");
  if (!again || kinora::recipe_to_toml(*again) != written) std::abort();
  return 0;
}
