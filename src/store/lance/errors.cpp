#include "store/lance/errors.hpp"

#include "store/utf8.hpp"

#include <string_view>
#include <utility>

namespace kinora::lance {
namespace {

/// Names come out of files that may hold anything; a message is text.
std::string printable(std::string text) {
  std::size_t checked = 0;
  while (const auto offset = first_invalid_utf8(std::string_view(text).substr(checked))) {
    checked += *offset;
    text[checked] = '?';
  }
  return text;
}

}  // namespace

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

}  // namespace kinora::lance
