#include "text/film_tokens.hpp"

namespace kinora {
namespace {

StringColumn label_tokens(std::string_view prefix, const LabelColumn& column, GenreNames& left_out) {
  StringColumn tokens;
  std::string lower;
  std::string token;
  for (std::size_t label = 0; label < column.label_count(); ++label) {
    lower.clear();
    append_lower(column.name(static_cast<LabelColumn::Label>(label)), lower);
    token.clear();
    if (!left_out.contained_in(lower)) token.append(prefix).append(lower);
    tokens.append(token);
  }
  return tokens;
}

}  // namespace

GenreNames genre_names_to_drop(const Catalogue& catalogue, const TextOptions& options) {
  GenreNames names;
  if (!options.drop_genre_names) return names;
  for (std::size_t label = 0; label < catalogue.genres.label_count(); ++label)
    names.add(catalogue.genres.name(static_cast<LabelColumn::Label>(label)));
  return names;
}

LabelTokens::LabelTokens(const Catalogue& catalogue, const TextOptions& options) {
  if (options.layout != DocumentLayout::kFields) return;
  GenreNames nothing;
  GenreNames genre_names = genre_names_to_drop(catalogue, options);
  if (options.genres) genres = label_tokens(label_prefix::kGenre, catalogue.genres, nothing);
  if (options.keywords) keywords = label_tokens(label_prefix::kKeyword, catalogue.keywords, genre_names);
  if (options.people) {  // a person's name says nothing of a genre, even if it is one
    directors = label_tokens(label_prefix::kDirector, catalogue.directors, nothing);
    actors = label_tokens(label_prefix::kActor, catalogue.cast, nothing);
  }
  if (options.collection) collections = label_tokens(label_prefix::kCollection, catalogue.collections, genre_names);
}

FilmTokens::FilmTokens(const Catalogue& catalogue, const LabelTokens& labels, const TextOptions& options)
    : catalogue_(catalogue), labels_(labels), options_(options), words_(options, genre_names_to_drop(catalogue, options)) {}

std::string_view FilmTokens::article_text(std::size_t row) {
  text_.clear();
  if (options_.genres) {
    text_ += "Genres: ";
    std::string_view separator;
    for (const LabelColumn::Label genre : catalogue_.genres[row]) {
      text_.append(separator).append(catalogue_.genres.name(genre));
      separator = ", ";
    }
    text_ += '\n';
  }
  if (options_.title) text_.append("Title: ").append(catalogue_.titles[row]) += '\n';
  return text_;
}

std::string_view FilmTokens::decade_token(std::size_t row) {
  const std::int32_t year = catalogue_.years[row];
  const std::int32_t decade = year - ((year % 10) + 10) % 10;
  text_.assign(label_prefix::kDecade).append(std::to_string(decade)) += 's';
  return text_;
}

}  // namespace kinora
