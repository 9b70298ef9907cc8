#include "exchange/arrow/array_view.hpp"
#include "exchange/arrow/building_reader.hpp"
#include "exchange/arrow/type_names.hpp"

#include <type_traits>
#include <utility>

namespace kinora::exchange {
namespace {

class TextReader final : public BuildingReader {
 public:
  TextReader(Field field, std::string_view file, TextLayout layout) : BuildingReader(std::move(field), file), layout_(layout) {}

  Result<void> read(BatchCursor& cursor, std::size_t rows) override {
    KINORA_TRY(const ArrowTexts texts, ArrowTexts::read(cursor, layout_));
    KINORA_TRY_VOID(check_length(texts.size(), rows));
    for (std::size_t row = 0; row < rows; ++row)
      if (texts.is_null(row))
        column_.add_null();
      else
        column_.add_text(texts.at(row));
    return {};
  }

 private:
  TextLayout layout_;
};

template <class Index>
class DictionaryReader final : public BuildingReader {
 public:
  DictionaryReader(Field field, std::string_view file, std::int64_t id, const ArrowDictionaries& dictionaries)
      : BuildingReader(std::move(field), file), id_(id), dictionaries_(dictionaries) {}

  Result<void> read(BatchCursor& cursor, std::size_t rows) override {
    KINORA_TRY(const ArrowNumbers indices, ArrowNumbers::read(cursor, sizeof(Index)));
    KINORA_TRY_VOID(check_length(indices.length, rows));
    const auto found = dictionaries_.find(id_);
    for (std::size_t row = 0; row < rows; ++row) {
      if (indices.validity.is_null(row)) {
        column_.add_null();
        continue;
      }
      const auto index = load<Index>(indices.values, row * sizeof(Index));
      const auto entry = static_cast<std::make_unsigned_t<Index>>(index);
      if (found == dictionaries_.end() || std::cmp_less(index, 0) || entry >= found->second.rows)
        return damaged(file_, "column '" + column_.field().name + "' refers to an entry that its dictionary has not");
      if (found->second.is_null(entry)) {
        column_.add_null();
        continue;
      }
      const std::string_view text = found->second.text_at(entry);
      KINORA_TRY_VOID(cursor.take_unbacked(1, text.size()));
      column_.add_text(text);
    }
    return {};
  }

 private:
  std::int64_t id_;
  const ArrowDictionaries& dictionaries_;
};

template <class Index>
ColumnReaderPtr make(Field target, std::string_view file, const ArrowDictionaries& dictionaries, std::int64_t id) {
  return std::make_unique<DictionaryReader<Index>>(std::move(target), file, id, dictionaries);
}

ColumnReaderPtr make_dictionary_reader(const arrow::DictionaryEncoding& encoding, Field target,
                                       const ArrowDictionaries& dictionaries, std::string_view file) {
  // What is not said is int32.
  switch (encoding.index_type() == nullptr ? 32 : signed_bits(encoding.index_type())) {
    case 8:
      return make<std::int8_t>(std::move(target), file, dictionaries, encoding.id());
    case 16:
      return make<std::int16_t>(std::move(target), file, dictionaries, encoding.id());
    case 32:
      return make<std::int32_t>(std::move(target), file, dictionaries, encoding.id());
    case 64:
      return make<std::int64_t>(std::move(target), file, dictionaries, encoding.id());
    case -8:
      return make<std::uint8_t>(std::move(target), file, dictionaries, encoding.id());
    case -16:
      return make<std::uint16_t>(std::move(target), file, dictionaries, encoding.id());
    case -32:
      return make<std::uint32_t>(std::move(target), file, dictionaries, encoding.id());
    case -64:
      return make<std::uint64_t>(std::move(target), file, dictionaries, encoding.id());
    default:
      return nullptr;
  }
}

}  // namespace

ColumnReaderPtr make_plain_text_reader(Field target, TextLayout layout, std::string_view file) {
  return std::make_unique<TextReader>(std::move(target), file, layout);
}

ColumnReaderPtr make_text_reader(const arrow::Field& source, Field target, const ArrowDictionaries& dictionaries,
                                 std::string_view file) {
  const std::optional<TextLayout> layout = text_layout_of(source);
  if (!layout) return nullptr;
  if (source.dictionary() != nullptr) return make_dictionary_reader(*source.dictionary(), std::move(target), dictionaries, file);
  return make_plain_text_reader(std::move(target), *layout, file);
}

}  // namespace kinora::exchange
