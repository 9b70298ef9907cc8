#pragma once

#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"
#include "kinora/search/row_selection.hpp"
#include "kinora/store/column.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {

/// Gives the column of a name, read when a filter first needs it.
using ColumnReader = std::function<Result<Column>(std::string_view name)>;

/// A SQL condition over a table's columns, with LanceDB's semantics (docs/filters.md): three-valued logic,
///   = <> != < <= > >=   AND OR NOT   [NOT] IN   [NOT] BETWEEN   [NOT] LIKE | ILIKE [ESCAPE]   IS [NOT] NULL   ( )
///   IS [NOT] TRUE | FALSE   array_has(list, x)  array_has_any(list, [x, …])  array_has_all(list, [x, …])
/// Parsed and bound once, then evaluated column-wise; nothing is ever executed as text. Immutable and thread-safe.
class KINORA_EXPORT Filter {
 public:
  /// O(length of the text). Errors: kFilterSyntax and kFilterType with the byte offset in `where`, and the text around it with a
  /// caret on lines of their own at the end of `next_step`; refused are nesting deeper than 200,
  /// more than 20,000 terms (conditions and list items) and more than 1 MiB of text.
  static Result<Filter> parse(std::string_view sql, const Schema& schema);

  /// The rows for which the condition is true (neither false nor null). O(rows · terms).
  /// Errors: those of `columns`; kInvalidArgument if a column it gives is not of the schema's type or has not `rows` rows.
  [[nodiscard]] Result<RowSelection> evaluate(const ColumnReader& columns, std::size_t rows) const;

  /// The names of the columns it reads, each once, in order of first appearance.
  [[nodiscard]] std::vector<std::string> columns() const;

  Filter(Filter&&) noexcept;
  Filter& operator=(Filter&&) noexcept;
  ~Filter();

 private:
  struct Plan;
  explicit Filter(std::unique_ptr<const Plan> plan);
  std::unique_ptr<const Plan> plan_;
};

/// A string as a SQL literal: in single quotes, those inside doubled.
[[nodiscard]] KINORA_EXPORT std::string sql_quote(std::string_view text);
/// A string as it stands in a LIKE pattern: %, _ and \ escaped by a backslash.
[[nodiscard]] KINORA_EXPORT std::string like_escape(std::string_view text);

}  // namespace kinora
