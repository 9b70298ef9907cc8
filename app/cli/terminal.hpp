#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace kinora::cli {

/// True if a stream is a terminal that understands cursor movement.
[[nodiscard]] bool is_terminal(std::FILE* stream);

/// Columns of the terminal on standard output; those of the variable COLUMNS if it is none, else 100.
[[nodiscard]] std::size_t terminal_width();

/// The columns that UTF-8 text takes on a terminal.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// Text cut to at most `width` columns; a cut ends in "…".
[[nodiscard]] std::string clip(std::string_view text, std::size_t width);

/// Text cut or padded with spaces to exactly `width` columns; a cut ends in "…".
[[nodiscard]] std::string fit(std::string_view text, std::size_t width);

/// Emphasis on a terminal, plain text elsewhere and where NO_COLOR is set (no-color.org).
[[nodiscard]] std::string bold(std::string_view text);
[[nodiscard]] std::string dim(std::string_view text);

/// 45466 → "45,466".
[[nodiscard]] std::string grouped(std::uint64_t number);

/// "1 row", "45,466 rows": `several` is the word for any number but one; empty: `one` with an s.
[[nodiscard]] std::string counted(std::uint64_t number, std::string_view one, std::string_view several = {});

/// Text of data on one line, so that a title cannot steer the terminal: line breaks and tabs become spaces, other control
/// characters and marks that reverse the writing direction '?', bytes that are no UTF-8 U+FFFD.
[[nodiscard]] std::string printable(std::string_view text);

/// The same for text of several lines.
[[nodiscard]] std::string printable_lines(std::string_view text);

}  // namespace kinora::cli
