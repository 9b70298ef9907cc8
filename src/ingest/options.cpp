#include "ingest/field.hpp"
#include "kinora/ingest/ingest.hpp"

#include <string>

namespace kinora {
namespace {

tl::unexpected<Error> refuse(std::string where, std::string what, std::string expected, std::string found) {
  return fail({.code = ErrorCode::kInvalidArgument,
               .what = std::move(what),
               .where = std::move(where),
               .expected = std::move(expected),
               .found = std::move(found),
               .next_step = "Change it in the recipe"});
}

}  // namespace

bool ColumnMapping::any() const {
  for (std::size_t i = 0; i < ingest::kFieldCount; ++i)
    if (!ingest::column_of(*this, static_cast<ingest::Field>(i)).empty()) return true;
  return false;
}

Result<void> IngestOptions::validate() const {
  constexpr std::uint32_t kMaxCast = 100;
  if (cast_limit > kMaxCast)
    return refuse("catalogue.cast_limit", "too many actors a film", "0 to 100", std::to_string(cast_limit));
  if (columns.list_separator.empty())
    return refuse("catalogue.columns.list_separator", "there is no list separator", "one character or more", "none");
  return {};
}

}  // namespace kinora
