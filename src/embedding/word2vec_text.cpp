#include "embedding/word2vec_text.hpp"

#include "base/check.hpp"

#include <array>
#include <charconv>
#include <cstddef>
#include <string_view>

namespace kinora {
namespace {

void append_number(std::string& text, float value) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.begin(), digits.end(), value).ptr;
  text.append(digits.begin(), end);
}

/// ASCII white space, and the spaces of Unicode that Python's str.split() takes for separators.
std::size_t space_length(std::string_view text) {
  constexpr std::string_view kAscii("\t\n\v\f\r \x1c\x1d\x1e\x1f", 10);
  if (kAscii.find(text.front()) != std::string_view::npos) return 1;
  for (const std::string_view space :
       {"\u0085", "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008",
        "\u2009", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"})
    if (text.starts_with(space)) return space.size();
  return 0;
}

void append_word(std::string& text, std::string_view word) {
  while (!word.empty()) {
    const std::size_t space = space_length(word);
    text += space > 0 ? '_' : word.front();
    word.remove_prefix(space > 0 ? space : 1);
  }
}

}  // namespace

Result<void> write_word2vec_text(FileSystem& files, const std::filesystem::path& path, std::span<const std::string> words,
                                 const MatrixView& vectors) {
  KINORA_CHECK(words.size() == vectors.rows, words.size(), vectors.rows);
  std::string text = std::to_string(vectors.rows) + ' ' + std::to_string(vectors.cols) + '\n';
  for (std::size_t row = 0; row < vectors.rows; ++row) {
    append_word(text, words[row]);
    for (const float value : vectors.row(row)) {
      text += ' ';
      append_number(text, value);
    }
    text += '\n';
  }
  return write_file_atomically(files, path, text);
}

}  // namespace kinora
