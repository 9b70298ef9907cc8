#include "kinora/store/diff.hpp"

#include "base/try.hpp"
#include "store/maintenance/row_compare.hpp"

#include <algorithm>
#include <concepts>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

namespace kinora {
namespace {

/// A row and what it is recognised by.
template <class Key>
struct Keyed {
  Key key{};
  std::size_t row = 0;

  friend bool operator<(const Keyed& a, const Keyed& b) { return std::tie(a.key, a.row) < std::tie(b.key, b.row); }
};

/// A row of both versions.
struct Pair {
  std::size_t from = 0;
  std::size_t to = 0;
};

/// Both versions' columns that are compared, in the same order.
struct Both {
  std::vector<Column> from;
  std::vector<Column> to;
};

bool same_type(const Field& a, const Field& b) { return a.name == b.name && a.type == b.type && a.dimension == b.dimension; }

/// The fields of one schema that have no equal in the other.
std::vector<Field> fields_without_equal(const Schema& schema, const Schema& other) {
  std::vector<Field> fields;
  for (const Field& field : schema.fields) {
    const auto found = other.find(field.name);
    if (!found || !same_type(field, other.fields[*found])) fields.push_back(field);
  }
  return fields;
}

Result<Both> read_common(const Table& from, const Table& to, TableDiff& result) {
  Both both;
  for (const Field& field : to.schema().fields) {
    const auto found = from.schema().find(field.name);
    if (!found || !same_type(field, from.schema().fields[*found])) continue;
    KINORA_TRY(Column before, from.column(field.name));
    KINORA_TRY(Column after, to.column(field.name));
    both.from.push_back(std::move(before));
    both.to.push_back(std::move(after));
    result.columns.push_back(field.name);
  }
  return both;
}

tl::unexpected<Error> bad_key(std::string what, std::uint64_t version, std::string_view key, std::string found) {
  return fail({.code = ErrorCode::kInvalidArgument,
               .what = std::move(what),
               .where = "version " + std::to_string(version) + ", column '" + std::string(key) + "'",
               .found = std::move(found),
               .next_step = "Choose a column that has a value of its own in every row, or compare whole rows without a key"});
}

template <class Key>
Key key_of(const Column& column, std::size_t row) {
  if constexpr (std::same_as<Key, std::string_view>) {
    return column.text_at(row);
  } else {
    return column.field.type == DataType::kInt32 ? column.int32s[row] : column.int64s[row];
  }
}

/// The rows in the order of their keys, which are there once each.
template <class Key>
Result<std::vector<Keyed<Key>>> keyed_rows(const Column& column, std::uint64_t version) {
  std::vector<Keyed<Key>> rows;
  rows.reserve(column.rows);
  for (std::size_t row = 0; row < column.rows; ++row) {
    if (column.is_null(row)) return bad_key("a row has no key", version, column.field.name, "null in row " + std::to_string(row));
    rows.push_back({key_of<Key>(column, row), row});
  }
  std::sort(rows.begin(), rows.end());
  const auto same_key = [](const auto& a, const auto& b) { return a.key == b.key; };
  const auto twice = std::adjacent_find(rows.begin(), rows.end(), same_key);
  if (twice != rows.end())
    return bad_key("two rows have the same key", version, column.field.name,
                   "rows " + std::to_string(twice->row) + " and " + std::to_string(std::next(twice)->row));
  return rows;
}

template <class Key>
Result<std::vector<Pair>> match_keys(const Column& from_column, std::uint64_t from_version, const Column& to_column,
                                     std::uint64_t to_version, TableDiff& result) {
  KINORA_TRY(const auto before, keyed_rows<Key>(from_column, from_version));
  KINORA_TRY(const auto after, keyed_rows<Key>(to_column, to_version));
  std::vector<Pair> pairs;
  auto left = before.begin();
  auto right = after.begin();
  while (left != before.end() || right != after.end()) {
    if (right == after.end() || (left != before.end() && left->key < right->key)) {
      result.removed.push_back((left++)->row);
    } else if (left == before.end() || right->key < left->key) {
      result.added.push_back((right++)->row);
    } else {
      pairs.push_back({(left++)->row, (right++)->row});
    }
  }
  return pairs;
}

/// The rows of both versions that differ, column by column so that each is walked through once.
void compare_pairs(const Both& both, std::vector<Pair> pairs, TableDiff& result) {
  std::sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.to < b.to; });
  std::vector<std::pair<std::size_t, std::size_t>> differences;  // pair, column
  for (std::size_t column = 0; column < both.to.size(); ++column)
    for (std::size_t pair = 0; pair < pairs.size(); ++pair)
      if (!maintenance::equal_cells(both.from[column], pairs[pair].from, both.to[column], pairs[pair].to))
        differences.emplace_back(pair, column);
  std::sort(differences.begin(), differences.end());
  for (std::size_t i = 0; i < differences.size(); ++i) {
    const auto [pair, column] = differences[i];
    if (i == 0 || differences[i - 1].first != pair)
      result.changed.push_back({.from_row = pairs[pair].from, .to_row = pairs[pair].to, .columns = {}});
    result.changed.back().columns.push_back(column);
  }
  result.unchanged = pairs.size() - result.changed.size();
}

bool equal_rows(const Both& both, std::size_t from_row, std::size_t to_row) {
  for (std::size_t column = 0; column < both.to.size(); ++column)
    if (!maintenance::equal_cells(both.from[column], from_row, both.to[column], to_row)) return false;
  return true;
}

using Hashed = Keyed<std::uint64_t>;

std::vector<Hashed> hashed_rows(std::span<const Column> columns, std::size_t rows) {
  const std::vector<std::uint64_t> hashes = maintenance::hash_rows(columns, rows);
  std::vector<Hashed> hashed(rows);
  for (std::size_t row = 0; row < rows; ++row) hashed[row] = {hashes[row], row};
  std::sort(hashed.begin(), hashed.end());
  return hashed;
}

/// Rows of one hash: each row of the one version takes the first equal one of the other that is still free.
void match_run(const Both& both, std::span<const Hashed> before, std::span<const Hashed> after, TableDiff& result) {
  std::vector<std::size_t> free;
  free.reserve(after.size());
  for (const Hashed& each : after) free.push_back(each.row);
  std::size_t skipped = 0;  // free[0, skipped) are taken; mostly all are equal, so that the next one is the first free one
  for (const Hashed& each : before) {
    const auto taken = std::find_if(free.begin() + static_cast<std::ptrdiff_t>(skipped), free.end(),
                                    [&](std::size_t row) { return equal_rows(both, each.row, row); });
    if (taken == free.end()) {
      result.removed.push_back(each.row);
      continue;
    }
    std::rotate(free.begin() + static_cast<std::ptrdiff_t>(skipped), taken, std::next(taken));
    ++skipped;
    ++result.unchanged;
  }
  result.added.insert(result.added.end(), free.begin() + static_cast<std::ptrdiff_t>(skipped), free.end());
}

std::span<const Hashed> first_run(std::span<const Hashed> rows) {
  const auto end = std::find_if(rows.begin(), rows.end(), [&](const Hashed& each) { return each.key != rows.front().key; });
  return rows.first(static_cast<std::size_t>(end - rows.begin()));
}

void compare_contents(const Both& both, std::size_t from_rows, std::size_t to_rows, TableDiff& result) {
  const std::vector<Hashed> before = hashed_rows(both.from, from_rows);
  const std::vector<Hashed> after = hashed_rows(both.to, to_rows);
  std::span<const Hashed> left = before;
  std::span<const Hashed> right = after;
  while (!left.empty() || !right.empty()) {
    const bool take_left = right.empty() || (!left.empty() && left.front().key <= right.front().key);
    const bool take_right = left.empty() || (!right.empty() && right.front().key <= left.front().key);
    const std::span<const Hashed> of_left = take_left ? first_run(left) : std::span<const Hashed>();
    const std::span<const Hashed> of_right = take_right ? first_run(right) : std::span<const Hashed>();
    match_run(both, of_left, of_right, result);
    left = left.subspan(of_left.size());
    right = right.subspan(of_right.size());
  }
}

Result<void> compare_by_key(const Table& from, const Table& to, const std::string& key, const Both& both, TableDiff& result) {
  KINORA_TRY(const Column from_key, from.column(key));
  KINORA_TRY(const Column to_key, to.column(key));
  const auto type_of = [](const Column& column) -> std::optional<DataType> {
    const DataType type = column.field.type;
    if (type == DataType::kInt32 || type == DataType::kInt64) return DataType::kInt64;
    return type == DataType::kString ? std::optional(type) : std::nullopt;
  };
  const auto type = type_of(to_key);
  if (!type || type != type_of(from_key))
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "the column cannot be the key",
                 .where = "column '" + key + "'",
                 .expected = "int32, int64 or string, the same in both versions",
                 .next_step = "Choose another column, or compare whole rows without a key"});
  auto pairs = *type == DataType::kString ? match_keys<std::string_view>(from_key, from.version(), to_key, to.version(), result)
                                          : match_keys<std::int64_t>(from_key, from.version(), to_key, to.version(), result);
  if (!pairs) return fail(std::move(pairs).error());
  compare_pairs(both, *std::move(pairs), result);
  return {};
}

}  // namespace

Result<TableDiff> diff(const Table& from, const Table& to, const DiffOptions& options) {
  TableDiff result;
  result.columns_removed = fields_without_equal(from.schema(), to.schema());
  result.columns_added = fields_without_equal(to.schema(), from.schema());
  KINORA_TRY(const Both both, read_common(from, to, result));
  if (options.key.empty()) {
    compare_contents(both, from.row_count(), to.row_count(), result);
  } else {
    KINORA_TRY_VOID(compare_by_key(from, to, options.key, both, result));
  }
  std::sort(result.removed.begin(), result.removed.end());
  std::sort(result.added.begin(), result.added.end());
  return result;
}

}  // namespace kinora
