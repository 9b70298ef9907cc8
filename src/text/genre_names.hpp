#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {

/// Finds the names of genres in text, so that an honest encoder can be spared them. A name is a run of words (\w+), whatever
/// stands between them: "science fiction" is found in "science-fiction" and in "pure science fiction!", "war" in "post-war". Not
/// thread-safe (scratch inside); copies are independent.
class GenreNames {
 public:
  GenreNames() = default;
  /// Adds a name in any case; one without a word is passed over.
  void add(std::string_view name);

  /// Which of the lower-cased tokens of a text have a word in common with a genre's name found in it: 1 for these, 0 for others.
  /// Valid until the next call.
  [[nodiscard]] std::span<const std::uint8_t> mark(std::span<const std::string_view> tokens);
  /// Whether a lower-cased label is or contains a genre's name.
  [[nodiscard]] bool contained_in(std::string_view label);

 private:
  struct Word {
    std::string_view text;
    std::size_t token;
  };
  [[nodiscard]] std::size_t match_length(std::size_t first) const;

  std::vector<std::vector<std::string>> names_;  // each as its words; sorted, so that those of one first word stand together
  std::vector<Word> words_;
  std::vector<std::uint8_t> marks_;
};

}  // namespace kinora
