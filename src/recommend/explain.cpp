#include "recommend/explain.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>

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
                        const char* nothing, float least_telling = 0) {
  const std::string shared = join(scorer.shared_labels(index, row, kShownLabels, least_telling));
  return shared.empty() ? nothing : before + shared;
}

std::string format(const char* pattern, double value) {
  char text[64];
  std::snprintf(text, sizeof text, pattern, value);
  return text;
}

std::string text_of_vectors(float contribution) { return contribution > 0 ? "similar themes" : "other themes"; }

/// The years of the liked films, "1995" or "1961 to 1999"; likewise minutes.
template <class Value>
std::string range_text(const PartScorer& liked, Value value) {
  std::optional<std::int64_t> least;
  std::optional<std::int64_t> most;
  for (const std::size_t film : liked.films()) {
    const std::optional<std::int64_t> found = value(film);
    if (!found) continue;
    least = std::min(least.value_or(*found), *found);
    most = std::max(most.value_or(*found), *found);
  }
  if (!least) return "unknown";
  return std::to_string(*least) + (least == most ? "" : " to " + std::to_string(*most));
}

std::string decade_text(const MovieIndex& index, const PartScorer& liked, std::size_t row) {
  const std::int32_t year = index.years()[row];
  if (liked.films().size() > 1) {
    const auto year_of = [&](std::size_t film) -> std::optional<std::int64_t> {
      if (index.years()[film] == kUnknownYear) return std::nullopt;
      return index.years()[film];
    };
    return "of " + std::to_string(year) + ", yours of " + range_text(liked, year_of);
  }
  const std::int32_t apart = std::abs(year - index.years()[liked.films().front()]);
  if (apart == 0) return "of the same year";
  return std::to_string(apart) + (apart == 1 ? " year apart" : " years apart");
}

std::string runtime_text(const MovieIndex& index, const PartScorer& liked, std::size_t row) {
  const auto minutes_of = [&](std::size_t film) -> std::optional<std::int64_t> {
    const float minutes = index.runtimes_minutes()[film];
    if (std::isnan(minutes)) return std::nullopt;
    return std::llround(minutes);
  };
  return std::to_string(*minutes_of(row)) + " minutes long, yours " + range_text(liked, minutes_of);
}

std::string title_text(const MovieIndex& index, const PartScorer& liked, std::size_t row) {
  const auto most_telling = liked.shared_labels(index.series(), row, kShownLabels, 1);
  const std::string_view longest = *std::max_element(most_telling.begin(), most_telling.end(),
                                                     [](std::string_view a, std::string_view b) { return a.size() < b.size(); });
  if (longest.ends_with(':')) return "titles of one series: " + std::string(longest.substr(0, longest.size() - 1));
  return "the titles begin alike: " + std::string(longest);
}

std::string votes_text(std::int64_t votes) { return std::to_string(votes) + (votes == 1 ? " vote" : " votes"); }

std::string known_text(const MovieIndex& index, const PartScorer& liked, std::size_t row, float contribution) {
  const auto votes_of = [&](std::size_t film) { return std::optional<std::int64_t>(index.vote_counts()[film]); };
  return (contribution > 0 ? "known: " : "less known: ") + votes_text(index.vote_counts()[row]) + ", yours " +
         range_text(liked, votes_of);
}

std::string rating_of(const MovieIndex& index, std::size_t row) {
  const float average = index.vote_averages()[row];
  if (std::isnan(average)) return "rated by nobody";
  return format("rated %.1f of 10 by ", static_cast<double>(average)) + votes_text(index.vote_counts()[row]);
}

std::string rating_text(const MovieIndex& index, const PartScorer& liked, std::size_t row, float contribution) {
  const std::string rating = rating_of(index, row);
  if (liked.films().size() > 1) return rating + (contribution > 0 ? "" : ", lower than yours");
  const std::size_t film = liked.films().front();
  return rating + format(", yours %.1f by ", static_cast<double>(index.vote_averages()[film])) +
         votes_text(index.vote_counts()[film]);
}

std::string genres_text(const MovieIndex& index, const PartScorer& liked, std::size_t row) {
  if (index.genres_predicted(row))
    return shared_text(liked, index.genres(), row, "both (here predicted): ", "no genre in common (here predicted)");
  return shared_text(liked, index.genres(), row, "both: ", "no genre in common");
}

std::string dislike_text(const MovieIndex& index, const PartScorer& disliked) {
  return disliked.films().size() == 1 ? "like " + std::string(index.title(disliked.films().front())) + ", which you do not like"
                                      : "like films that you do not like";
}

std::string reason_text(const MovieIndex& index, const PartScorer& liked, const PartScorer* disliked, std::size_t row,
                        ScorePart part, float contribution) {
  switch (part) {
    case ScorePart::kText:
      return text_of_vectors(contribution);
    case ScorePart::kGenres:
      return genres_text(index, liked, row);
    case ScorePart::kKeywords:
      return shared_text(liked, index.keywords(), row, "both about: ", "no keyword in common");
    case ScorePart::kPlot:
      return shared_text(liked, index.plots(), row, "words in common: ", "no telling word in common", kTellingWord);
    case ScorePart::kPeople:
      return shared_text(liked, index.people(), row, "both with: ", "nobody in common");
    case ScorePart::kTitle:
      return title_text(index, liked, row);
    case ScorePart::kCollection:
      return shared_text(liked, index.collections(), row, "both in: ", "");
    case ScorePart::kDecade:
      return decade_text(index, liked, row);
    case ScorePart::kRuntime:
      return runtime_text(index, liked, row);
    case ScorePart::kKnown:
      return known_text(index, liked, row, contribution);
    case ScorePart::kRating:
      return rating_text(index, liked, row, contribution);
    case ScorePart::kDislike:
      return dislike_text(index, *disliked);
  }
  return {};
}

}  // namespace

std::vector<Reason> explain_parts(const MovieIndex& index, const PartScorer& liked, const PartScorer* disliked, std::size_t row,
                                  const ScoreParts& contributions) {
  std::vector<Reason> reasons;
  std::ptrdiff_t likeness_count = 0;
  for (std::size_t i = 0; i < kScorePartCount; ++i) {
    if (contributions[i] == 0) continue;
    const auto part = static_cast<ScorePart>(i);
    if (i < kAlikePartCount) ++likeness_count;
    reasons.push_back({.kind = std::string(score_part_name(part)),
                       .text = reason_text(index, liked, disliked, row, part, contributions[i]),
                       .weight = static_cast<double>(contributions[i])});
  }
  // What can be named tells more than that the vectors are near.
  const auto text = score_part_name(ScorePart::kText);
  const auto larger = [&](const Reason& a, const Reason& b) {
    if ((a.kind == text) != (b.kind == text)) return b.kind == text;
    return std::abs(a.weight) > std::abs(b.weight);
  };
  const auto likeness_end = reasons.begin() + likeness_count;
  std::stable_sort(reasons.begin(), likeness_end, larger);
  std::stable_sort(likeness_end, reasons.end(), larger);
  return reasons;
}

}  // namespace kinora
