#include "exchange/arrow/passing_reader.hpp"

namespace kinora::exchange {
namespace {

/// What a column takes in every record batch.
struct Extent {
  std::size_t nodes = 0;
  std::size_t buffers = 0;
  std::size_t view_columns = 0;
};

/// The buffers of a column's own node; nothing if its type is not known.
std::optional<std::size_t> own_buffers(const arrow::Field& field) {
  // The indices, as of any numbers.
  if (field.dictionary() != nullptr) return 2;
  switch (field.type_type()) {
    case arrow::Type_null:
    case arrow::Type_run_end_encoded:
      return 0;
    case arrow::Type_structure:
    case arrow::Type_fixed_size_list:
      return 1;
    case arrow::Type_integer:
    case arrow::Type_floating:
    case arrow::Type_boolean:
    case arrow::Type_decimal:
    case arrow::Type_date:
    case arrow::Type_time:
    case arrow::Type_timestamp:
    case arrow::Type_interval:
    case arrow::Type_duration:
    case arrow::Type_fixed_size_binary:
    case arrow::Type_list:
    case arrow::Type_large_list:
    case arrow::Type_map:
    case arrow::Type_binary_view:
    case arrow::Type_utf8_view:
      return 2;
    case arrow::Type_binary:
    case arrow::Type_large_binary:
    case arrow::Type_utf8:
    case arrow::Type_large_utf8:
    case arrow::Type_list_view:
    case arrow::Type_large_list_view:
      return 3;
    default:
      return std::nullopt;
  }
}

/// The depth is what the check of the flat buffer allows.
bool measure(const arrow::Field& field, Extent& extent) {
  const std::optional<std::size_t> buffers = own_buffers(field);
  if (!buffers) return false;
  ++extent.nodes;
  extent.buffers += *buffers;
  if (field.dictionary() != nullptr) return true;
  if (field.type_type() == arrow::Type_binary_view || field.type_type() == arrow::Type_utf8_view) ++extent.view_columns;
  if (field.children() == nullptr) return true;
  for (const arrow::Field* child : *field.children())
    if (!measure(*child, extent)) return false;
  return true;
}

class PassingReader final : public ArrowColumnReader {
 public:
  explicit PassingReader(Extent extent) : extent_(extent) {}

  Result<void> read(BatchCursor& cursor, std::size_t /*rows*/) override {
    return cursor.skip(extent_.nodes, extent_.buffers, extent_.view_columns);
  }
  std::optional<Column> finish() override { return std::nullopt; }

 private:
  Extent extent_;
};

}  // namespace

std::unique_ptr<ArrowColumnReader> make_passing_reader(const arrow::Field& field) {
  Extent extent;
  return measure(field, extent) ? std::make_unique<PassingReader>(extent) : nullptr;
}

}  // namespace kinora::exchange
