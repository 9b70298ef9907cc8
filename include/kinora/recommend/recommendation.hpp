#pragma once

#include "kinora/base/export.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace kinora {

/// One part of a score.
struct KINORA_EXPORT Reason {
  std::string kind;   ///< the key of its weight in [ranking]: "genres", "keywords", "known", …
  std::string text;   ///< for a person: "both have toy, friendship"
  double weight = 0;  ///< what this part adds to the score or takes off; the weights of a recommendation add up to it
};

/// A film with its score and why.
struct KINORA_EXPORT Recommendation {
  std::size_t rank = 0;  ///< from 1
  std::size_t row = 0;
  std::int64_t id = 0;
  std::string title;
  std::int32_t year = 0;  ///< kUnknownYear if unknown
  std::vector<std::string> genres;
  bool genres_predicted = false;
  double score = 0;  ///< higher is nearer; the answer states the scale
  std::vector<Reason> reasons;
};

}  // namespace kinora
