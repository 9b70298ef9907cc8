// Any bytes as the description of an index, as they are and with the checksum that they would have: an error, or what is the same
// when it is written and read again, in files that do not lead out of their directories.
#include "base/hash.hpp"
#include "store/indexes/description.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using kinora::indexes::Description;

bool leads_out(std::string_view name) { return name.empty() || name.front() == '.' || name.find('/') != std::string_view::npos; }

void check(std::string_view text) {
  const auto description = kinora::indexes::parse_description(text, "name", "fuzz");
  if (!description) {
    if (description.error().message().empty()) std::abort();
    return;
  }
  if (description->rows() > kinora::indexes::kMostIndexRows || leads_out(description->file)) std::abort();
  for (const auto& fragment : description->fragments)
    if (leads_out(fragment.file)) std::abort();
  const auto again = kinora::indexes::parse_description(kinora::indexes::to_json(*description), "name", "fuzz");
  if (!again) std::abort();
  if (again->fragments.size() != description->fragments.size() || again->checksum != description->checksum) std::abort();
}

/// The text with its last brace replaced by the checksum of what is before it.
std::string with_checksum(std::string_view text) {
  char digits[17];
  std::snprintf(digits, sizeof(digits), "%016llx", static_cast<unsigned long long>(kinora::xxh3_64(text)));
  return std::string(text).append(",\n \"checksum\": \"").append(digits, 16).append("\"\n}\n");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check(text);
  check(with_checksum(text));
  return 0;
}
