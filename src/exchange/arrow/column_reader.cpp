#include "exchange/arrow/column_reader.hpp"

#include "exchange/arrow/building_reader.hpp"
#include "exchange/arrow/passing_reader.hpp"
#include "exchange/arrow/type_names.hpp"
#include "exchange/chosen_columns.hpp"
#include "exchange/value_reader.hpp"

#include <algorithm>

namespace kinora::exchange {
namespace {

class BoolReader final : public BuildingReader {
 public:
  using BuildingReader::BuildingReader;

  Result<void> read(BatchCursor& cursor, std::size_t rows) override {
    bool has_nulls = false;
    KINORA_TRY(const std::size_t length, cursor.next_node(has_nulls));
    KINORA_TRY_VOID(check_length(length, rows));
    KINORA_TRY(const ArrowValidity validity, cursor.next_validity(length, has_nulls));
    KINORA_TRY(const Bytes bits, cursor.next_buffer(length / 8 + (length % 8 == 0 ? 0 : 1)));
    for (std::size_t row = 0; row < rows; ++row)
      if (validity.is_null(row))
        column_.add_null();
      else
        column_.add_bool((std::to_integer<unsigned>(bits[row / 8]) >> (row % 8) & 1U) != 0);
    return {};
  }
};

/// A column of Arrow's type null: it has no buffers.
class NullReader final : public BuildingReader {
 public:
  using BuildingReader::BuildingReader;

  Result<void> read(BatchCursor& cursor, std::size_t rows) override {
    bool has_nulls = false;
    KINORA_TRY(const std::size_t length, cursor.next_node(has_nulls));
    KINORA_TRY_VOID(check_length(length, rows));
    KINORA_TRY_VOID(cursor.take_unbacked(rows, sizeof(std::uint64_t) + column_.field().dimension * sizeof(float)));
    for (std::size_t row = 0; row < rows; ++row) column_.add_null();
    return {};
  }
};

bool has_float_items(const arrow::Field& list) {
  const arrow::Field* item = item_of(list);
  const arrow::FloatType* type = item == nullptr ? nullptr : item->type_as_floating();
  return type != nullptr && type->precision() != arrow::Precision_Half;
}

/// The type that holds whatever values of the file's type there are; nothing if there is none.
std::optional<DataType> type_for(const arrow::Field& field) {
  switch (field.type_type()) {
    case arrow::Type_boolean:
      return DataType::kBool;
    case arrow::Type_integer: {
      const int bits = signed_bits(field.type_as_integer());
      if (bits == 0 || bits == -64) return std::nullopt;
      return bits <= 32 && bits > -32 ? DataType::kInt32 : DataType::kInt64;
    }
    case arrow::Type_floating:
      return field.type_as_floating()->precision() == arrow::Precision_Single ? DataType::kFloat32 : DataType::kFloat64;
    case arrow::Type_null:
    case arrow::Type_utf8:
    case arrow::Type_large_utf8:
    case arrow::Type_utf8_view:
      return DataType::kString;
    case arrow::Type_list:
    case arrow::Type_large_list:
      return has_float_items(field) ? DataType::kVector : DataType::kStringList;
    case arrow::Type_fixed_size_list:
      return DataType::kVector;
    default:
      return std::nullopt;
  }
}

ColumnReaderPtr make_reader(const arrow::Field& source, const Field& target, const ArrowDictionaries& dictionaries,
                            std::string_view file) {
  if (source.type_type() == arrow::Type_null && source.dictionary() == nullptr) return std::make_unique<NullReader>(target, file);
  switch (target.type) {
    case DataType::kBool:
      if (source.type_type() != arrow::Type_boolean || source.dictionary() != nullptr) return nullptr;
      return std::make_unique<BoolReader>(target, file);
    case DataType::kInt32:
    case DataType::kInt64:
    case DataType::kFloat32:
    case DataType::kFloat64:
      return make_number_reader(source, target, file);
    case DataType::kString:
      return make_text_reader(source, target, dictionaries, file);
    case DataType::kStringList:
      return make_text_list_reader(source, target, file);
    case DataType::kVector:
      return make_vector_reader(source, target, file);
    case DataType::kForeign:
      break;
  }
  return nullptr;
}

tl::unexpected<Error> unsupported_type(const arrow::Field& field, std::string_view name, std::string_view file) {
  return fail({.code = ErrorCode::kFormatUnknown,
               .what = "the type of the column is not supported",
               .where = std::string(file) + ", column '" + std::string(name) + "'",
               .expected = "bool, a number of at most 64 bits, string, or a list of strings or of float32 or float64",
               .found = name_of_type(field),
               .next_step = "Leave the column out or convert it"});
}

/// Where the values of the file's field go.
Result<Field> target_of(const arrow::Field& source, const ImportOptions& options, std::string_view file) {
  const std::string_view name = source.name()->string_view();
  if (options.schema) return find_field(*options.schema, name, file);
  Field target{.name = std::string(name)};
  const std::optional<DataType> type = type_for(source);
  if (!type) return unsupported_type(source, name, file);
  target.type = *type;
  // Lists of any length say by their first what they have.
  if (const auto* list = source.type_as_fixed_size_list(); list != nullptr && target.type == DataType::kVector)
    target.dimension = static_cast<std::size_t>(std::max(list->size(), 0));
  return target;
}

}  // namespace

Result<std::unique_ptr<ArrowColumnReader>> make_arrow_column_reader(const arrow::Field& field, const ImportOptions& options,
                                                                    const ArrowDictionaries& dictionaries,
                                                                    std::string_view file) {
  if (field.name() == nullptr) return damaged(file, "a column of the Arrow file has no name");
  if (!is_chosen(options, field.name()->string_view())) {
    if (auto reader = make_passing_reader(field)) return reader;
    return unsupported_type(field, field.name()->string_view(), file);
  }
  if (field.type() == nullptr) return damaged(file, "a column of the Arrow file has no type");
  KINORA_TRY(const Field target, target_of(field, options, file));
  const arrow::FixedSizeListType* list = field.type_as_fixed_size_list();
  if (list != nullptr && target.type == DataType::kVector &&
      (list->size() <= 0 || static_cast<std::size_t>(list->size()) != target.dimension))
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "the vectors have another length than the table's",
                 .where = std::string(file) + ", column '" + target.name + "'",
                 .expected = std::to_string(target.dimension) + " numbers",
                 .found = std::to_string(list->size()),
                 .next_step = "Make the vectors with the model that made the table's"});
  ColumnReaderPtr reader = make_reader(field, target, dictionaries, file);
  if (reader != nullptr) return reader;
  if (!options.schema) return unsupported_type(field, target.name, file);
  return fail({.code = ErrorCode::kInvalidArgument,
               .what = "the column is of another type than the table's",
               .where = std::string(file) + ", column '" + target.name + "'",
               .expected = describe_value(target),
               .found = name_of_type(field),
               .next_step = "Convert the column"});
}

}  // namespace kinora::exchange
