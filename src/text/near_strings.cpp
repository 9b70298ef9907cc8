#include "text/near_strings.hpp"

#include "base/check.hpp"
#include "text/unicode.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace kinora {
namespace {

constexpr unsigned kMostEdits = 3;
constexpr std::uint8_t kFar = 100;

/// The rows of the edit distance between `wanted` and a path of characters that grows and shrinks at its end. Only the band of
/// cells that can be within the edits is held: cell c of row d stands for the first d characters of the path and the first d + c
/// - edits of `wanted`.
class EditRows {
 public:
  EditRows(std::vector<std::int32_t> wanted, unsigned edits) : wanted_(std::move(wanted)), edits_(edits) {
    Row first;
    first.fill(kFar);
    for (std::size_t j = 0; j <= edits && j <= wanted_.size(); ++j) first[edits + j] = static_cast<std::uint8_t>(j);
    rows_.push_back(first);
  }

  [[nodiscard]] const std::vector<std::int32_t>& path() const { return path_; }
  void shrink(std::size_t length) {
    path_.resize(length);
    rows_.resize(length + 1);
  }
  /// Whether any continuation of the path can still be near.
  bool grow(std::int32_t code) {
    path_.push_back(code);
    rows_.emplace_back();
    std::uint8_t least = kFar;
    for (std::size_t cell = 0; cell <= 2 * edits_; ++cell) {
      rows_.back()[cell] = cell_of_last_row(cell);
      least = std::min(least, rows_.back()[cell]);
    }
    return least <= edits_;
  }
  /// Between `wanted` and the path; more than the edits allowed if they are far from each other.
  [[nodiscard]] unsigned distance() const {
    const std::size_t cell = wanted_.size() + edits_ - path_.size();  // wraps around if the path is far too long
    return cell <= 2 * edits_ ? rows_.back()[cell] : kFar;
  }

 private:
  using Row = std::array<std::uint8_t, std::size_t{2} * kMostEdits + 1>;

  [[nodiscard]] std::uint8_t cell_of_last_row(std::size_t cell) const {
    const std::size_t d = path_.size();
    if (d + cell < edits_ || d + cell - edits_ > wanted_.size()) return kFar;
    const std::size_t j = d + cell - edits_;
    if (j == 0) return static_cast<std::uint8_t>(std::min<std::size_t>(d, kFar));
    const Row& row = rows_[d];
    const Row& above = rows_[d - 1];
    unsigned best = above[cell] + (wanted_[j - 1] == path_[d - 1] ? 0U : 1U);
    if (cell < 2 * edits_) best = std::min(best, above[cell + 1] + 1U);
    if (cell > 0) best = std::min(best, row[cell - 1] + 1U);
    if (d > 1 && j > 1 && path_[d - 1] == wanted_[j - 2] && path_[d - 2] == wanted_[j - 1])
      best = std::min(best, rows_[d - 2][cell] + 1U);
    return static_cast<std::uint8_t>(std::min<unsigned>(best, kFar));
  }

  std::vector<std::int32_t> wanted_;
  std::size_t edits_;
  std::vector<std::int32_t> path_;
  std::vector<Row> rows_;
};

std::vector<std::int32_t> decode_all(std::string_view text) {
  std::vector<std::int32_t> codes;
  for (std::size_t i = 0; i < text.size(); i += unicode::decode(text, i).length) codes.push_back(unicode::decode(text, i).code);
  return codes;
}

/// How much of a string is already the path: bytes and characters.
struct Shared {
  std::size_t bytes = 0;
  std::size_t characters = 0;
};

Shared shared_with(const std::vector<std::int32_t>& path, std::string_view text) {
  Shared shared;
  while (shared.characters < path.size() && shared.bytes < text.size()) {
    const unicode::Character character = unicode::decode(text, shared.bytes);
    if (character.code != path[shared.characters]) break;
    shared.bytes += character.length;
    ++shared.characters;
  }
  return shared;
}

}  // namespace

unsigned forgiven_edits(std::size_t characters) {
  if (characters <= 1) return 0;
  return characters <= 5 ? 1 : characters <= 10 ? 2 : kMostEdits;
}

unsigned edit_distance(std::string_view a, std::string_view b, unsigned most_edits) {
  KINORA_CHECK(most_edits <= kMostEdits, most_edits);
  EditRows rows(decode_all(a), most_edits);
  for (const std::int32_t code : decode_all(b))
    if (!rows.grow(code)) return most_edits + 1;
  return std::min(rows.distance(), most_edits + 1);
}

std::vector<NearString> find_near(const StringTable& sorted, std::string_view wanted, unsigned most_edits) {
  KINORA_CHECK(most_edits <= kMostEdits, most_edits);
  EditRows rows(decode_all(wanted), most_edits);
  std::vector<NearString> found;
  for (std::size_t index = 0; index < sorted.size();) {
    const std::string_view text = sorted[index];
    const Shared shared = shared_with(rows.path(), text);
    rows.shrink(shared.characters);
    std::size_t end = shared.bytes;
    bool near = true;
    while (near && end < text.size()) {
      const unicode::Character character = unicode::decode(text, end);
      near = rows.grow(character.code);
      end += character.length;
    }
    if (near && rows.distance() <= most_edits) found.push_back({index, rows.distance()});
    index = near ? index + 1 : sorted.end_of_prefix(index, text.substr(0, end));
  }
  return found;
}

}  // namespace kinora
