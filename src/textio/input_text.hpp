#pragma once

#include "base/file_system.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace kinora::textio {

/// A text file ready to be parsed: decompressed, without a byte order mark, valid UTF-8, without NUL bytes. Where the file is all
/// that already, the text is the mapping itself. Copies share the bytes.
class InputText {
 public:
  /// Errors: kFileNotFound, kFileUnreadable, kFileEmpty, kFileBinary, kFileTruncated, kCancelled. Bytes that are no UTF-8 are
  /// read as Windows-1252 if the file holds more of them than of UTF-8, else replaced by U+FFFD; the observer is told.
  [[nodiscard]] static Result<InputText> open(const std::filesystem::path& path, const Execution& execution);
  /// Text that is in memory already, for tests and fuzzers; it must outlive the object.
  [[nodiscard]] static InputText of(std::string_view text, std::string name);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string_view text() const { return text_; }
  /// As on the disk, compressed if so.
  [[nodiscard]] std::span<const std::byte> file_bytes() const;

 private:
  InputText() = default;
  Result<void> decompress(const Execution& execution);
  Result<void> refuse_binary() const;
  void make_utf8(const Execution& execution);
  void own(std::string text);

  std::string path_;
  std::shared_ptr<const MappedFile> file_;
  std::shared_ptr<const std::string> owned_;
  std::string_view text_;
};

}  // namespace kinora::textio
