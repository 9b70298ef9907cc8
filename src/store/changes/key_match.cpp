#include "store/changes/key_match.hpp"

#include "base/try.hpp"
#include "store/lance/schema.hpp"

#include <concepts>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace kinora::changes {
namespace {

tl::unexpected<Error> bad_key(std::string what, const Column& keys, std::string found, std::string next_step) {
  return fail({.code = ErrorCode::kInvalidArgument,
               .what = std::move(what),
               .where = "column '" + keys.field.name + "'",
               .found = std::move(found),
               .next_step = std::move(next_step)});
}

template <class Key>
Key key_of(const Column& keys, std::size_t row) {
  if constexpr (std::same_as<Key, std::string_view>) {
    return keys.text_at(row);
  } else {
    return keys.field.type == DataType::kInt32 ? keys.int32s[row] : keys.int64s[row];
  }
}

std::string shown(std::string_view key) {
  constexpr std::size_t kShownBytes = 60;
  return "'" + std::string(key.substr(0, kShownBytes)) + (key.size() > kShownBytes ? "...'" : "'");
}
std::string shown(std::int64_t key) { return std::to_string(key); }

template <class Key>
Result<KeyMatch> match(const Column& table_keys, std::span<const std::uint8_t> alive, const Column& new_keys) {
  std::unordered_map<Key, std::size_t> rows;
  rows.reserve(new_keys.rows);
  for (std::size_t row = 0; row < new_keys.rows; ++row) {
    if (new_keys.is_null(row))
      return bad_key("a new row has no key", new_keys, "null in row " + std::to_string(row), "Give every row a key");
    const auto [known, is_first] = rows.emplace(key_of<Key>(new_keys, row), row);
    if (!is_first)
      return bad_key("two new rows have the same key", new_keys,
                     shown(known->first) + " in rows " + std::to_string(known->second) + " and " + std::to_string(row),
                     "Leave one of them out");
  }
  KeyMatch result{.new_row_of = std::vector<std::size_t>(table_keys.rows, kNoRow),
                  .is_known = std::vector<std::uint8_t>(new_keys.rows)};
  for (std::size_t row = 0; row < table_keys.rows; ++row) {
    if ((!alive.empty() && alive[row] == 0) || table_keys.is_null(row)) continue;
    const auto found = rows.find(key_of<Key>(table_keys, row));
    if (found == rows.end()) continue;
    result.new_row_of[row] = found->second;
    result.is_known[found->second] = 1;
  }
  return result;
}

}  // namespace

Result<KeyMatch> match_keys(const Column& table_keys, std::span<const std::uint8_t> alive, const Column& new_keys) {
  switch (new_keys.field.type) {
    case DataType::kInt32:
    case DataType::kInt64:
      return match<std::int64_t>(table_keys, alive, new_keys);
    case DataType::kString:
      return match<std::string_view>(table_keys, alive, new_keys);
    default:
      return bad_key("a column of this type cannot be the key", new_keys, lance::logical_type_of(new_keys.field),
                     "Choose a column of int32, int64 or strings");
  }
}

}  // namespace kinora::changes
