#pragma once

#include "textio/value_cursor.hpp"

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace kinora::ingest {

/// Why a cell cannot be read: "expected ',' or ']' at byte 12".
struct CellError {
  std::string detail;
};
using CellResult = tl::expected<void, CellError>;
using Names = std::vector<std::string_view>;

/// How the list cells of a source are written. The other syntax is tried when the first one does not fit: copies of a data set
/// that went through other programs mix the two.
struct ListStyle {
  bool json_first = false;
  std::string_view separator = "|";  ///< of a cell that starts with no bracket
  std::string_view inner = {};       ///< separates the parts of what stands between separators; empty if nothing does
  bool are_people = false;           ///< "Jr." and the like behind a comma belong to the name before
};

inline constexpr std::size_t kMaxNames = 4096;                        // in one cell
inline constexpr std::size_t kMaxListBytes = std::size_t{16} << 20U;  // of one cell

/// Reads cells that hold lists of names or of records with a `name`. A blank cell and null hold none. Names come without white
/// space (and no-break spaces) at either end, and blank ones not at all. They are appended to what the caller passes, which is
/// unchanged after an error; they are views into the cell or the arena. Keeps its scratch between cells, so it is not
/// thread-safe.
class NameLists {
 public:
  explicit NameLists(std::pmr::memory_resource& arena) : arena_(&arena) {}

  /// Of a list the strings, the numbers and the names of records; of text that starts with no bracket the parts between the
  /// separators.
  [[nodiscard]] CellResult read_names(std::string_view cell, const ListStyle& style, Names& names);
  /// The name of one record, or the trimmed cell itself if it starts with no brace.
  [[nodiscard]] CellResult read_name(std::string_view cell, const ListStyle& style, std::string_view& name);
  /// The first `limit` names, by `order` where records have it, then as they are listed.
  [[nodiscard]] CellResult read_cast(std::string_view cell, const ListStyle& style, std::size_t limit, Names& names);
  /// The names of the records whose `job` is Director.
  [[nodiscard]] CellResult read_directors(std::string_view cell, const ListStyle& style, Names& names);

 private:
  struct Record {
    std::string_view name;
    std::string_view job;
    std::int64_t order = -1;
  };

  CellResult read_records(std::string_view cell, const ListStyle& style);
  /// Both return what was expected where the cursor stands; empty if all is well.
  std::string_view read_list(textio::ValueCursor& cursor);
  static std::string_view read_record(textio::ValueCursor& cursor, Record& record);
  CellResult split(std::string_view cell, const ListStyle& style);

  std::pmr::memory_resource* arena_;
  std::vector<Record> records_;
};

}  // namespace kinora::ingest
