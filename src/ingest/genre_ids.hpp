#pragma once

#include <string_view>

namespace kinora::ingest {

/// The genre that TMDB gives this number ("18" is Drama), as its answers to searches have them; empty if there is none.
[[nodiscard]] std::string_view tmdb_genre(std::string_view id);

}  // namespace kinora::ingest
