#pragma once

#include "kinora/catalogue/catalogue.hpp"
#include "kinora/text/text_options.hpp"
#include "text/text_words.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace kinora {

/// The token of every label of a catalogue ("keyword:time travel"), made once. An empty token stands for one that is left out.
class LabelTokens {
 public:
  LabelTokens(const Catalogue& catalogue, const TextOptions& options);

  StringColumn genres;
  StringColumn keywords;
  StringColumn directors;
  StringColumn actors;
  StringColumn collections;
};

/// Writes the tokens of one film after another: the fields layout in the order genres, title, tagline, overview, keywords,
/// directors, cast, collection, decade; or the article's text. One a thread.
class FilmTokens {
 public:
  /// The arguments must outlive the object.
  FilmTokens(const Catalogue& catalogue, const LabelTokens& labels, const TextOptions& options);

  /// Appends the numbers of the film's tokens. `intern` gives a token its number.
  template <class Intern>
  void append(std::size_t row, std::vector<std::uint32_t>& numbers, Intern intern) {
    const auto add_text = [&](std::string_view text) {
      for (const std::string_view word : words_.words_of(text)) numbers.push_back(intern(word));
    };
    if (options_.layout == DocumentLayout::kArticle) return add_text(article_text(row));
    const auto add_labels = [&](bool wanted, const LabelColumn& column, const StringColumn& tokens) {
      if (!wanted) return;
      for (const LabelColumn::Label label : column[row])
        if (!tokens[label].empty()) numbers.push_back(intern(tokens[label]));
    };
    add_labels(options_.genres, catalogue_.genres, labels_.genres);
    if (options_.title) add_text(catalogue_.titles[row]);
    if (options_.tagline) add_text(catalogue_.taglines[row]);
    if (options_.overview) add_text(catalogue_.overviews[row]);
    add_labels(options_.keywords, catalogue_.keywords, labels_.keywords);
    add_labels(options_.people, catalogue_.directors, labels_.directors);
    add_labels(options_.people, catalogue_.cast, labels_.actors);
    add_labels(options_.collection, catalogue_.collections, labels_.collections);
    if (options_.decade && catalogue_.years[row] != kUnknownYear) numbers.push_back(intern(decade_token(row)));
  }

 private:
  std::string_view article_text(std::size_t row);
  std::string_view decade_token(std::size_t row);

  const Catalogue& catalogue_;
  const LabelTokens& labels_;
  const TextOptions& options_;
  TextWords words_;
  std::string text_;
};

/// The genres of a catalogue, for documents that must not name them; none unless the options say so.
[[nodiscard]] GenreNames genre_names_to_drop(const Catalogue& catalogue, const TextOptions& options);

}  // namespace kinora
