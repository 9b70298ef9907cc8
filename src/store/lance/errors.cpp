#include "store/lance/errors.hpp"

#include <utility>

namespace kinora::lance {

tl::unexpected<Error> corrupt(std::string_view where, std::string what, std::string expected, std::string found) {
  return fail({.code = ErrorCode::kTableCorrupt,
               .what = std::move(what),
               .where = std::string(where),
               .expected = std::move(expected),
               .found = std::move(found),
               .next_step = "Restore the table from a copy, open an older version, or write it anew"});
}

tl::unexpected<Error> unsupported(std::string_view where, std::string feature) {
  return fail({.code = ErrorCode::kTableUnsupported,
               .what = "the table uses " + std::move(feature) + ", which is not supported",
               .where = std::string(where),
               .next_step = "Write the table without it (docs/formats/lance.md lists what is read)"});
}

}  // namespace kinora::lance
