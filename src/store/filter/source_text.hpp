#pragma once

#include "kinora/base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace kinora::filter {

/// What is wrong with a filter or value, without its place.
struct Problem {
  std::string what;
  std::string expected = {};
  std::string found = {};
  std::string next_step = {};
};

/// The text of a filter, or of a value that is assigned: makes the errors that point into it.
class SourceText {
 public:
  explicit SourceText(std::string_view text, std::string name = "filter") : text_(text), name_(std::move(name)) {}

  [[nodiscard]] std::string_view text() const { return text_; }
  /// An error at a byte offset. Its next step ends with the line around the offset and a caret under it.
  [[nodiscard]] Error error(ErrorCode code, std::size_t offset, Problem problem) const;
  [[nodiscard]] Error syntax(std::size_t offset, Problem problem) const {
    return error(ErrorCode::kFilterSyntax, offset, std::move(problem));
  }
  [[nodiscard]] Error type(std::size_t offset, Problem problem) const {
    return error(ErrorCode::kFilterType, offset, std::move(problem));
  }

 private:
  [[nodiscard]] std::string excerpt(std::size_t offset) const;

  std::string_view text_;
  std::string name_;  ///< what it is, for messages
};

}  // namespace kinora::filter
