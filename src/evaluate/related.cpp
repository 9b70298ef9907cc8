#include "evaluate/related.hpp"

#include "base/thread_pool.hpp"
#include "base/try.hpp"
#include "kinora/evaluate/ranking_metrics.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <string_view>
#include <utility>

namespace kinora {
namespace {

using Film = RelatedTask::Film;
constexpr std::size_t kFilmsARound = 32;
constexpr Film kNoFilm = ~Film{0};

/// Who likes what among the films taking part.
struct Likes {
  std::vector<std::vector<std::uint32_t>> people;  // by film
  std::vector<std::vector<Film>> films;            // by person
};

Likes collect_likes(const Ratings& ratings, const RelatedOptions& options, RelatedTask& task) {
  std::vector<std::uint32_t> counts(ratings.movies().size());
  const auto is_like = [&](const Ratings::Entry& entry) { return static_cast<double>(entry.value) >= options.like_from; };
  for (std::size_t user = 0; user < ratings.users().size(); ++user)
    for (const Ratings::Entry& entry : ratings.of_user(user)) counts[entry.movie] += is_like(entry) ? 1U : 0U;
  std::vector<Film> films(counts.size(), kNoFilm);
  for (std::size_t movie = 0; movie < counts.size(); ++movie) {
    if (counts[movie] < std::max<std::size_t>(options.min_likes, 1)) continue;
    films[movie] = static_cast<Film>(task.ids.size());
    task.ids.push_back(ratings.movies()[movie]);
    task.likes.push_back(counts[movie]);
  }
  Likes likes{.people = std::vector<std::vector<std::uint32_t>>(task.size()),
              .films = std::vector<std::vector<Film>>(ratings.users().size())};
  for (std::size_t user = 0; user < ratings.users().size(); ++user)
    for (const Ratings::Entry& entry : ratings.of_user(user)) {
      const Film film = films[entry.movie];
      if (film == kNoFilm || !is_like(entry)) continue;
      likes.people[film].push_back(static_cast<std::uint32_t>(user));
      likes.films[user].push_back(film);
    }
  return likes;
}

std::vector<Film> relatives_of(Film film, const Likes& likes, const RelatedTask& task, const RelatedOptions& options) {
  std::vector<std::uint32_t> common(task.size());
  for (const std::uint32_t person : likes.people[film])
    for (const Film other : likes.films[person]) ++common[other];
  std::vector<std::pair<double, Film>> others;
  for (Film other = 0; other < task.size(); ++other) {
    if (other == film || common[other] == 0) continue;
    const double sizes = static_cast<double>(task.likes[film]) * static_cast<double>(task.likes[other]);
    others.emplace_back(common[other] / (std::sqrt(sizes) + options.shrinkage), other);
  }
  const std::size_t kept = std::min(options.relatives, others.size());
  std::partial_sort(others.begin(), others.begin() + static_cast<std::ptrdiff_t>(kept), others.end(),
                    [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  std::vector<Film> relatives;
  for (std::size_t i = 0; i < kept; ++i) relatives.push_back(others[i].second);
  std::sort(relatives.begin(), relatives.end());
  return relatives;
}

/// One observed stage of work on films, some of them at a time; the observer is called between.
class Rounds {
 public:
  Rounds(std::string_view stage, std::size_t films, const Execution& execution)
      : execution_(execution), pool_(execution.threads) {
    execution_.stage_begin(stage, films, "films");
  }
  Rounds(const Rounds&) = delete;
  Rounds& operator=(const Rounds&) = delete;
  ~Rounds() { execution_.stage_end(); }

  /// work(0) … work(films - 1). Error: kCancelled.
  Result<void> run(std::size_t films, const std::function<void(std::size_t)>& work) {
    for (std::size_t begin = 0; begin < films; begin += kFilmsARound) {
      if (execution_.cancelled()) return fail(cancelled_error("the evaluation"));
      const std::size_t count = std::min(films - begin, kFilmsARound);
      pool_.for_each_shard(count, [&](std::size_t i) { work(begin + i); });
      done_ += count;
      execution_.stage_progress(done_);
    }
    return {};
  }

 private:
  const Execution& execution_;
  ThreadPool pool_;
  std::size_t done_ = 0;
};

Result<std::vector<double>> score_method(const RelatedTask& task, const RelatedMethod& method, Rounds& rounds) {
  std::vector<double> scores(task.queries.size());
  std::vector<std::optional<Error>> errors(task.queries.size());
  KINORA_TRY_VOID(rounds.run(task.queries.size(), [&](std::size_t i) {
    const Film film = task.queries[i];
    const auto ranking = method(film);
    if (ranking) {
      scores[i] = ndcg_at_k(*ranking, task.truth[film], task.k);
    } else {
      errors[i] = ranking.error();
    }
  }));
  for (std::optional<Error>& error : errors)
    if (error) return fail(*std::move(error));
  return scores;
}

}  // namespace

Result<RelatedTask> make_related_task(const Ratings& ratings, const RelatedOptions& options, const Execution& execution) {
  RelatedTask task;
  task.k = options.k;
  const Likes likes = collect_likes(ratings, options, task);
  task.truth.resize(task.size());
  Rounds rounds("relatives", task.size(), execution);
  KINORA_TRY_VOID(rounds.run(
      task.size(), [&](std::size_t film) { task.truth[film] = relatives_of(static_cast<Film>(film), likes, task, options); }));
  for (Film film = 0; film < task.size(); ++film)
    if (!task.truth[film].empty()) task.queries.push_back(film);
  return task;
}

Result<std::vector<std::vector<double>>> score_methods(const RelatedTask& task, std::span<const RelatedMethod> methods,
                                                       const Execution& execution) {
  Rounds rounds("rankings", task.queries.size() * methods.size(), execution);
  std::vector<std::vector<double>> scores;
  for (const RelatedMethod& method : methods) {
    KINORA_TRY(std::vector<double> of_method, score_method(task, method, rounds));
    scores.push_back(std::move(of_method));
  }
  return scores;
}

RelatedMethod rank_by_score(const RelatedTask& task, FilmScorer scorer, std::vector<double> tie_order) {
  return [&task, scorer = std::move(scorer), ties = std::move(tie_order)](Film film) -> Result<std::vector<Film>> {
    std::vector<double> scores(task.size());
    scorer(film, scores);
    std::vector<Film> ranking(task.size());
    std::iota(ranking.begin(), ranking.end(), Film{0});
    ranking.erase(ranking.begin() + static_cast<std::ptrdiff_t>(film));
    const auto best = ranking.begin() + static_cast<std::ptrdiff_t>(std::min(task.k, ranking.size()));
    std::partial_sort(ranking.begin(), best, ranking.end(), [&](Film a, Film b) {
      if (scores[a] != scores[b]) return scores[a] > scores[b];
      if (!ties.empty() && ties[a] != ties[b]) return ties[a] < ties[b];
      return a < b;
    });
    ranking.erase(best, ranking.end());
    return ranking;
  };
}

}  // namespace kinora
