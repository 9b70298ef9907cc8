#pragma once

#include "kinora/base/result.hpp"
#include "store/lance/bytes.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace kinora::lance {

/// One page of a column as it lies in the file. How its buffers make rows is in `encoding`, a message of the type `encoding_type`
/// names: page_decoder.hpp reads it.
struct Page {
  std::uint64_t rows = 0;
  std::vector<Bytes> buffers;
  std::string encoding_type;
  std::string encoding;
};

/// A data file of format 2.x: columns of pages. Immutable and thread-safe; its bytes live as long as `owner`.
class DataFile {
 public:
  /// Checks the footer and the tables it points to. Errors: kTableCorrupt, kTableUnsupported (another file version).
  static Result<DataFile> parse(Bytes bytes, std::shared_ptr<const void> owner, std::string where);

  [[nodiscard]] std::size_t column_count() const { return columns_.size(); }
  /// The pages of a column, each buffer checked to lie in the file, all of them together no longer than it.
  /// Errors: kTableCorrupt, kTableUnsupported.
  [[nodiscard]] Result<std::vector<Page>> pages(std::size_t column) const;

  /// Format 2.1 or 2.2: a list has no column but that of its items.
  [[nodiscard]] bool laid_out() const { return laid_out_; }
  [[nodiscard]] const std::shared_ptr<const void>& owner() const { return owner_; }
  [[nodiscard]] const std::string& where() const { return where_; }

 private:
  DataFile() = default;

  bool laid_out_ = false;
  Bytes bytes_;
  std::shared_ptr<const void> owner_;
  std::string where_;
  std::vector<Bytes> columns_;  ///< the metadata message of each
};

}  // namespace kinora::lance
