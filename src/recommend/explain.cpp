#include "recommend/explain.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace kinora {
namespace {

constexpr std::size_t kShownLabels = 5;
/// Beside a rare word that two plots share, "their" and "when" explain nothing.
constexpr float kTellingWord = 0.6F;

std::string join(const std::vector<std::string_view>& names) {
  std::string text;
  for (const std::string_view name : names) text += (text.empty() ? "" : ", ") + std::string(name);
  return text;
}

std::string shared_text(const PartScorer& scorer, const LabelIndex& index, std::size_t row, const char* before,
                        float least_telling = 0) {
  return before + join(scorer.shared_labels(index, row, kShownLabels, least_telling));
}

std::string format(const char* pattern, double value) {
  char text[64];
  std::snprintf(text, sizeof text, pattern, value);
  return text;
}

std::string decade_text(const MovieIndex& index, const PartScorer& liked, std::size_t row) {
  const std::int32_t year = index.years()[row];
  if (liked.films().size() > 1) return "of " + std::to_string(year) + ", about the time of yours";
  const std::int32_t apart = std::abs(year - index.years()[liked.films().front()]);
  if (apart == 0) return "of the same year";
  return std::to_string(apart) + (apart == 1 ? " year apart" : " years apart");
}

std::string reason_text(const MovieIndex& index, const PartScorer& liked, const PartScorer* disliked, std::size_t row,
                        ScorePart part) {
  switch (part) {
    case ScorePart::kText:
      return "the documents' vectors lie close together";
    case ScorePart::kGenres:
      return shared_text(liked, index.genres(), row, index.genres_predicted(row) ? "both (here predicted): " : "both: ");
    case ScorePart::kKeywords:
      return shared_text(liked, index.keywords(), row, "both about: ");
    case ScorePart::kPlot:
      return shared_text(liked, index.plots(), row, "words in common: ", kTellingWord);
    case ScorePart::kPeople:
      return shared_text(liked, index.people(), row, "both with: ");
    case ScorePart::kCollection:
      return shared_text(liked, index.collections(), row, "both in: ");
    case ScorePart::kDecade:
      return decade_text(index, liked, row);
    case ScorePart::kKnown:
      return "known: " + std::to_string(index.vote_counts()[row]) + " votes";
    case ScorePart::kRating:
      return format("rated %.1f of 10", static_cast<double>(index.vote_averages()[row]));
    case ScorePart::kDislike:
      return disliked->films().size() == 1
                 ? "like " + std::string(index.title(disliked->films().front())) + ", which you do not like"
                 : "like films that you do not like";
  }
  return {};
}

}  // namespace

std::vector<Reason> explain_parts(const MovieIndex& index, const PartScorer& liked, const PartScorer* disliked, std::size_t row,
                                  const ScoreParts& contributions) {
  std::vector<Reason> reasons;
  for (std::size_t i = 0; i < kScorePartCount; ++i) {
    if (contributions[i] == 0) continue;
    const auto part = static_cast<ScorePart>(i);
    reasons.push_back({.kind = std::string(score_part_name(part)),
                       .text = reason_text(index, liked, disliked, row, part),
                       .weight = static_cast<double>(contributions[i])});
  }
  std::stable_sort(reasons.begin(), reasons.end(),
                   [](const Reason& a, const Reason& b) { return std::abs(a.weight) > std::abs(b.weight); });
  return reasons;
}

}  // namespace kinora
