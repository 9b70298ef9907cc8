#include "engine/generation_list.hpp"

#include "base/try.hpp"
#include "engine/new_generation.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace kinora {
namespace {

std::optional<std::uint64_t> generation_number(const std::string& name) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc() || end != name.data() + name.size() || std::to_string(number) != name) return std::nullopt;
  return number;
}

/// Those whose process lives hold a lock on their directory.
void remove_abandoned(FileSystem& files, const BundleLayout& bundle) {
  const auto names = files.list(bundle.models());
  if (!names) return;
  for (const std::string& name : *names) {
    if (!name.starts_with(kUnfinishedPrefix)) continue;
    const auto lock = files.try_lock(bundle.models() / name);
    if (lock && *lock) static_cast<void>(files.remove_all(bundle.models() / name));
  }
}

/// First out of its name, so that a removal that is cut off leaves no half of a generation.
bool remove_generation(FileSystem& files, const BundleLayout& bundle, std::uint64_t number) {
  const auto away = bundle.models() / (kUnfinishedPrefix + std::string("removal-") + std::to_string(number));
  if (!files.rename(bundle.generation(number), away)) return false;
  static_cast<void>(files.remove_all(away));
  return true;
}

}  // namespace

Result<std::vector<std::uint64_t>> list_generations(FileSystem& files, const BundleLayout& bundle) {
  KINORA_TRY(const std::vector<std::string> names, files.list(bundle.models()));
  std::vector<std::uint64_t> numbers;
  for (const std::string& name : names)
    if (const auto number = generation_number(name)) numbers.push_back(*number);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

bool is_generation(FileSystem& files, const BundleLayout& bundle, std::uint64_t number) {
  const GenerationLayout layout{bundle.generation(number)};
  return files.exists(layout.recipe()) && files.exists(layout.movies()) && files.exists(layout.titles());
}

std::vector<std::uint64_t> prune_generations(FileSystem& files, const BundleLayout& bundle, std::uint64_t published,
                                             std::uint64_t in_use, std::size_t keep) {
  remove_abandoned(files, bundle);
  std::vector<std::uint64_t> left;
  auto numbers = list_generations(files, bundle);
  if (!numbers) return {in_use, published};
  std::reverse(numbers->begin(), numbers->end());
  std::size_t older = 0;
  for (const std::uint64_t number : *numbers) {
    const bool prunable = number < published && is_generation(files, bundle, number);
    if (prunable && ++older > keep && number != in_use && remove_generation(files, bundle, number)) continue;
    left.push_back(number);
  }
  std::reverse(left.begin(), left.end());
  return left;
}

}  // namespace kinora
