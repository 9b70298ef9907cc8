#pragma once

#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"

#include <cstdint>

namespace kinora {

/// How a film becomes the text that is tokenised.
enum class DocumentLayout : std::uint8_t {
  kArticle,  ///< "Genres: A, B\nTitle: T\n", and nothing else
  kFields    ///< the chosen fields, one after the other; a label (genre, keyword, person, decade) is one token each
};

/// Options of the section [text] of a recipe: which fields make a document.
struct KINORA_EXPORT TextOptions {
  DocumentLayout layout = DocumentLayout::kFields;
  bool genres = true;
  bool title = true;
  bool overview = true;
  bool tagline = true;
  bool keywords = true;
  bool people = true;  ///< directors and cast
  bool collection = true;
  bool decade = true;
  /// Leaves out tokens and keywords that are names of genres of the catalogue (the honest encoder's documents).
  bool drop_genre_names = false;

  [[nodiscard]] Result<void> validate() const;
};

}  // namespace kinora
