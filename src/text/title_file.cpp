#include "base/try.hpp"
#include "tensors/safetensors.hpp"
#include "text/title_arrays.hpp"

#include <memory>
#include <string>

namespace kinora {
namespace {

constexpr const char* kFormatKey = "format";
constexpr std::string_view kFormat = "kinora title index 2";
/// Without forms: a title is found by fewer ways to write it.
constexpr std::string_view kFormat1 = "kinora title index 1";

struct MappedArrays {
  SafetensorsFile file;
  TitleArrays view;
};

tl::unexpected<Error> corrupt(const std::string& name, std::string what, std::string expected, std::string found) {
  return fail({.code = ErrorCode::kBundleCorrupt,
               .what = std::move(what),
               .where = name,
               .expected = std::move(expected),
               .found = std::move(found),
               .next_step = "Build the bundle again"});
}

Result<StringTable> string_table(const SafetensorsFile& file, const std::string& name) {
  StringTable table;
  KINORA_TRY(table.ends, file.array<std::uint64_t>(name + "_ends"));
  KINORA_TRY(table.bytes, file.array<std::uint8_t>(name));
  return table;
}

Result<ListTable> list_table(const SafetensorsFile& file, const std::string& name) {
  ListTable table;
  KINORA_TRY(table.ends, file.array<std::uint64_t>(name + "_ends"));
  KINORA_TRY(table.items, file.array<std::uint32_t>(name));
  return table;
}

/// What can be seen without reading the arrays: their sizes agree, and each block ends where its last string or list does.
Result<void> check_sizes(const TitleArrays& arrays, const std::string& name) {
  const auto check = [&name](const char* array, std::uint64_t expected, std::uint64_t found) -> Result<void> {
    if (expected == found) return {};
    return corrupt(name, "the array " + std::string(array) + " does not fit the others", std::to_string(expected) + " elements",
                   std::to_string(found));
  };
  const auto last = [](std::span<const std::uint64_t> ends) { return ends.empty() ? 0 : ends.back(); };
  KINORA_TRY_VOID(check("entry_rows", arrays.entry_texts.size(), arrays.entry_rows.size()));
  KINORA_TRY_VOID(check("entry_texts", last(arrays.entry_texts.ends), arrays.entry_texts.bytes.size()));
  KINORA_TRY_VOID(check("keys", last(arrays.keys.ends), arrays.keys.bytes.size()));
  KINORA_TRY_VOID(check("key_entries_ends", arrays.keys.size(), arrays.key_entries.size()));
  KINORA_TRY_VOID(check("key_entries", last(arrays.key_entries.ends), arrays.key_entries.items.size()));
  KINORA_TRY_VOID(check("forms", last(arrays.forms.ends), arrays.forms.bytes.size()));
  KINORA_TRY_VOID(check("form_entries_ends", arrays.forms.size(), arrays.form_entries.size()));
  KINORA_TRY_VOID(check("form_entries", last(arrays.form_entries.ends), arrays.form_entries.items.size()));
  KINORA_TRY_VOID(check("words", last(arrays.words.ends), arrays.words.bytes.size()));
  KINORA_TRY_VOID(check("word_keys_ends", arrays.words.size(), arrays.word_keys.size()));
  return check("word_keys", last(arrays.word_keys.ends), arrays.word_keys.items.size());
}

Result<std::shared_ptr<const TitleArrays>> view_file(SafetensorsFile file, const std::string& name) {
  KINORA_TRY(const std::string format, file.require_metadata(kFormatKey));
  if (format != kFormat && format != kFormat1)
    return corrupt(name, "the file is no title index of this version", std::string(kFormat) + " or 1", format);
  auto mapped = std::make_shared<MappedArrays>();
  mapped->file = std::move(file);
  TitleArrays& view = mapped->view;
  KINORA_TRY(view.entry_texts, string_table(mapped->file, "entry_texts"));
  KINORA_TRY(view.entry_rows, mapped->file.array<std::uint32_t>("entry_rows"));
  KINORA_TRY(view.row_ranks, mapped->file.array<std::uint32_t>("row_ranks"));
  KINORA_TRY(view.keys, string_table(mapped->file, "keys"));
  KINORA_TRY(view.key_entries, list_table(mapped->file, "key_entries"));
  if (format == kFormat) {
    KINORA_TRY(view.forms, string_table(mapped->file, "forms"));
    KINORA_TRY(view.form_entries, list_table(mapped->file, "form_entries"));
  }
  KINORA_TRY(view.words, string_table(mapped->file, "words"));
  KINORA_TRY(view.word_keys, list_table(mapped->file, "word_keys"));
  KINORA_TRY_VOID(check_sizes(view, name));
  return std::shared_ptr<const TitleArrays>(mapped, &mapped->view);
}

}  // namespace

Result<void> TitleIndex::save(FileSystem& files, const std::filesystem::path& path) const {
  const TitleArrays& arrays = *arrays_;
  SafetensorsWriter file;
  file.add("entry_texts_ends", arrays.entry_texts.ends);
  file.add("keys_ends", arrays.keys.ends);
  file.add("key_entries_ends", arrays.key_entries.ends);
  file.add("forms_ends", arrays.forms.ends);
  file.add("form_entries_ends", arrays.form_entries.ends);
  file.add("words_ends", arrays.words.ends);
  file.add("word_keys_ends", arrays.word_keys.ends);
  file.add("entry_rows", arrays.entry_rows);
  file.add("row_ranks", arrays.row_ranks);
  file.add("key_entries", arrays.key_entries.items);
  file.add("form_entries", arrays.form_entries.items);
  file.add("word_keys", arrays.word_keys.items);
  file.add("entry_texts", arrays.entry_texts.bytes);
  file.add("keys", arrays.keys.bytes);
  file.add("forms", arrays.forms.bytes);
  file.add("words", arrays.words.bytes);
  file.set_metadata(kFormatKey, std::string(kFormat));
  return file.write(files, path);
}

Result<TitleIndex> TitleIndex::open(FileSystem& files, const std::filesystem::path& path) {
  KINORA_TRY(SafetensorsFile file, SafetensorsFile::open(files, path));
  KINORA_TRY(auto arrays, view_file(std::move(file), path.string()));
  return TitleIndex(std::move(arrays));
}

Result<TitleIndex> TitleIndex::parse(std::span<const std::byte> bytes, const std::string& name) {
  KINORA_TRY(SafetensorsFile file, SafetensorsFile::parse(bytes, name));
  KINORA_TRY(auto arrays, view_file(std::move(file), name));
  return TitleIndex(std::move(arrays));
}

}  // namespace kinora
