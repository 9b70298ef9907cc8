#include "exchange/arrow/schema_writer.hpp"

#include "base/check.hpp"

#include <string>
#include <utility>
#include <vector>

namespace kinora::exchange {
namespace {

using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using FieldOffset = Offset<arrow::Field>;

struct TypeOffset {
  arrow::Type type;
  Offset<void> offset;
};

FieldOffset make_field(FlatBufferBuilder& builder, const std::string& name, bool nullable, TypeOffset type,
                       const std::vector<FieldOffset>& children = {}) {
  const auto name_offset = builder.CreateString(name);
  // Readers want the list even if it is empty.
  const auto children_offset = builder.CreateVector(children);
  return arrow::CreateField(builder, name_offset, nullable, type.type, type.offset, 0, children_offset);
}

TypeOffset integer(FlatBufferBuilder& builder, int bits) {
  return {arrow::Type_integer, arrow::CreateIntType(builder, bits, true).Union()};
}

TypeOffset floating(FlatBufferBuilder& builder, arrow::Precision precision) {
  return {arrow::Type_floating, arrow::CreateFloatType(builder, precision).Union()};
}

TypeOffset text(FlatBufferBuilder& builder) { return {arrow::Type_utf8, arrow::CreateUtf8Type(builder).Union()}; }

FieldOffset make_field(FlatBufferBuilder& builder, const Field& field) {
  const auto plain = [&](TypeOffset type) { return make_field(builder, field.name, field.nullable, type); };
  switch (field.type) {
    case DataType::kBool:
      return plain({arrow::Type_boolean, arrow::CreateBoolType(builder).Union()});
    case DataType::kInt32:
      return plain(integer(builder, 32));
    case DataType::kInt64:
      return plain(integer(builder, 64));
    case DataType::kFloat32:
      return plain(floating(builder, arrow::Precision_Single));
    case DataType::kFloat64:
      return plain(floating(builder, arrow::Precision_Double));
    case DataType::kString:
      return plain(text(builder));
    case DataType::kStringList: {
      const FieldOffset item = make_field(builder, "item", true, text(builder));
      return make_field(builder, field.name, field.nullable, {arrow::Type_list, arrow::CreateListType(builder).Union()}, {item});
    }
    case DataType::kVector: {
      const FieldOffset item = make_field(builder, "item", true, floating(builder, arrow::Precision_Single));
      const auto size = static_cast<std::int32_t>(field.dimension);
      return make_field(builder, field.name, field.nullable,
                        {arrow::Type_fixed_size_list, arrow::CreateFixedSizeListType(builder, size).Union()}, {item});
    }
    case DataType::kForeign:
      break;
  }
  KINORA_CHECK(false, field.name);
  return {};
}

}  // namespace

Offset<arrow::Schema> make_arrow_schema(FlatBufferBuilder& builder, std::span<const Column> columns) {
  std::vector<FieldOffset> fields;
  for (const Column& column : columns) fields.push_back(make_field(builder, column.field));
  return arrow::CreateSchema(builder, arrow::Endianness_Little, builder.CreateVector(fields));
}

}  // namespace kinora::exchange
