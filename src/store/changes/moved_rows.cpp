#include "store/changes/moved_rows.hpp"

#include "base/try.hpp"
#include "store/lance/errors.hpp"

namespace kinora::changes {

Result<void> check_carried(const lance::Snapshot& version, const std::filesystem::path& table) {
  for (const lance::TableField& field : version.fields)
    if (!field.carried())
      return lance::unsupported(table.string(), "column '" + field.field.name + "' of type " + field.unsupported_type +
                                                    ", so that its rows cannot be written anew");
  return {};
}

MovedRows::MovedRows(const lance::Snapshot& version, const RowSelection& rows) {
  std::size_t first = 0;
  std::size_t first_kept = 0;
  for (const lance::Fragment& fragment : version.fragments) {
    const std::size_t before = rows_.size();
    for (std::size_t row = 0; row < fragment.rows; ++row) {
      if (rows[first + row] == 0) continue;
      physical_.push_back(first + row);
      rows_.push_back(first_kept + row);
    }
    first += fragment.rows;
    if (rows_.size() == before) continue;
    fragments_.push_back(fragment);
    first_kept += fragment.rows;
  }
}

Result<Column> MovedRows::read(const lance::TableField& field) const { return lance::read_rows(fragments_, field, rows_); }

}  // namespace kinora::changes
