#pragma once

#include "kinora/catalogue/columns.hpp"
#include "recommend/label_index.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kinora {

/// What the titles of a series have in common. "Alien", "Aliens", "Alien³" and "Alien: Resurrection" have the main title "alien";
/// "The Dark Knight Rises" begins like "The Dark Knight". Labels are main titles and beginnings of titles that 2 to 50 films
/// have; what more films begin with is a phrase, not a series.
struct TitleSeries {
  StringColumn names;          ///< "alien:" for a main title, "alien" for a beginning
  std::vector<float> weights;  ///< by label, (0, 1]: 1 / (1 + (films - 2) / 10) for a main title, half of it for a beginning
  std::vector<std::uint64_t> ends;
  std::vector<std::uint32_t> labels;  ///< of each row, as in LabelIndexBuilder::Source

  static TitleSeries of(const StringColumn& titles);
};

/// Words of a title as series are told by them: normalised, digits at the end of a word by themselves, the "s" of plurals left
/// out.
[[nodiscard]] std::vector<std::string> series_words(std::string_view title);

/// How many of the title's series_words are its main title: what is left without a subtitle, the number of a part and words for
/// it.
[[nodiscard]] std::size_t main_title_length(std::string_view title, const std::vector<std::string>& words);

}  // namespace kinora
