#include "kinora/text/text_options.hpp"

namespace kinora {

Result<void> TextOptions::validate() const {
  const bool for_article = genres || title;
  const bool for_fields = for_article || overview || tagline || keywords || people || collection || decade;
  if (layout == DocumentLayout::kArticle ? !for_article : !for_fields)
    return fail({.code = ErrorCode::kRecipeValue,
                 .what = "no field is left to make documents of",
                 .where = "text",
                 .expected = layout == DocumentLayout::kArticle ? "genres or title" : "at least one field",
                 .found = "none",
                 .next_step = "Set a key of the section [text], such as text.title, to true"});
  if (drop_genre_names && genres)
    return fail({.code = ErrorCode::kRecipeValue,
                 .what = "the genres are both in the text and left out of it",
                 .where = "text.drop_genre_names",
                 .expected = "text.genres = false where genre names are dropped",
                 .found = "text.genres = true",
                 .next_step = "Set one of the two to false"});
  return {};
}

}  // namespace kinora
