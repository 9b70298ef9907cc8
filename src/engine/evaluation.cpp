#include "kinora/engine/evaluation.hpp"

#include "base/random.hpp"
#include "base/try.hpp"
#include "engine/engine_state.hpp"
#include "engine/rated_films.hpp"
#include "evaluate/related.hpp"
#include "evaluate/related_baselines.hpp"
#include "kinora/evaluate/ranking_metrics.hpp"
#include "math/kernels.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <utility>

namespace kinora {
namespace {

using Film = RelatedTask::Film;

constexpr std::size_t kFewestFilms = 30;

/// A ranking with what the report says of it.
struct NamedMethod {
  RelatedFigures figures;
  RelatedMethod rank;
};

NamedMethod named(std::string name, RelatedMethod rank) {
  return {.figures = {.name = std::move(name)}, .rank = std::move(rank)};
}

/// What a bundle is called in the report: "article" of "out/article.kinora".
std::string short_name(const std::filesystem::path& bundle) {
  std::filesystem::path path = bundle.lexically_normal();
  if (path.filename().empty()) path = path.parent_path();
  return path.extension() == ".kinora" ? path.stem().string() : path.filename().string();
}

/// The order of the films for one of them, drawn from its own stream.
FilmScorer random_scorer(std::uint64_t seed) {
  return [seed](Film film, std::span<double> scores) {
    Rng rng(seed, film);
    for (double& score : scores) score = rng.uniform_double();
  };
}

Result<void> validate(const RelatedRequest& request, const Execution& execution) {
  const auto out_of_range = [](const char* where, const char* expected, std::size_t found) {
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "a number is out of its range",
                 .where = where,
                 .expected = expected,
                 .found = std::to_string(found)});
  };
  if (request.min_likes < 1) return out_of_range("--min-likes", "1 or more", request.min_likes);
  const std::size_t resamples = request.bootstrap.resamples;
  if (resamples < 100 || resamples > 1'000'000) return out_of_range("--resamples", "100 to 1000000", resamples);
  if (execution.threads < 1 || execution.threads > 256) return out_of_range("--threads", "1 to 256", execution.threads);
  return {};
}

}  // namespace

/// One evaluation from files to figures.
class RelatedEvaluation {
 public:
  RelatedEvaluation(const Engine& engine, const RelatedRequest& request, const Execution& execution)
      : engine_(engine), request_(request), execution_(execution) {}

  Result<RelatedReport> run() {
    KINORA_TRY_VOID(validate(request_, execution_));
    for (const std::filesystem::path& path : request_.against) {
      KINORA_TRY(Engine other, Engine::open(path));
      others_.push_back(std::move(other));
    }
    note_bundle();
    KINORA_TRY_VOID(make_task());
    add_bundle(engine_, "");
    for (std::size_t i = 0; i < others_.size(); ++i) add_other_bundle(others_[i], request_.against[i]);
    std::vector<std::size_t> rows;
    for (const std::int64_t id : task_.ids) rows.push_back(engine_.state_->movies.find_id(id).value());
    const RelatedBaselines baselines(engine_.state_->movies, rows);
    add_baselines(baselines);
    KINORA_TRY(const std::vector<std::vector<double>> ndcg, score());
    KINORA_TRY(const std::optional<Column> overviews, read_overviews());
    if (overviews) slice_by_overview(*overviews, rows, ndcg.front());
    count_coverage(overviews, rows);
    return std::move(report_);
  }

 private:
  void note_bundle() {
    const Engine::State& state = *engine_.state_;
    report_.bundle = state.bundle.root().string();
    report_.recipe = state.info.recipe;
    report_.catalogue_films = state.movies.size();
    report_.catalogue_inputs = state.info.inputs;
  }

  Result<void> make_task() {
    const Engine::State& state = *engine_.state_;
    KINORA_TRY(const Ratings ratings, read_rated_films(state.movies, state.info, request_, report_, execution_));
    const RelatedOptions options{.min_likes = request_.min_likes};
    KINORA_TRY(task_, make_related_task(ratings, options, execution_));
    if (task_.queries.size() < kFewestFilms)
      return fail({.code = ErrorCode::kNoUsableRow,
                   .what = "too few films are liked by enough people to measure anything",
                   .where = request_.ratings.string(),
                   .expected = std::to_string(kFewestFilms) + " films or more that " + std::to_string(request_.min_likes) +
                               " people rate 4 or higher",
                   .found = std::to_string(task_.queries.size()) + " of " + std::to_string(report_.joined_films) +
                            " rated films of the bundle",
                   .next_step = "Pass more ratings, or fewer --min-likes"});
    report_.films = task_.size();
    report_.queries = task_.queries.size();
    report_.relatives = options.relatives;
    report_.min_likes = options.min_likes;
    report_.k = task_.k;
    report_.bootstrap = request_.bootstrap;
    for (const Film film : task_.queries)
      report_.random_expected +=
          expected_random_ndcg(task_.size() - 1, task_.truth[film].size(), task_.k) / static_cast<double>(task_.queries.size());
    return {};
  }

  /// A bundle's own ranking, what is left of it without overviews, and its vectors.
  void add_bundle(const Engine& engine, const std::string& prefix) {
    const Engine::State& state = *engine.state_;
    const auto add = [&](const char* name, RelatedMethod rank) { methods_.push_back(named(prefix + name, std::move(rank))); };
    add("own ranking", own_ranking(engine, std::nullopt));
    if (prefix.empty() && state.recipe.query.ranking == QueryRanking::kSum) {
      RankingOptions ranking = state.recipe.ranking;
      const auto add_with_taste = [&](double taste, const char* name) {
        if (state.recipe.ranking.taste == taste) return;
        RankingOptions other = ranking;
        other.taste = taste;
        add(name, own_ranking(engine, other));
      };
      add_with_taste(0, "alike (taste 0)");
      add_with_taste(1, "audience (taste 1)");
      const auto add_without = [&](double RankingWeights::*part, const char* name) {
        if (ranking.alike.*part == 0 && ranking.audience.*part == 0) return;
        ranking.alike.*part = 0;
        ranking.audience.*part = 0;
        if (ranking.validate()) add(name, own_ranking(engine, ranking));
      };
      add_without(&RankingWeights::plot, "own ranking without plot");
      add_without(&RankingWeights::text, "own ranking without plot and vectors");
    }
    add("vectors alone", rank_by_vectors(state));
  }

  void add_other_bundle(const Engine& engine, const std::filesystem::path& path) {
    RelatedBundle bundle{.name = short_name(path), .path = path.string(), .recipe = engine.info().recipe};
    for (const RelatedBundle& other : report_.against)
      if (other.name == bundle.name) bundle.name = bundle.path;
    for (const std::int64_t id : task_.ids) bundle.films_missing += engine.state_->movies.find_id(id) ? 0U : 1U;
    add_bundle(engine, bundle.name + ": ");
    report_.against.push_back(std::move(bundle));
  }

  /// What Engine::similar() answers if the films taking part are all there are.
  RelatedMethod own_ranking(const Engine& engine, std::optional<RankingOptions> ranking_options) const {
    return [this, &engine, ranking_options](Film film) -> Result<std::vector<Film>> {
      std::vector<Film> ranking;
      if (!engine.state_->movies.find_id(task_.ids[film])) return ranking;
      SimilarRequest question{.liked = {{.id = task_.ids[film], .title = {}, .year = {}}}};
      question.k = task_.k + 1;  // the film itself may be among them, if the recipe says so
      question.among = task_.ids;
      question.ranking = ranking_options;
      KINORA_TRY(const SimilarAnswer answer, engine.similar(question));
      for (const Recommendation& result : answer.results) {
        const auto found = std::lower_bound(task_.ids.begin(), task_.ids.end(), result.id) - task_.ids.begin();
        if (static_cast<Film>(found) != film && ranking.size() < task_.k) ranking.push_back(static_cast<Film>(found));
      }
      return ranking;
    };
  }

  /// By the cosine of the vectors; films without a direction, and those that the bundle lacks, come last.
  RelatedMethod rank_by_vectors(const Engine::State& state) const {
    std::vector<std::optional<std::size_t>> rows;
    for (const std::int64_t id : task_.ids) rows.push_back(state.movies.find_id(id));
    const MatrixView vectors = state.vectors.vectors();
    const auto scorer = [vectors, rows](Film film, std::span<double> scores) {
      const auto query = vectors.row(*rows[film]);
      const auto norm = std::sqrt(static_cast<double>(squared_norm(query)));
      for (std::size_t other = 0; other < scores.size(); ++other) {
        scores[other] = std::numeric_limits<double>::lowest();
        if (!rows[other]) continue;
        const auto row = vectors.row(*rows[other]);
        const double norms = norm * std::sqrt(static_cast<double>(squared_norm(row)));
        if (norms > 0) scores[other] = static_cast<double>(dot(query, row)) / norms;
      }
    };
    return [rank = rank_by_score(task_, scorer), rows](Film film) -> Result<std::vector<Film>> {
      return rows[film] ? rank(film) : std::vector<Film>();
    };
  }

  void add_baselines(const RelatedBaselines& baselines) {
    using Baseline = void (RelatedBaselines::*)(std::size_t, std::span<double>) const;
    const auto scorer = [&baselines](Baseline baseline) -> FilmScorer {
      return [&baselines, baseline](Film film, std::span<double> scores) { (baselines.*baseline)(film, scores); };
    };
    const auto add = [&](const char* name, FilmScorer scores) {
      methods_.push_back(named(name, rank_by_score(task_, std::move(scores))));
    };
    add("sum of six parts, equal weights", scorer(&RelatedBaselines::equal_sum));
    add("TF-IDF of all fields + votes", scorer(&RelatedBaselines::bag_and_votes));
    add("TF-IDF of all fields", scorer(&RelatedBaselines::bag));
    add("TF-IDF of genres", scorer(&RelatedBaselines::genres));
    add("popularity: most votes", scorer(&RelatedBaselines::popularity));
    add("random order", random_scorer(request_.bootstrap.seed));
    std::vector<double> most_liked_first;
    for (const std::uint32_t likes : task_.likes) most_liked_first.push_back(-static_cast<double>(likes));
    const auto by_likes = [this](Film, std::span<double> scores) {
      std::copy(task_.likes.begin(), task_.likes.end(), scores.begin());
    };
    add("popularity: most likes", by_likes);
    methods_.back().figures.knows_ratings = true;
    methods_.push_back(named("TF-IDF of genres, ties by likes",
                             rank_by_score(task_, scorer(&RelatedBaselines::genres), std::move(most_liked_first))));
    methods_.back().figures.knows_ratings = true;
  }

  Result<std::vector<std::vector<double>>> score() {
    std::vector<RelatedMethod> ranks;
    for (const NamedMethod& method : methods_) ranks.push_back(method.rank);
    KINORA_TRY(std::vector<std::vector<double>> ndcg, score_methods(task_, ranks, execution_));
    execution_.stage_begin("intervals", methods_.size(), "methods");
    for (std::size_t i = 0; i < methods_.size() && !execution_.cancelled(); ++i) {
      RelatedFigures& figures = methods_[i].figures;
      figures.ndcg = bootstrap_mean(ndcg[i], request_.bootstrap, execution_.threads);
      if (i > 0) {
        std::vector<double> differences(ndcg[i].size());
        std::transform(ndcg[0].begin(), ndcg[0].end(), ndcg[i].begin(), differences.begin(), std::minus<>());
        figures.behind = bootstrap_mean(differences, request_.bootstrap, execution_.threads);
      }
      report_.methods.push_back(std::move(figures));
      execution_.stage_progress(i + 1);
    }
    execution_.stage_end();
    if (execution_.cancelled()) return fail(cancelled_error("the evaluation"));
    return ndcg;
  }

  /// Tables of the article's recipe hold none.
  Result<std::optional<Column>> read_overviews() const {
    if (!engine_.table().schema().find("overview")) return std::nullopt;
    KINORA_TRY(Column overviews, engine_.table().column("overview"));
    return overviews;
  }

  void slice_by_overview(const Column& overviews, const std::vector<std::size_t>& rows, const std::vector<double>& ndcg) {
    std::vector<double> with;
    std::vector<double> without;
    for (std::size_t i = 0; i < ndcg.size(); ++i) (overviews.is_null(rows[task_.queries[i]]) ? without : with).push_back(ndcg[i]);
    if (with.empty() || without.empty()) return;
    const auto add = [&](const char* name, const std::vector<double>& values) {
      report_.slices.push_back(
          {.name = name, .queries = values.size(), .ndcg = bootstrap_mean(values, request_.bootstrap, execution_.threads)});
    };
    add("with an overview", with);
    add("without an overview", without);
  }

  void count_coverage(const std::optional<Column>& overviews, const std::vector<std::size_t>& rows) {
    const MovieIndex& movies = engine_.state_->movies;
    const auto add = [&](const char* field, const std::function<bool(std::size_t)>& has) {
      FieldCoverage coverage{.field = field};
      for (const std::size_t row : rows) coverage.films += has(row) ? 1U : 0U;
      for (std::size_t row = 0; row < movies.size(); ++row) coverage.catalogue += has(row) ? 1U : 0U;
      report_.coverage.push_back(coverage);
    };
    if (overviews) add("overview", [&](std::size_t row) { return !overviews->is_null(row); });
    add("keywords", [&](std::size_t row) { return !movies.keywords()[row].empty(); });
    add("genres", [&](std::size_t row) { return !movies.genres()[row].empty() && !movies.genres_predicted(row); });
    add("collection", [&](std::size_t row) { return !movies.collections()[row].empty(); });
    add("year", [&](std::size_t row) { return movies.years()[row] != kUnknownYear; });
    add("votes", [&](std::size_t row) { return movies.vote_counts()[row] > 0; });
  }

  const Engine& engine_;
  const RelatedRequest& request_;
  const Execution& execution_;
  std::vector<Engine> others_;
  RelatedReport report_;
  RelatedTask task_;
  std::vector<NamedMethod> methods_;
};

Result<RelatedReport> evaluate_related(const Engine& engine, const RelatedRequest& request, const Execution& execution) {
  return RelatedEvaluation(engine, request, execution).run();
}

}  // namespace kinora
