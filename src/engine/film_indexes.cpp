#include "engine/film_indexes.hpp"

#include "base/try.hpp"
#include "text/title_index.hpp"

namespace kinora {

Result<TokenizedDocuments> plot_documents(const Catalogue& catalogue, const Execution& execution) {
  const TextOptions plot_text = {.layout = DocumentLayout::kFields,
                                 .genres = false,
                                 .title = false,
                                 .overview = true,
                                 .tagline = true,
                                 .keywords = false,
                                 .people = false,
                                 .collection = false,
                                 .decade = false};
  return tokenize_catalogue(catalogue, plot_text, execution);
}

Result<MovieIndex> write_film_indexes(FileSystem& files, const GenerationLayout& generation, MovieIndexRows& rows,
                                      const StringColumn& original_titles) {
  KINORA_TRY_VOID(rows.write(files, generation.movies()));
  const TitleIndex titles = TitleIndex::build(rows.titles(), original_titles, rows.vote_counts());
  KINORA_TRY_VOID(titles.save(files, generation.titles()));
  return MovieIndex::open(files, generation.movies());
}

MovieName best_known_film(const MovieIndex& movies) {
  const std::size_t best = movies.best_known();
  return {.id = movies.ids()[best], .title = std::string(movies.title(best)), .year = movies.years()[best]};
}

}  // namespace kinora
