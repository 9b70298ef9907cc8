#include "exchange/arrow/type_names.hpp"

namespace kinora::exchange {
namespace {

std::string name_of_integer(const arrow::IntType* type) {
  if (type == nullptr) return "int";
  return (type->is_signed() ? "int" : "uint") + std::to_string(type->bits());
}

std::string name_of_float(const arrow::FloatType* type) {
  switch (type == nullptr ? arrow::Precision_Half : type->precision()) {
    case arrow::Precision_Single:
      return "float32";
    case arrow::Precision_Double:
      return "float64";
    default:
      return "float16";
  }
}

std::string with_item(std::string_view list, const arrow::Field& field, int depth);

std::string name_of(const arrow::Field& field, int depth) {
  switch (field.type_type()) {
    case arrow::Type_integer:
      return name_of_integer(field.type_as_integer());
    case arrow::Type_floating:
      return name_of_float(field.type_as_floating());
    case arrow::Type_list:
    case arrow::Type_large_list:
      return with_item("list", field, depth);
    case arrow::Type_fixed_size_list:
      return with_item("fixed_size_list", field, depth);
    case arrow::Type_boolean:
      return "bool";
    case arrow::Type_utf8:
    case arrow::Type_large_utf8:
    case arrow::Type_utf8_view:
      return "string";
    case arrow::Type_structure:
      return "struct";
    case arrow::Type_union_:
      return "union";
    default:
      break;
  }
  const auto number = static_cast<int>(field.type_type());
  if (field.type_type() > arrow::Type_MAX) return "type " + std::to_string(number) + " of a newer Arrow";
  return arrow::EnumNameType(field.type_type());
}

std::string with_item(std::string_view list, const arrow::Field& field, int depth) {
  constexpr int kMaxDepth = 4;
  const arrow::Field* item = item_of(field);
  return std::string(list) + " of " + (item == nullptr || depth == kMaxDepth ? "something" : name_of(*item, depth + 1));
}

}  // namespace

const arrow::Field* item_of(const arrow::Field& field) {
  return field.children() != nullptr && field.children()->size() == 1 ? field.children()->Get(0) : nullptr;
}

int signed_bits(const arrow::IntType* type) {
  if (type == nullptr || type->bits() < 0 || type->bits() > 64) return 0;
  return type->is_signed() ? type->bits() : -type->bits();
}

std::string name_of_type(const arrow::Field& field) {
  const std::string name = name_of(field, 0);
  return field.dictionary() == nullptr ? name : "dictionary of " + name;
}

}  // namespace kinora::exchange
