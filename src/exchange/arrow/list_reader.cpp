#include "exchange/arrow/array_view.hpp"
#include "exchange/arrow/building_reader.hpp"
#include "exchange/arrow/number_conversion.hpp"
#include "exchange/arrow/type_names.hpp"

#include <cmath>
#include <vector>

namespace kinora::exchange {
namespace {

class TextListReader final : public BuildingReader {
 public:
  TextListReader(Field field, std::string_view file, bool wide, TextLayout items)
      : BuildingReader(std::move(field), file), wide_(wide), items_(items) {}

  Result<void> read(BatchCursor& cursor, std::size_t rows) override {
    bool has_nulls = false;
    KINORA_TRY(const std::size_t length, cursor.next_node(has_nulls));
    KINORA_TRY_VOID(check_length(length, rows));
    KINORA_TRY(const ArrowValidity validity, cursor.next_validity(length, has_nulls));
    KINORA_TRY(const ArrowOffsets offsets, ArrowOffsets::read(cursor, length, wide_));
    KINORA_TRY(const ArrowTexts items, ArrowTexts::read(cursor, items_));
    if (!offsets.rise_within(items.size())) return damaged(file_, "the offsets of lists lie outside of their items");
    for (std::size_t row = 0; row < rows; ++row) {
      if (validity.is_null(row)) {
        column_.add_null();
        continue;
      }
      for (std::size_t item = offsets.begin(row); item < offsets.end(row); ++item)
        column_.add_item(items.is_null(item) ? std::nullopt : std::optional(items.at(item)));
      column_.end_list();
    }
    return {};
  }

 private:
  bool wide_;
  TextLayout items_;
};

enum class VectorLayout { kFixed, kOffsets, kWideOffsets };

/// Vectors of float32 or float64, in lists of one size or of any that is written beside them. A dimension of 0 becomes that of
/// the first vector.
template <class Source>
class VectorReader final : public BuildingReader {
 public:
  VectorReader(Field field, std::string_view file, VectorLayout layout)
      : BuildingReader(std::move(field), file), layout_(layout) {}

  Result<void> read(BatchCursor& cursor, std::size_t rows) override {
    bool has_nulls = false;
    KINORA_TRY(const std::size_t length, cursor.next_node(has_nulls));
    KINORA_TRY_VOID(check_length(length, rows));
    KINORA_TRY(const ArrowValidity validity, cursor.next_validity(length, has_nulls));
    ArrowOffsets offsets;
    if (layout_ != VectorLayout::kFixed) {
      KINORA_TRY(offsets, ArrowOffsets::read(cursor, length, layout_ == VectorLayout::kWideOffsets));
    }
    KINORA_TRY(const ArrowNumbers elements, ArrowNumbers::read(cursor, sizeof(Source)));
    if (layout_ == VectorLayout::kFixed ? elements.length / column_.field().dimension < rows
                                        : !offsets.rise_within(elements.length))
      return damaged(file_, "column '" + column_.field().name + "' has too few elements for its vectors");
    for (std::size_t row = 0; row < rows; ++row)
      KINORA_TRY_VOID(validity.is_null(row) ? add_null(cursor) : add_row(cursor, offsets, elements, row));
    return {};
  }

 private:
  /// A list that is null has no elements in the file, but room in the column.
  Result<void> add_null(BatchCursor& cursor) {
    if (layout_ != VectorLayout::kFixed) KINORA_TRY_VOID(cursor.take_unbacked(1, column_.field().dimension * sizeof(float)));
    column_.add_null();
    return {};
  }

  Result<void> add_row(BatchCursor& cursor, const ArrowOffsets& offsets, const ArrowNumbers& elements, std::size_t row) {
    const std::size_t dimension = column_.field().dimension;
    if (layout_ == VectorLayout::kFixed) return add_vector(elements, row * dimension);
    const std::size_t size = offsets.end(row) - offsets.begin(row);
    if (size == 0 || (dimension != 0 && size != dimension))
      return misfit("the vector has another length than the column's",
                    dimension == 0 ? "at least one number" : std::to_string(dimension) + " numbers", std::to_string(size));
    if (dimension == 0) {
      KINORA_TRY_VOID(cursor.take_unbacked(column_.rows(), size * sizeof(float)));
      column_.set_dimension(size);
    }
    return add_vector(elements, offsets.begin(row));
  }

  Result<void> add_vector(const ArrowNumbers& elements, std::size_t begin) {
    vector_.resize(column_.field().dimension);
    for (std::size_t i = 0; i < vector_.size(); ++i) {
      if (elements.validity.is_null(begin + i)) return misfit("an element of the vector is null", "finite numbers", "null");
      const auto source = load<Source>(elements.values, (begin + i) * sizeof(Source));
      const std::optional<float> value = convert_number<float>(source);
      if (!value || !std::isfinite(*value))
        return misfit("an element of the vector is not finite as float32", "finite numbers", std::to_string(source));
      vector_[i] = *value;
    }
    column_.add_vector(vector_);
    return {};
  }

  VectorLayout layout_;
  std::vector<float> vector_;
};

bool is_plain(const arrow::Field& source, const arrow::Field* item) {
  return source.dictionary() == nullptr && item != nullptr && item->dictionary() == nullptr;
}

}  // namespace

ColumnReaderPtr make_text_list_reader(const arrow::Field& source, Field target, std::string_view file) {
  const arrow::Field* item = item_of(source);
  const bool wide = source.type_type() == arrow::Type_large_list;
  if (!is_plain(source, item) || (!wide && source.type_type() != arrow::Type_list)) return nullptr;
  const std::optional<TextLayout> items = text_layout_of(*item);
  return items ? std::make_unique<TextListReader>(std::move(target), file, wide, *items) : nullptr;
}

ColumnReaderPtr make_vector_reader(const arrow::Field& source, Field target, std::string_view file) {
  const arrow::Field* item = item_of(source);
  const arrow::FloatType* element = item == nullptr ? nullptr : item->type_as_floating();
  if (!is_plain(source, item) || element == nullptr || element->precision() == arrow::Precision_Half) return nullptr;
  VectorLayout layout{};
  switch (source.type_type()) {
    case arrow::Type_fixed_size_list:
      layout = VectorLayout::kFixed;
      break;
    case arrow::Type_list:
      layout = VectorLayout::kOffsets;
      break;
    case arrow::Type_large_list:
      layout = VectorLayout::kWideOffsets;
      break;
    default:
      return nullptr;
  }
  if (element->precision() == arrow::Precision_Single)
    return std::make_unique<VectorReader<float>>(std::move(target), file, layout);
  return std::make_unique<VectorReader<double>>(std::move(target), file, layout);
}

}  // namespace kinora::exchange
