#pragma once

#include "text/string_table.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace kinora {

/// The most edits that a question of so many characters is forgiven: 1 up to 5, 2 up to 10, 3 beyond; none for a single one.
[[nodiscard]] unsigned forgiven_edits(std::size_t characters);

struct NearString {
  std::size_t index = 0;
  unsigned edits = 0;
};

/// The strings within `most_edits` (at most 3) insertions, deletions, substitutions and transpositions of neighbours (optimal
/// string alignment) of `wanted`, in the table's order. The table must be sorted; it is walked like a trie whose branches are
/// left as soon as nothing below them can be near, so that strings with a common beginning are compared with it once.
[[nodiscard]] std::vector<NearString> find_near(const StringTable& sorted, std::string_view wanted, unsigned most_edits);

/// The edits between two strings, counted in the same way; `most_edits` + 1 if there are more than `most_edits` (at most 3).
[[nodiscard]] unsigned edit_distance(std::string_view a, std::string_view b, unsigned most_edits);

}  // namespace kinora
