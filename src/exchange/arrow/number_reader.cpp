#include "exchange/arrow/array_view.hpp"
#include "exchange/arrow/building_reader.hpp"
#include "exchange/arrow/number_conversion.hpp"
#include "exchange/arrow/type_names.hpp"
#include "exchange/value_reader.hpp"

#include <array>
#include <charconv>
#include <string>

namespace kinora::exchange {
namespace {

template <class Number>
std::string text_of(Number number) {
  std::array<char, 40> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr};
}

/// What a column of numbers takes, for a message.
std::string held_by(const Field& field) {
  if (field.type == DataType::kFloat32) return "a number that float32 holds";
  if (field.type == DataType::kFloat64) return "a number that float64 holds";
  return describe_value(field);
}

template <class Source>
class NumberReader final : public BuildingReader {
 public:
  using BuildingReader::BuildingReader;

  Result<void> read(BatchCursor& cursor, std::size_t rows) override {
    KINORA_TRY(const ArrowNumbers numbers, ArrowNumbers::read(cursor, sizeof(Source)));
    KINORA_TRY_VOID(check_length(numbers.length, rows));
    const DataType type = column_.field().type;
    if (type == DataType::kInt32) return add<std::int32_t>(numbers, &ColumnBuilder::add_int32);
    if (type == DataType::kInt64) return add<std::int64_t>(numbers, &ColumnBuilder::add_int64);
    if (type == DataType::kFloat32) return add<float>(numbers, &ColumnBuilder::add_float32);
    return add<double>(numbers, &ColumnBuilder::add_float64);
  }

 private:
  template <class Target>
  Result<void> add(const ArrowNumbers& numbers, void (ColumnBuilder::*add_one)(Target)) {
    for (std::size_t row = 0; row < numbers.length; ++row) {
      if (numbers.validity.is_null(row)) {
        column_.add_null();
        continue;
      }
      const auto source = load<Source>(numbers.values, row * sizeof(Source));
      const std::optional<Target> value = convert_number<Target>(source);
      if (!value) return misfit("the table's type does not hold the number", held_by(column_.field()), text_of(source));
      (column_.*add_one)(*value);
    }
    return {};
  }
};

template <class Source>
ColumnReaderPtr make(Field target, std::string_view file) {
  return std::make_unique<NumberReader<Source>>(std::move(target), file);
}

}  // namespace

ColumnReaderPtr make_number_reader(const arrow::Field& source, Field target, std::string_view file) {
  if (source.dictionary() != nullptr) return nullptr;
  if (const arrow::FloatType* type = source.type_as_floating()) {
    if (type->precision() == arrow::Precision_Single) return make<float>(std::move(target), file);
    if (type->precision() == arrow::Precision_Double) return make<double>(std::move(target), file);
    return nullptr;
  }
  switch (signed_bits(source.type_as_integer())) {
    case 8:
      return make<std::int8_t>(std::move(target), file);
    case 16:
      return make<std::int16_t>(std::move(target), file);
    case 32:
      return make<std::int32_t>(std::move(target), file);
    case 64:
      return make<std::int64_t>(std::move(target), file);
    case -8:
      return make<std::uint8_t>(std::move(target), file);
    case -16:
      return make<std::uint16_t>(std::move(target), file);
    case -32:
      return make<std::uint32_t>(std::move(target), file);
    case -64:
      return make<std::uint64_t>(std::move(target), file);
    default:
      return nullptr;
  }
}

}  // namespace kinora::exchange
