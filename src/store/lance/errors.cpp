#include "store/lance/errors.hpp"

#include "store/utf8.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace kinora::lance {

std::string printable(std::string text) {
  std::size_t checked = 0;
  while (const auto offset = first_invalid_utf8(std::string_view(text).substr(checked))) {
    checked += *offset;
    text[checked] = '?';
  }
  // Of a terminal these may be commands.
  std::replace_if(
      text.begin(), text.end(), [](unsigned char byte) { return byte < 0x20 || byte == 0x7F; }, '?');
  return text;
}

tl::unexpected<Error> corrupt(std::string_view where, std::string what, std::string expected, std::string found) {
  return fail({.code = ErrorCode::kTableCorrupt,
               .what = printable(std::move(what)),
               .where = printable(std::string(where)),
               .expected = printable(std::move(expected)),
               .found = printable(std::move(found)),
               .next_step = "Restore the table from a copy, open an older version, or write it anew"});
}

tl::unexpected<Error> unsupported(std::string_view where, std::string feature) {
  return fail({.code = ErrorCode::kTableUnsupported,
               .what = "the table uses " + printable(std::move(feature)) + ", which is not supported",
               .where = printable(std::string(where)),
               .next_step = "Write the table without it (docs/formats/lance.md lists what is read)"});
}

Result<void> check_not_cancelled(const Execution& execution) {
  if (execution.cancelled()) return fail(cancelled_error("writing the table"));
  return {};
}

}  // namespace kinora::lance
