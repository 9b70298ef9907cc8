#include "exchange/arrow/building_reader.hpp"
#include "exchange/arrow/messages.hpp"
#include "exchange/chosen_columns.hpp"
#include "exchange/readers.hpp"
#include "exchange/stage.hpp"
#include "store/column_rows.hpp"

#include <array>
#include <memory>
#include <string>
#include <utility>

namespace kinora::exchange {
namespace {

constexpr std::size_t kFileHeader = 8;                          // the magic, padded
constexpr std::size_t kFileTrailer = sizeof(std::int32_t) + 6;  // the footer's length, the magic

class ArrowImport {
 public:
  ArrowImport(Bytes bytes, std::string_view file, const ImportOptions& options, const Execution& execution)
      : bytes_(bytes),
        file_(file),
        options_(options),
        unbacked_(bytes.size()),
        stage_(execution, "read", bytes.size(), "bytes") {}

  Result<std::vector<Column>> read_stream() {
    KINORA_TRY(const auto first, read_message(bytes_, 0, file_));
    const arrow::Schema* schema = first ? first->header->header_as_Schema() : nullptr;
    if (schema == nullptr) return damaged(file_, "the Arrow stream does not begin with a schema");
    KINORA_TRY_VOID(take_schema(schema));
    std::size_t offset = first->end;
    while (true) {
      KINORA_TRY(const auto message, read_message(bytes_, offset, file_));
      if (!message) break;
      KINORA_TRY_VOID(take_message(*message));
      offset = message->end;
      KINORA_TRY_VOID(stage_.report(offset));
    }
    return finish();
  }

  Result<std::vector<Column>> read_file() {
    if (bytes_.size() < kFileHeader + kFileTrailer) return cut_off(file_, "its frame");
    const Bytes end = bytes_.last(kArrowMagic.size());
    if (std::memcmp(end.data(), kArrowMagic.data(), kArrowMagic.size()) != 0)
      return cut_off(file_, "its data: the footer is missing");
    const Bytes before_trailer = bytes_.first(bytes_.size() - kFileTrailer);
    const auto footer_size = load<std::uint32_t>(bytes_, before_trailer.size());
    if (footer_size > before_trailer.size()) return damaged(file_, "the footer of the Arrow file is longer than the file");
    KINORA_TRY(const auto footer, parse<arrow::Footer>(before_trailer.last(footer_size), file_, "the footer of the Arrow file"));
    if (footer->schema() == nullptr) return damaged(file_, "the Arrow file has no schema");
    KINORA_TRY_VOID(take_schema(footer->schema()));
    for (const auto* blocks : {footer->dictionaries(), footer->record_batches()})
      for (flatbuffers::uoffset_t i = 0; blocks != nullptr && i < blocks->size(); ++i)
        KINORA_TRY_VOID(take_block(lance::element(*blocks, i)));
    return finish();
  }

 private:
  Result<void> take_schema(const arrow::Schema* schema) {
    if (schema->endianness() != arrow::Endianness_Little) return damaged(file_, "big-endian Arrow files are not supported");
    if (schema->fields() == nullptr || schema->fields()->size() == 0) return damaged(file_, "the Arrow file has no columns");
    std::vector<std::string> names;
    for (const arrow::Field* field : *schema->fields()) {
      KINORA_TRY(auto column, make_arrow_column_reader(*field, options_, dictionaries_, file_));
      columns_.push_back(std::move(column));
      names.push_back(field->name()->str());
      const std::optional<TextLayout> layout = text_layout_of(*field);
      if (field->dictionary() != nullptr && layout && is_chosen(options_, names.back()))
        dictionary_layouts_[field->dictionary()->id()] = *layout;
    }
    return check_chosen(options_, names, file_);
  }

  Result<void> take_block(const arrow::Block& block) {
    if (block.offset() < 0) return damaged(file_, "a record batch lies before the file");
    if (static_cast<std::uint64_t>(block.offset()) > bytes_.size()) return cut_off(file_, "a record batch");
    KINORA_TRY(const auto message, read_message(bytes_, static_cast<std::size_t>(block.offset()), file_));
    if (!message) return damaged(file_, "a record batch of the Arrow file is empty");
    // Else a small file could name one batch ever so often.
    read_bytes_ += message->end - static_cast<std::size_t>(block.offset());
    if (read_bytes_ > bytes_.size()) return damaged(file_, "the record batches of the Arrow file overlap");
    KINORA_TRY_VOID(stage_.report(read_bytes_));
    return take_message(*message);
  }

  Result<void> take_message(const ArrowMessage& message) {
    if (const arrow::RecordBatch* batch = message.header->header_as_RecordBatch()) {
      BatchCursor cursor(*batch, message.body, file_, unbacked_);
      KINORA_TRY(const std::size_t rows, cursor.rows());
      for (const auto& column : columns_) KINORA_TRY_VOID(column->read(cursor, rows));
      return {};
    }
    if (const arrow::DictionaryBatch* dictionary = message.header->header_as_DictionaryBatch())
      return take_dictionary(*dictionary, message.body);
    return damaged(file_, "a message of the Arrow file is neither a record batch nor a dictionary");
  }

  /// The texts of a dictionary are read as a column of their own.
  Result<void> take_dictionary(const arrow::DictionaryBatch& dictionary, Bytes body) {
    const auto layout = dictionary_layouts_.find(dictionary.id());
    // That of a column that is passed over.
    if (layout == dictionary_layouts_.end()) return {};
    if (dictionary.data() == nullptr) return damaged(file_, "a dictionary of the Arrow file is empty");
    BatchCursor cursor(*dictionary.data(), body, file_, unbacked_);
    KINORA_TRY(const std::size_t rows, cursor.rows());
    const auto reader = make_plain_text_reader(Field{.name = "dictionary"}, layout->second, file_);
    KINORA_TRY_VOID(reader->read(cursor, rows));
    Column entries = *reader->finish();
    Column& known = dictionaries_[dictionary.id()];
    if (dictionary.is_delta() && known.rows != 0) entries = concatenate_rows(std::array{std::move(known), std::move(entries)});
    known = std::move(entries);
    return {};
  }

  Result<std::vector<Column>> finish() {
    std::vector<Column> result;
    for (const auto& reader : columns_)
      if (auto column = reader->finish()) result.push_back(*std::move(column));
    return result;
  }

  Bytes bytes_;
  std::string_view file_;
  const ImportOptions& options_;
  UnbackedBytes unbacked_;
  Stage stage_;
  std::size_t read_bytes_ = 0;  ///< of the blocks that a footer names
  ArrowDictionaries dictionaries_;
  std::map<std::int64_t, TextLayout> dictionary_layouts_;  ///< of each dictionary that is read
  std::vector<std::unique_ptr<ArrowColumnReader>> columns_;
};

}  // namespace

Result<std::vector<Column>> read_arrow(std::span<const std::byte> bytes, std::string_view name, ArrowForm form,
                                       const ImportOptions& options, const Execution& execution) {
  ArrowImport import(bytes, name, options, execution);
  return form == ArrowForm::kStream ? import.read_stream() : import.read_file();
}

}  // namespace kinora::exchange
