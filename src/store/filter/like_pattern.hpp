#pragma once

#include "store/filter/text_block.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kinora::filter {

/// A LIKE pattern, compiled: % stands for any characters, _ for one character (a code point), the escape character takes the next
/// one literally and stands for itself at the end.
class LikePattern {
 public:
  /// `escape` is one character.
  LikePattern(std::string_view pattern, std::string_view escape);

  [[nodiscard]] bool matches(std::string_view text) const;
  /// One truth value for each string, kTrue or kFalse.
  void match(const TextBlock& block, Truth* out) const;

 private:
  /// What stands between two %: literals, each with a number of _ before it.
  struct Piece {
    std::size_t skipped = 0;  ///< characters
    std::string literal;
  };
  struct Segment {
    std::vector<Piece> pieces;
    std::size_t characters = 0;
  };
  enum class Shape : std::uint8_t { kEverything, kEqual, kPrefix, kSuffix, kContains, kGeneral };

  void classify();
  void classify_general();
  [[nodiscard]] bool matches_general(std::string_view text) const;

  static constexpr std::size_t kNoMatch = static_cast<std::size_t>(-1);
  static std::size_t match_at(const Segment& segment, std::string_view text, std::size_t offset);
  static std::size_t find(const Segment& segment, std::string_view text, std::size_t offset);

  std::vector<Segment> segments_;  ///< one more than there are %; the first begins the text, the last ends it
  Shape shape_ = Shape::kGeneral;
  std::string literal_;  ///< what the shape is about; of a general pattern the longest literal
};

}  // namespace kinora::filter
