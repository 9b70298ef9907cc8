#include "exchange/text_rows.hpp"

#include "base/try.hpp"
#include "exchange/replacing_file.hpp"

#include <utility>

namespace kinora::exchange {

Result<void> write_text_rows(FileSystem& files, const std::filesystem::path& path, std::string head, std::size_t rows,
                             const std::function<void(std::string& text, std::size_t row)>& add_row, const Stage& stage) {
  constexpr std::size_t kFlushBytes = std::size_t{1} << 20U;
  KINORA_TRY(ReplacingFile file, ReplacingFile::create(files, path));
  std::string text = std::move(head);
  for (std::size_t row = 0; row < rows; ++row) {
    add_row(text, row);
    if (text.size() < kFlushBytes) continue;
    KINORA_TRY_VOID(stage.report(row));
    KINORA_TRY_VOID(file.append(std::as_bytes(std::span(text))));
    text.clear();
  }
  KINORA_TRY_VOID(stage.report(rows));
  KINORA_TRY_VOID(file.append(std::as_bytes(std::span(text))));
  return file.finish();
}

}  // namespace kinora::exchange
