#include "store/filter/like_pattern.hpp"

#include "store/filter/substring.hpp"
#include "store/filter/text_equality.hpp"
#include "store/utf8.hpp"

#include <algorithm>

namespace kinora::filter {

LikePattern::LikePattern(std::string_view pattern, std::string_view escape) : segments_(1) {
  const auto add_literal = [&](std::string_view character) {
    Segment& segment = segments_.back();
    if (segment.pieces.empty()) segment.pieces.emplace_back();
    segment.pieces.back().literal += character;
    ++segment.characters;
  };
  for (std::size_t i = 0; i < pattern.size();) {
    const std::size_t end = next_character(pattern, i);
    const std::string_view character = pattern.substr(i, end - i);
    i = end;
    if (character == escape && i < pattern.size()) {
      const std::size_t literal_end = next_character(pattern, i);
      add_literal(pattern.substr(i, literal_end - i));
      i = literal_end;
    } else if (character == escape) {
      add_literal(character);
    } else if (character == "%") {
      segments_.emplace_back();
    } else if (character == "_") {
      Segment& segment = segments_.back();
      if (segment.pieces.empty() || !segment.pieces.back().literal.empty()) segment.pieces.emplace_back();
      ++segment.pieces.back().skipped;
      ++segment.characters;
    } else {
      add_literal(character);
    }
  }
  classify();
}

void LikePattern::classify() {
  // Between the first and the last, segments of %% are empty and match anywhere.
  const auto is_empty = [](const Segment& segment) { return segment.characters == 0; };
  if (segments_.size() > 2)
    segments_.erase(std::remove_if(segments_.begin() + 1, segments_.end() - 1, is_empty), segments_.end() - 1);

  const auto is_literal = [](const Segment& segment) {
    return segment.pieces.empty() || (segment.pieces.size() == 1 && segment.pieces.front().skipped == 0);
  };
  if (!std::all_of(segments_.begin(), segments_.end(), is_literal) || segments_.size() > 3) return classify_general();
  const auto literal_of = [](const Segment& segment) {
    return segment.pieces.empty() ? std::string() : segment.pieces.front().literal;
  };
  const bool open_begin = is_empty(segments_.front());
  const bool open_end = is_empty(segments_.back());
  const auto take = [&](Shape shape, const Segment& segment) {
    shape_ = shape;
    literal_ = literal_of(segment);
  };
  if (segments_.size() == 1) return take(Shape::kEqual, segments_.front());
  if (segments_.size() == 3 && open_begin && open_end) return take(Shape::kContains, segments_[1]);
  if (segments_.size() != 2) return classify_general();
  if (open_begin && open_end) return take(Shape::kEverything, segments_.front());
  if (open_end) return take(Shape::kPrefix, segments_.front());
  if (open_begin) return take(Shape::kSuffix, segments_.back());
  classify_general();
}

/// Most strings lack the longest literal, and it is found faster than the whole is matched.
void LikePattern::classify_general() {
  for (const Segment& segment : segments_)
    for (const Piece& piece : segment.pieces)
      if (piece.literal.size() > literal_.size()) literal_ = piece.literal;
}

/// The offset after the segment if it stands at `offset`.
std::size_t LikePattern::match_at(const Segment& segment, std::string_view text, std::size_t offset) {
  for (const Piece& piece : segment.pieces) {
    for (std::size_t i = 0; i < piece.skipped; ++i) {
      if (offset == text.size()) return kNoMatch;
      offset = next_character(text, offset);
    }
    if (text.compare(offset, piece.literal.size(), piece.literal) != 0) return kNoMatch;
    offset += piece.literal.size();
  }
  return offset;
}

/// The offset after the first place from `offset` on where the segment stands.
std::size_t LikePattern::find(const Segment& segment, std::string_view text, std::size_t offset) {
  const Piece& head = segment.pieces.front();
  while (true) {
    if (head.skipped == 0) {
      offset = text.find(head.literal, offset);
      if (offset == std::string_view::npos) return kNoMatch;
    }
    if (const std::size_t end = match_at(segment, text, offset); end != kNoMatch) return end;
    if (offset == text.size()) return kNoMatch;
    offset = next_character(text, offset);
  }
}

bool LikePattern::matches_general(std::string_view text) const {
  std::size_t offset = match_at(segments_.front(), text, 0);
  if (offset == kNoMatch) return false;
  if (segments_.size() == 1) return offset == text.size();
  // The leftmost place leaves the most text to the segments that follow.
  for (std::size_t i = 1; i + 1 < segments_.size(); ++i) {
    offset = find(segments_[i], text, offset);
    if (offset == kNoMatch) return false;
  }
  std::size_t begin = text.size();
  for (std::size_t i = 0; i < segments_.back().characters; ++i) {
    if (begin <= offset) return false;
    begin = previous_character(text, begin);
  }
  return begin >= offset && match_at(segments_.back(), text, begin) == text.size();
}

bool LikePattern::matches(std::string_view text) const {
  switch (shape_) {
    case Shape::kEverything:
      return true;
    case Shape::kEqual:
      return text == literal_;
    case Shape::kPrefix:
      return text.substr(0, literal_.size()) == literal_;
    case Shape::kSuffix:
      return text.size() >= literal_.size() && text.substr(text.size() - literal_.size()) == literal_;
    case Shape::kContains:
      return text.find(literal_) != std::string_view::npos;
    case Shape::kGeneral:
      break;
  }
  return matches_general(text);
}

void LikePattern::match(const TextBlock& block, Truth* out) const {
  std::fill_n(out, block.size(), kFalse);
  switch (shape_) {
    case Shape::kEverything:
      std::fill_n(out, block.size(), kTrue);
      return;
    case Shape::kEqual:
      return mark_equal(block, literal_, out);
    case Shape::kPrefix:
      return mark_beginning_with(block, literal_, out);
    case Shape::kContains:
      return mark_containing(block, literal_, out);
    case Shape::kGeneral:
      if (!literal_.empty()) {
        mark_containing(block, literal_, out);
        for (std::size_t i = 0; i < block.size(); ++i)
          if (out[i] == kTrue && !matches_general(block.at(i))) out[i] = kFalse;
        return;
      }
      break;
    case Shape::kSuffix:
      break;
  }
  for (std::size_t i = 0; i < block.size(); ++i) out[i] = matches(block.at(i)) ? kTrue : kFalse;
}

}  // namespace kinora::filter
