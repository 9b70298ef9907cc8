#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kinora::cli {

enum class Align : std::uint8_t { kLeft, kRight };

struct Cell {
  std::string text;    ///< printable
  bool faint = false;  ///< shown dim on a terminal
};

/// Rows of cells, printed in aligned columns under a heading: one line a row, the widest columns cut short where a line would
/// not fit.
class TextTable {
 public:
  struct Heading {
    std::string name;  ///< printable
    Align align = Align::kLeft;
  };

  explicit TextTable(std::vector<Heading> headings) : headings_(std::move(headings)) {}

  /// As many cells as there are headings.
  void add_row(std::vector<Cell> cells) { rows_.push_back(std::move(cells)); }
  [[nodiscard]] bool empty() const { return rows_.empty(); }

  /// Every line at most `width` columns, or none if a column would be cut to fewer than `least` columns for it.
  /// Columns that are aligned to the right hold numbers: those are never cut.
  [[nodiscard]] std::optional<std::string> fitted(std::size_t width, std::size_t least) const;

  /// As `fitted`, but always a table: where not even short columns fit, lines are longer.
  [[nodiscard]] std::string text(std::size_t width) const;

 private:
  [[nodiscard]] std::vector<std::size_t> natural_widths() const;
  [[nodiscard]] std::string lines(const std::vector<std::size_t>& widths) const;

  std::vector<Heading> headings_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace kinora::cli
