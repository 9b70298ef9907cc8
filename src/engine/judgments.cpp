#include "kinora/engine/judgments.hpp"

#include "base/file_system.hpp"
#include "base/try.hpp"
#include "engine/engine_state.hpp"
#include "evaluate/roc_auc.hpp"
#include "recommend/part_scorer.hpp"
#include "recommend/similar.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <utility>

namespace kinora {
namespace {

/// A way to score how near one film is to another.
struct PairMethod {
  std::string name;
  std::function<double(std::size_t liked, std::size_t row)> score;
};

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::optional<std::int32_t> year_of(std::string_view text) {
  std::int32_t year = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), year);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(year) : std::nullopt;
}

/// The rows of a tab-separated file without its header.
Result<std::vector<std::vector<std::string>>> read_rows(const std::filesystem::path& path, std::string_view header) {
  KINORA_TRY(const auto file, local_file_system().map(path));
  std::vector<std::vector<std::string>> rows;
  const std::size_t cells = split(header, '\t').size();
  std::size_t number = 0;
  for (std::string_view line : split(file->text(), '\n')) {
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    const auto found = split(line, '\t');
    if (number == 1 ? line != header : found.size() != cells)
      return fail({.code = ErrorCode::kInvalidArgument,
                   .what = "this is not a line of such judgments",
                   .where = path.string() + ", line " + std::to_string(number),
                   .expected = number == 1 ? "the header " + std::string(header) : std::to_string(cells) + " cells between tabs",
                   .found = std::string(line.substr(0, 80)),
                   .next_step = "docs/evaluation.md shows the form"});
    if (number > 1) rows.emplace_back(found.begin(), found.end());
  }
  return rows;
}

Error nothing_known(const std::filesystem::path& path, std::size_t rows) {
  return {.code = ErrorCode::kNoUsableRow,
          .what = "no judgment has all its films in the bundle",
          .where = path.string(),
          .expected = "titles and years of films of the bundle",
          .found = std::to_string(rows) + " rows",
          .next_step = "Check that the file is about films of this catalogue"};
}

}  // namespace

/// One evaluation of a bundle.
class JudgmentEvaluation {
 public:
  JudgmentEvaluation(const Engine& engine, const JudgmentRequest& request, const Execution& execution)
      : state_(*engine.state_), request_(request), execution_(execution), vectors_(state_.vectors.vectors()) {
    add_ranking("own ranking", state_.recipe.ranking.taste);
    if (state_.recipe.ranking.taste != 0) add_ranking("alike (taste 0)", 0);
    if (state_.recipe.ranking.taste != 1) add_ranking("audience (taste 1)", 1);
    add_part("vectors alone", ScorePart::kText);
    add_part("overlap of genres", ScorePart::kGenres);
    add_part("TF-IDF of keywords", ScorePart::kKeywords);
  }

  Result<JudgmentReport> run() {
    JudgmentReport report;
    if (request_.triplets) {
      KINORA_TRY(report.triplets, judge_triplets(*request_.triplets));
    }
    if (request_.pairs) {
      KINORA_TRY(report.pairs, judge_pairs(*request_.pairs));
    }
    return report;
  }

 private:
  void add_ranking(const char* name, double taste) {
    RankingOptions options = state_.recipe.ranking;
    options.taste = taste;
    const SimilarRanker ranker(state_.movies, vectors_, options);
    methods_.push_back({name, [ranker](std::size_t liked, std::size_t row) { return ranker.score(liked, row); }});
  }

  void add_part(const char* name, ScorePart part) {
    methods_.push_back({name, [this, part](std::size_t liked, std::size_t row) {
                          const PartScorer scorer(state_.movies, vectors_, {liked}, Metric::kCosine);
                          return static_cast<double>(scorer.raw_parts(row)[place_of(part)]);
                        }});
  }

  /// The best known film of a title and a year, give or take one.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view title, std::optional<std::int32_t> year) const {
    const FilmFacts facts{.years = state_.movies.years(), .vote_counts = state_.movies.vote_counts()};
    for (const std::int32_t apart : {0, 1, -1}) {
      const auto near = year ? std::optional(*year + apart) : std::nullopt;
      const FoundTitle found = state_.titles.find(title, near, facts);
      if (found.sureness == FoundTitle::Sureness::kSame) return found.rows.front();
    }
    return std::nullopt;
  }
  [[nodiscard]] std::optional<std::size_t> find(std::string_view title_and_year) const {
    const std::size_t bar = title_and_year.rfind('|');
    if (bar == std::string_view::npos) return find(title_and_year, std::nullopt);
    return find(title_and_year.substr(0, bar), year_of(title_and_year.substr(bar + 1)));
  }

  Result<JudgmentPart> judge_triplets(const std::filesystem::path& path) const {
    KINORA_TRY(const auto rows, read_rows(path, "film\tnearer\tfarther"));
    std::vector<std::array<std::size_t, 3>> known;
    for (const auto& row : rows) {
      const auto film = find(row[0]);
      const auto nearer = find(row[1]);
      const auto farther = find(row[2]);
      if (film && nearer && farther) known.push_back({*film, *nearer, *farther});
    }
    if (known.empty()) return fail(nothing_known(path, rows.size()));
    JudgmentPart part{.path = path.string(), .rows = rows.size(), .known = known.size(), .methods = {}};
    for (const PairMethod& method : methods_) {
      std::vector<double> right;
      for (const auto& [film, nearer, farther] : known) {
        if (execution_.cancelled()) return fail(cancelled_error("the evaluation"));
        const double ahead = method.score(film, nearer) - method.score(film, farther);
        right.push_back(ahead > 0 ? 1 : ahead == 0 ? 0.5 : 0);
      }
      part.methods.push_back({method.name, bootstrap_mean(right, request_.bootstrap, execution_.threads)});
    }
    return part;
  }

  Result<JudgmentPart> judge_pairs(const std::filesystem::path& path) const {
    KINORA_TRY(const auto rows, read_rows(path, "title_1\tyear_1\ttitle_2\tyear_2\trating"));
    struct Pair {
      std::size_t first = 0;
      std::size_t second = 0;
      bool is_alike = false;
    };
    std::vector<Pair> known;
    std::size_t alike = 0;
    for (const auto& row : rows) {
      if (row[4] != "OK" && row[4] != "NOT_OK")
        return fail({.code = ErrorCode::kInvalidArgument,
                     .what = "this is no rating of a pair",
                     .where = path.string() + ", " + row[0] + " and " + row[2],
                     .expected = "OK or NOT_OK",
                     .found = row[4],
                     .next_step = "docs/evaluation.md shows the form"});
      const auto first = find(row[0], year_of(row[1]));
      const auto second = find(row[2], year_of(row[3]));
      if (!first || !second) continue;
      known.push_back({*first, *second, row[4] == "OK"});
      alike += known.back().is_alike ? 1U : 0U;
    }
    if (known.empty()) return fail(nothing_known(path, rows.size()));
    if (alike == 0 || alike == known.size())
      return fail({.code = ErrorCode::kNoUsableRow,
                   .what = "the pairs that are known are all of one rating",
                   .where = path.string(),
                   .expected = "pairs rated OK and pairs rated NOT_OK",
                   .found = std::to_string(known.size()) + " pairs rated " + (alike == 0 ? "NOT_OK" : "OK")});
    JudgmentPart part{.path = path.string(), .rows = rows.size(), .known = known.size(), .methods = {}};
    for (const PairMethod& method : methods_) {
      std::vector<ScoredLabel> scored;
      for (const Pair& pair : known) {
        if (execution_.cancelled()) return fail(cancelled_error("the evaluation"));
        scored.emplace_back(method.score(pair.first, pair.second), pair.is_alike);
      }
      part.methods.push_back({method.name, bootstrap_roc_auc(scored, request_.bootstrap, execution_.threads)});
    }
    return part;
  }

  const Engine::State& state_;
  const JudgmentRequest& request_;
  const Execution& execution_;
  MatrixView vectors_;
  std::vector<PairMethod> methods_;
};

Result<JudgmentReport> evaluate_judgments(const Engine& engine, const JudgmentRequest& request, const Execution& execution) {
  return JudgmentEvaluation(engine, request, execution).run();
}

}  // namespace kinora
