#include "recommend/similar.hpp"

#include "base/try.hpp"
#include "engine/engine_state.hpp"
#include "engine/resolve.hpp"
#include "engine/table_columns.hpp"
#include "kinora/search/exact.hpp"
#include "math/kernels.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace kinora {
namespace {

constexpr std::size_t kMostResults = 1'000'000;

/// A question with its films found.
struct ResolvedQuestion {
  std::vector<std::size_t> liked;
  std::vector<std::size_t> disliked;
  std::vector<std::size_t> excluded;
};

MovieName name_of(const MovieIndex& movies, std::size_t row) {
  return {.id = movies.ids()[row], .title = std::string(movies.title(row)), .year = movies.years()[row]};
}

Result<ResolvedQuestion> resolve_question(const MovieIndex& movies, const TitleIndex& titles, const SimilarRequest& request,
                                          std::vector<std::string>& notes) {
  const MovieResolver resolver(movies, titles, notes);
  ResolvedQuestion question;
  if (request.liked.size() == 1) {
    KINORA_TRY(const std::size_t row, resolver.resolve(request.liked.front()));
    question.liked = {row};
  } else {
    resolver.note_joined_title(request.liked);
    question.liked = resolver.resolve_known(request.liked);
  }
  if (question.liked.empty())
    return fail({.code = ErrorCode::kMovieNotFound,
                 .what = "none of the films is in the catalogue",
                 .next_step = "Look for one with: kinora search BUNDLE WORDS"});
  question.disliked = resolver.resolve_known(request.disliked);
  question.excluded = resolver.resolve_known(request.excluded);
  return question;
}

/// `like` AND `where`, whichever are there.
std::string both_conditions(const std::string& like, const std::string& where) {
  if (like.empty() || where.empty()) return like + where;
  return "(" + like + ") AND (" + where + ")";
}

/// The article's condition: any of the genres as a part of the text.
std::string like_condition(const std::vector<GenreGuess>& genres, std::string_view column) {
  std::string condition;
  for (const GenreGuess& genre : genres)
    condition +=
        (condition.empty() ? "" : " OR ") + std::string(column) + " LIKE " + sql_quote("%" + like_escape(genre.name) + "%");
  return condition;
}

std::string score_scale_of_sum(double taste) {
  if (taste == 0) return "0 = nothing in common, 1 = the same in everything";
  return "0 = as similar as a random film, 1 = the same in everything";
}

std::string score_scale_of_vectors(Metric metric) {
  switch (metric) {
    case Metric::kCosine:
      return "cosine of the vectors, -1 to 1; higher is nearer";
    case Metric::kL2:
      return "1 / (1 + squared distance of the vectors), above 0 to 1; higher is nearer";
    case Metric::kDot:
      return "dot product of the vectors, without bounds; higher is nearer";
  }
  return "";
}

}  // namespace

/// Answers one question over an open engine.
class SimilarAnswerer {
 public:
  SimilarAnswerer(const Engine::State& state, const SimilarRequest& request) : state_(state), request_(request) {}

  Result<SimilarAnswer> answer() {
    if (request_.liked.empty())
      return fail(
          {.code = ErrorCode::kInvalidArgument, .what = "no film was named", .next_step = "Name a film by title or --id"});
    if (request_.k < 1 || request_.k > kMostResults)
      return fail({.code = ErrorCode::kInvalidArgument,
                   .what = "the number of results is out of its range",
                   .where = "-k",
                   .expected = "1 to 1000000",
                   .found = std::to_string(request_.k)});
    KINORA_TRY(question_, resolve_question(state_.movies, state_.titles, request_, answer_.notes));
    for (const std::size_t row : question_.liked) answer_.liked.push_back(name_of(state_.movies, row));
    for (const std::size_t row : question_.disliked) answer_.disliked.push_back(name_of(state_.movies, row));
    KINORA_TRY_VOID(find_genres());
    RankingOptions ranking = request_.ranking.value_or(state_.recipe.ranking);
    if (request_.taste) ranking.taste = *request_.taste;
    KINORA_TRY_VOID(check_ranking(ranking));
    const bool by_sum = state_.recipe.query.ranking == QueryRanking::kSum;
    answer_.score_scale = by_sum ? score_scale_of_sum(ranking.taste) : score_scale_of_vectors(request_.metric);
    KINORA_TRY(RowSelection selection, select_rows());
    if (request_.among) keep_only(*request_.among, selection);
    if (state_.recipe.query.ranking == QueryRanking::kSum) {
      rank_by_sum(ranking, selection);
    } else {
      KINORA_TRY_VOID(rank_by_vector(std::move(selection)));
    }
    if (answer_.results.size() < request_.k)
      answer_.notes.push_back("only " + std::to_string(answer_.results.size()) + " films are left to recommend");
    return std::move(answer_);
  }

 private:
  /// The row whose vector stands for a film: its own, or by the article's bug the one that its record's number points at.
  Result<std::size_t> vector_row(std::size_t row) const {
    if (state_.recipe.query.row == QueryRow::kPosition) return row;
    const std::size_t label = state_.movies.source_rows()[row];
    if (label < state_.movies.size()) return label;
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "the article's code stops here with an IndexError",
                 .where = std::string(state_.movies.title(row)),
                 .expected = "a record number below " + std::to_string(state_.movies.size()),
                 .found = std::to_string(label),
                 .next_step = "Build with --set query.row=position"});
  }

  Result<void> find_genres() {
    const std::size_t row = question_.liked.front();
    const bool predict = state_.recipe.query.genres == QueryGenres::kPredicted && state_.info.classifier.has_value() &&
                         state_.recipe.classifier.reads_vectors();
    if (!predict) {
      const bool predicted = state_.movies.genres_predicted(row);
      for (std::string& name : state_.movies.genre_names(row))
        answer_.genres.push_back(
            {.name = std::move(name), .probability = 1, .source = predicted ? "predicted" : "catalogue", .chosen = true});
      return {};
    }
    KINORA_TRY(const std::size_t source, vector_row(row));
    KINORA_TRY(const GenreModel* model, state_.load_genre_model());
    const std::array<std::size_t, 1> rows = {source};
    KINORA_TRY(const GenreScores scores,
               model->score_films({.catalogue = nullptr, .vectors = state_.vectors.vectors(), .rows = rows}, Execution{}));
    for (std::size_t label = 0; label < model->names().size(); ++label)
      if (scores.answered.row(0)[label] != 0)
        answer_.genres.push_back({.name = model->names()[label],
                                  .probability = static_cast<double>(scores.probabilities.row(0)[label]),
                                  .source = "predicted",
                                  .chosen = true});
    if (answer_.genres.empty()) answer_.notes.emplace_back("no genre was predicted: the films are not filtered by genre");
    return {};
  }

  Result<RowSelection> select_rows() {
    std::string like;
    if (state_.recipe.query.filter == QueryFilter::kLike)
      like = like_condition(answer_.genres, genres_text_column(state_.recipe.table.columns));
    const std::string where = both_conditions(like, request_.where);
    if (where.empty()) return RowSelection(state_.movies.size(), 1);
    answer_.where = where;
    // The user's own part is parsed alone first, so that an error's offset is that of the text given.
    if (!like.empty() && !request_.where.empty()) {
      const auto parsed = Filter::parse(request_.where, state_.table.schema());
      if (!parsed) return fail(parsed.error());
    }
    return state_.table.select(where);
  }

  void keep_only(const std::vector<std::int64_t>& ids, RowSelection& selection) const {
    RowSelection kept(selection.size());
    for (const std::int64_t id : ids)
      if (const auto row = state_.movies.find_id(id)) kept[*row] = selection[*row];
    selection = std::move(kept);
  }

  Result<void> check_ranking(const RankingOptions& ranking) const {
    KINORA_TRY_VOID(ranking.validate());
    if (!(request_.diversity >= 0 && request_.diversity <= 1))
      return fail({.code = ErrorCode::kInvalidArgument,
                   .what = "the diversity is out of its range",
                   .where = "--diversity",
                   .expected = "0 (the most similar films) to 1 (films as unlike each other as can be)",
                   .found = std::to_string(request_.diversity)});
    const bool needs_sum = request_.taste.has_value() || request_.diversity > 0;
    if (needs_sum && state_.recipe.query.ranking == QueryRanking::kVector)
      return fail({.code = ErrorCode::kInvalidArgument,
                   .what = "this bundle ranks by its vectors alone, without taste and diversity",
                   .where = state_.bundle.root().string(),
                   .next_step = "Build it with --set query.ranking=sum"});
    return {};
  }

  void rank_by_sum(const RankingOptions& ranking, const RowSelection& selection) {
    const SimilarRanker ranker(state_.movies, state_.vectors.vectors(), ranking);
    answer_.results = ranker.rank({.liked = question_.liked,
                                   .disliked = question_.disliked,
                                   .excluded = question_.excluded,
                                   .selection = selection,
                                   .metric = request_.metric,
                                   .k = request_.k,
                                   .diversity = request_.diversity});
  }

  /// The mean direction of the films liked, less half of that of those disliked.
  Result<std::vector<float>> query_vector() const {
    const MatrixView vectors = state_.vectors.vectors();
    KINORA_TRY(const std::size_t first, vector_row(question_.liked.front()));
    if (question_.liked.size() == 1 && question_.disliked.empty())
      return std::vector<float>(vectors.row(first).begin(), vectors.row(first).end());
    std::vector<float> query(vectors.cols);
    const auto add = [&](const std::vector<std::size_t>& films, float weight) -> Result<void> {
      for (const std::size_t film : films) {
        KINORA_TRY(const std::size_t row, vector_row(film));
        const float norm = std::sqrt(squared_norm(vectors.row(row)));
        if (norm > 0) axpy(weight / (norm * static_cast<float>(films.size())), vectors.row(row), query);
      }
      return {};
    };
    KINORA_TRY_VOID(add(question_.liked, 1));
    KINORA_TRY_VOID(add(question_.disliked, -static_cast<float>(state_.recipe.ranking.alike.dislike)));
    return query;
  }

  Result<void> rank_by_vector(RowSelection selection) {
    if (!state_.recipe.query.self_hit)
      for (const std::size_t row : question_.liked) selection[row] = 0;
    for (const auto* removed : {&question_.disliked, &question_.excluded})
      for (const std::size_t row : *removed) selection[row] = 0;
    KINORA_TRY(const std::vector<float> query, query_vector());
    KINORA_TRY(const std::vector<SearchHit> hits,
               search_exact(state_.vectors.vectors(), state_.movies.ids(), query, request_.metric, request_.k, selection));
    for (const SearchHit& hit : hits) {
      Recommendation recommendation = describe_movie(state_.movies, hit.row);
      recommendation.rank = answer_.results.size() + 1;
      recommendation.score = static_cast<double>(similarity_of_distance(request_.metric, hit.distance));
      recommendation.reasons.push_back(
          {.kind = "text", .text = "the documents' vectors lie close together", .weight = recommendation.score});
      answer_.results.push_back(std::move(recommendation));
    }
    return {};
  }

  const Engine::State& state_;
  const SimilarRequest& request_;
  ResolvedQuestion question_;
  SimilarAnswer answer_;
};

Result<SimilarAnswer> Engine::similar(const SimilarRequest& request) const { return SimilarAnswerer(*state_, request).answer(); }

}  // namespace kinora
