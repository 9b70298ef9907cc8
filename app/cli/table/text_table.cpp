#include "text_table.hpp"

#include "../terminal.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <string_view>

namespace kinora::cli {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kMinCellColumns = 6;

std::size_t line_width(const std::vector<std::size_t>& widths) {
  if (widths.empty()) return 0;
  return std::accumulate(widths.begin(), widths.end(), (widths.size() - 1) * kGap);
}

/// A line as it grows; spaces are put before the next text only, so that none stand at its end.
class Line {
 public:
  void add(const Cell& cell, std::size_t width, Align align, const std::function<std::string(std::string_view)>& style) {
    if (begun_) blank_ += kGap;
    begun_ = true;
    const std::string text = clip(cell.text, width);
    const std::size_t padding = width - std::min(width, display_width(text));
    if (align == Align::kRight) blank_ += padding;
    if (!text.empty()) {
      line_.append(blank_, ' ');
      line_ += style(text);
      blank_ = 0;
    }
    if (align == Align::kLeft) blank_ += padding;
  }
  [[nodiscard]] std::string end() const { return line_ + '\n'; }

 private:
  std::string line_;
  std::size_t blank_ = 0;
  bool begun_ = false;
};

std::string plain(std::string_view text) { return std::string(text); }

}  // namespace

std::vector<std::size_t> TextTable::natural_widths() const {
  std::vector<std::size_t> widths;
  for (const Heading& heading : headings_) widths.push_back(display_width(heading.name));
  for (const std::vector<Cell>& row : rows_)
    for (std::size_t column = 0; column < widths.size(); ++column)
      widths[column] = std::max(widths[column], display_width(row[column].text));
  return widths;
}

std::optional<std::string> TextTable::fitted(std::size_t width, std::size_t least) const {
  std::vector<std::size_t> widths = natural_widths();
  const std::size_t needed = line_width(widths);
  std::size_t excess = needed > width ? needed - width : 0;
  while (excess > 0) {
    std::size_t widest = widths.size();
    for (std::size_t column = 0; column < widths.size(); ++column)
      if (headings_[column].align == Align::kLeft && widths[column] > least &&
          (widest == widths.size() || widths[column] > widths[widest]))
        widest = column;
    if (widest == widths.size()) return std::nullopt;
    --widths[widest];
    --excess;
  }
  return lines(widths);
}

std::string TextTable::text(std::size_t width) const {
  if (std::optional<std::string> fits = fitted(width, kMinCellColumns)) return *std::move(fits);
  std::vector<std::size_t> widths = natural_widths();
  for (std::size_t column = 0; column < widths.size(); ++column)
    if (headings_[column].align == Align::kLeft) widths[column] = std::min(widths[column], kMinCellColumns);
  return lines(widths);
}

std::string TextTable::lines(const std::vector<std::size_t>& widths) const {
  Line head;
  for (std::size_t column = 0; column < headings_.size(); ++column)
    head.add({.text = headings_[column].name}, widths[column], headings_[column].align, bold);
  std::string text = head.end();
  for (const std::vector<Cell>& row : rows_) {
    Line line;
    for (std::size_t column = 0; column < headings_.size(); ++column)
      line.add(row[column], widths[column], headings_[column].align, row[column].faint ? dim : plain);
    text += line.end();
  }
  return text;
}

}  // namespace kinora::cli
