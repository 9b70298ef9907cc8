#include "textio/input_text.hpp"

#include "base/try.hpp"
#include "textio/encoding.hpp"
#include "textio/file_content.hpp"
#include "textio/gzip.hpp"

#include <utility>

namespace kinora::textio {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

tl::unexpected<Error> empty_file(const std::string& path) {
  return fail({.code = ErrorCode::kFileEmpty,
               .what = "the file is empty",
               .where = path,
               .expected = "a header and at least one row",
               .next_step = "Copy or download the file again"});
}

tl::unexpected<Error> binary_file(const std::string& path, std::string found, std::string next_step) {
  return fail({.code = ErrorCode::kFileBinary,
               .what = "this is no file of records",
               .where = path,
               .expected = "CSV, TSV or JSON lines in UTF-8, gzip-compressed or not",
               .found = std::move(found),
               .next_step = std::move(next_step)});
}

}  // namespace

Result<InputText> InputText::open(const std::filesystem::path& path, const Execution& execution) {
  InputText input;
  input.path_ = path.string();
  KINORA_TRY(input.file_, local_file_system().map(path));
  input.text_ = input.file_->text();
  KINORA_TRY_VOID(input.decompress(execution));
  if (input.text_.empty()) return empty_file(input.path_);
  KINORA_TRY_VOID(input.refuse_binary());
  input.make_utf8(execution);
  if (input.text_.starts_with(kByteOrderMark)) input.text_.remove_prefix(kByteOrderMark.size());
  if (input.text_.find_first_not_of(" \t\r\n") == std::string_view::npos) return empty_file(input.path_);
  return input;
}

InputText InputText::of(std::string_view text, std::string name) {
  InputText input;
  input.path_ = std::move(name);
  input.text_ = text;
  return input;
}

std::span<const std::byte> InputText::file_bytes() const {
  return file_ != nullptr ? file_->bytes() : std::as_bytes(std::span(text_));
}

Result<void> InputText::decompress(const Execution& execution) {
  if (!is_gzip(text_)) return {};
  KINORA_TRY(std::string content, gunzip(text_, path_, execution));
  own(std::move(content));
  return {};
}

Result<void> InputText::refuse_binary() const {
  if (const auto other = find_other_content(text_))
    return binary_file(path_, std::string(other->found), std::string(other->next_step));
  if (const std::size_t nul = text_.find('\0'); nul != std::string_view::npos)
    return binary_file(path_, "a NUL byte at offset " + std::to_string(nul), "Check that this is the right file");
  return {};
}

void InputText::make_utf8(const Execution& execution) {
  const Utf8Census census = count_utf8(text_);
  if (census.malformed == 0) return;
  const bool is_legacy = census.malformed > census.multibyte;
  if (is_legacy) {
    execution.warning(path_ + " is not UTF-8: read as Windows-1252 (ISO-8859-1)");
    own(from_windows_1252(text_));
  } else {
    execution.warning(path_ + ": " + std::to_string(census.malformed) + " malformed UTF-8 sequences were replaced by U+FFFD");
    own(replace_malformed(text_));
  }
}

void InputText::own(std::string text) {
  owned_ = std::make_shared<const std::string>(std::move(text));
  text_ = *owned_;
}

}  // namespace kinora::textio
