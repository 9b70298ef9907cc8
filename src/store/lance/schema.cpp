#include "store/lance/schema.hpp"

#include "store/lance/errors.hpp"
#include "store/utf8.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace kinora::lance {
namespace {

constexpr std::string_view kVectorPrefix = "fixed_size_list:float:";
constexpr std::int32_t kTopLevel = -1;
constexpr std::int32_t kPlain = 1;
constexpr std::int32_t kVariableWidth = 2;

struct LogicalType {
  DataType type;
  std::string_view name;
};

constexpr LogicalType kLogicalTypes[] = {
    {DataType::kBool, "bool"},      {DataType::kInt32, "int32"},   {DataType::kInt64, "int64"},    {DataType::kFloat32, "float"},
    {DataType::kFloat64, "double"}, {DataType::kString, "string"}, {DataType::kStringList, "list"}};

struct ForeignType {
  std::string_view name;
  std::size_t width;  ///< bytes; 0: any number of them
};

/// 0 if it is none.
std::size_t positive_number(std::string_view digits) {
  std::int32_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size() || number <= 0) return 0;
  return static_cast<std::size_t>(number);
}

/// 0 if it is no vector type.
std::size_t dimension_of(std::string_view logical_type) {
  return logical_type.starts_with(kVectorPrefix) ? positive_number(logical_type.substr(kVectorPrefix.size())) : 0;
}

/// Types that are carried. What follows upon a colon is the type's own matter.
constexpr ForeignType kForeignTypes[] = {
    {"int8", 1},   {"uint8", 1},  {"int16", 2},  {"uint16", 2}, {"uint32", 4},    {"uint64", 8},   {"halffloat", 2},
    {"date32", 4}, {"date64", 8}, {"time32", 4}, {"time64", 8}, {"timestamp", 8}, {"duration", 8}, {"binary", 0},
};

/// The bytes of a value, 0 if they may be any number of them; nothing if values of the type cannot be carried.
std::optional<std::size_t> foreign_width(std::string_view logical_type) {
  const std::string_view name = logical_type.substr(0, logical_type.find(':'));
  for (const ForeignType& type : kForeignTypes)
    if (type.name == name) return type.width;
  if (logical_type.starts_with("decimal:128:")) return 16;
  if (logical_type.starts_with("decimal:256:")) return 32;
  constexpr std::string_view kFixedSizeBinary = "fixed_size_binary:";
  if (!logical_type.starts_with(kFixedSizeBinary)) return std::nullopt;
  const std::size_t width = positive_number(logical_type.substr(kFixedSizeBinary.size()));
  return width == 0 ? std::nullopt : std::optional(width);
}

/// The children of each field that has some.
using Children = std::map<std::int32_t, std::vector<const wire::Field*>>;

Children children_of(const WireFields& fields) {
  Children children;
  for (const wire::Field& field : fields)
    if (field.parent_id() != kTopLevel) children[field.parent_id()].push_back(&field);
  return children;
}

/// A list's one item field, or null.
const wire::Field* item_of(const Children& children, std::int32_t list_id) {
  const auto found = children.find(list_id);
  return found != children.end() && found->second.size() == 1 ? found->second.front() : nullptr;
}

TableField read_field(const Children& children, const wire::Field& wire_field) {
  TableField result;
  result.field.name = wire_field.name();
  result.field.nullable = wire_field.nullable();
  result.id = wire_field.id();
  const std::string& logical_type = wire_field.logical_type();
  if (const std::size_t dimension = dimension_of(logical_type); dimension != 0) {
    result.field.type = DataType::kVector;
    result.field.dimension = dimension;
    return result;
  }
  const auto* known = std::find_if(std::begin(kLogicalTypes), std::end(kLogicalTypes),
                                   [&](const LogicalType& type) { return type.name == logical_type; });
  if (known == std::end(kLogicalTypes)) {
    result.unsupported_type = logical_type.empty() ? "unnamed" : logical_type;
    if (const auto width = foreign_width(logical_type); width && children.count(wire_field.id()) == 0) {
      result.field.type = DataType::kForeign;
      result.field.dimension = *width;
      result.field.foreign_type = logical_type;
    }
    return result;
  }
  result.field.type = known->type;
  if (known->type == DataType::kStringList) {
    const wire::Field* item = item_of(children, wire_field.id());
    if (item == nullptr || item->logical_type() != "string")
      result.unsupported_type = "list of " + (item == nullptr ? "nothing" : item->logical_type());
    else
      result.item_id = item->id();
  }
  return result;
}

wire::Field make_wire_field(std::string name, std::int32_t id, std::int32_t parent, std::string logical_type, bool nullable,
                            std::int32_t encoding) {
  wire::Field field;
  field.set_name(std::move(name));
  field.set_id(id);
  field.set_parent_id(parent);
  field.set_logical_type(std::move(logical_type));
  field.set_nullable(nullable);
  field.set_encoding(encoding);
  return field;
}

}  // namespace

std::string logical_type_of(const Field& field) {
  if (field.type == DataType::kForeign) return field.foreign_type;
  if (field.type == DataType::kVector) return std::string(kVectorPrefix).append(std::to_string(field.dimension));
  for (const LogicalType& type : kLogicalTypes)
    if (type.type == field.type) return std::string(type.name);
  return {};
}

Result<std::vector<TableField>> read_schema(const WireFields& fields, std::string_view where) {
  std::set<std::int32_t> ids;
  std::set<std::string_view> names;
  const Children children = children_of(fields);
  std::vector<TableField> result;
  for (const wire::Field& field : fields) {
    if (field.id() < 0 || !ids.insert(field.id()).second)
      return corrupt(where, "field id " + std::to_string(field.id()) + " is negative or used twice");
    if (first_invalid_utf8(field.name()) || first_invalid_utf8(field.logical_type()))
      return corrupt(where, "the name or type of field " + std::to_string(field.id()) + " is not UTF-8");
    if (field.parent_id() != kTopLevel) continue;
    if (!names.insert(field.name()).second) return corrupt(where, "two columns are called '" + field.name() + "'");
    result.push_back(read_field(children, field));
  }
  return result;
}

WireFields make_wire_fields(const std::vector<Field>& fields, std::int32_t first_id) {
  WireFields result;
  std::int32_t next_id = first_id;
  for (const Field& field : fields) {
    const bool variable = field.type == DataType::kString;
    const std::int32_t id = next_id++;
    *result.Add() =
        make_wire_field(field.name, id, kTopLevel, logical_type_of(field), field.nullable, variable ? kVariableWidth : kPlain);
    if (field.type == DataType::kStringList)
      *result.Add() = make_wire_field("item", next_id++, id, "string", true, kVariableWidth);
  }
  return result;
}

}  // namespace kinora::lance
