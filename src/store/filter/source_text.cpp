#include "store/filter/source_text.hpp"

#include "store/utf8.hpp"

#include <algorithm>
#include <utility>

namespace kinora::filter {
namespace {

constexpr std::size_t kBefore = 40;  // bytes shown before the offset
constexpr std::size_t kAfter = 30;
constexpr std::string_view kIndent = "\n  ";
constexpr std::string_view kCut = "...";

/// A part of the text on one line: control characters would break the caret's column, and a terminal.
std::string shown(std::string_view part) {
  std::string line(part);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  return line;
}

}  // namespace

Error SourceText::error(ErrorCode code, std::size_t offset, Problem problem) const {
  std::string next_step = std::move(problem.next_step);
  next_step += excerpt(offset);
  return {.code = code,
          .what = std::move(problem.what),
          .where = name_ + ", offset " + std::to_string(offset),
          .expected = std::move(problem.expected),
          .found = std::move(problem.found),
          .next_step = std::move(next_step)};
}

std::string SourceText::excerpt(std::size_t offset) const {
  std::size_t begin = offset - std::min(offset, kBefore);
  while (begin > 0 && begin < text_.size() && is_continuation(text_[begin])) --begin;
  std::size_t end = std::min(text_.size(), offset + kAfter);
  while (end < text_.size() && is_continuation(text_[end])) ++end;

  const std::string before = (begin > 0 ? std::string(kCut) : std::string()) + shown(text_.substr(begin, offset - begin));
  const std::string after = shown(text_.substr(offset, end - offset)) + (end < text_.size() ? std::string(kCut) : std::string());
  const auto column =
      static_cast<std::size_t>(std::count_if(before.begin(), before.end(), [](char byte) { return !is_continuation(byte); }));
  return std::string(kIndent) + before + after + std::string(kIndent) + std::string(column, ' ') + "^";
}

}  // namespace kinora::filter
