#pragma once

#include "base/file_system.hpp"
#include "engine/bundle.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"
#include "kinora/catalogue/catalogue.hpp"
#include "kinora/engine/bundle_info.hpp"
#include "recommend/movie_index_rows.hpp"
#include "text/documents.hpp"

namespace kinora {

/// The words of taglines and overviews: what the movie index calls plots.
[[nodiscard]] Result<TokenizedDocuments> plot_documents(const Catalogue& catalogue, const Execution& execution);

/// Writes what a question reads instead of the catalogue, the movie index and the title index, into a generation. An original
/// title for each row, empty if it is unknown or the title itself. `rows` hands its films over. Gives the movie index as written.
[[nodiscard]] Result<MovieIndex> write_film_indexes(FileSystem& files, const GenerationLayout& generation, MovieIndexRows& rows,
                                                    const StringColumn& original_titles);

[[nodiscard]] MovieName best_known_film(const MovieIndex& movies);

}  // namespace kinora
