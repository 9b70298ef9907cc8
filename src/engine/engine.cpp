#include "kinora/engine/engine.hpp"

#include "base/try.hpp"
#include "engine/engine_state.hpp"
#include "tensors/safetensors.hpp"

#include <algorithm>

namespace kinora {
namespace {

std::string_view match_name(TitleMatch match) {
  switch (match) {
    case TitleMatch::kExact:
      return "exact";
    case TitleMatch::kNormalised:
      return "same words";
    case TitleMatch::kPrefix:
      return "prefix";
    case TitleMatch::kTypo:
      return "similar spelling";
    case TitleMatch::kWords:
      return "words";
  }
  return "";
}

}  // namespace

Engine::Engine(std::unique_ptr<State> state) : state_(std::move(state)) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

const BundleInfo& Engine::info() const { return state_->info; }
const Table& Engine::table() const { return state_->table; }

Result<Engine> Engine::open(const std::filesystem::path& path) {
  KINORA_TRY(BundleParts parts, open_bundle(local_file_system(), path));
  return Engine(std::make_unique<State>(std::move(parts)));
}

Engine::State::State(BundleParts parts)
    : BundleParts(std::move(parts)),
      genre_files(GenreModelFiles::map(local_file_system(), *this)),
      evaluation_file(local_file_system().map(generation().evaluation())) {}

Result<const GenreModel*> Engine::State::load_genre_model() const {
  KINORA_TRY(const auto* model, genre_model.get([this] { return GenreModel::load(*this, genre_files); }));
  return model->get();
}

Result<SafetensorsFile> Engine::State::load_evaluation() const {
  KINORA_TRY(const auto file, part_of_bundle(bundle, evaluation_file));
  return SafetensorsFile::parse(file->bytes(), generation().evaluation().string());
}

std::vector<TitleAnswer> Engine::search_titles(std::string_view query, std::size_t k) const {
  std::vector<TitleAnswer> answers;
  const MovieIndex& movies = state_->movies;
  for (const TitleHit& hit : state_->titles.search(query, k))
    answers.push_back(
        {.movie = {.id = movies.ids()[hit.row], .title = std::string(movies.title(hit.row)), .year = movies.years()[hit.row]},
         .genres = movies.genre_names(hit.row),
         .vote_count = movies.vote_counts()[hit.row],
         .match = std::string(match_name(hit.match)),
         .similarity = static_cast<double>(hit.similarity)});
  return answers;
}

Result<GenreAnswer> Engine::genres(std::string_view text) const {
  KINORA_TRY(const GenreModel* model, state_->load_genre_model());
  KINORA_TRY(const TextScores text_scores, model->score_text(text));
  GenreAnswer answer;
  answer.known_words = text_scores.known_words;
  answer.unknown_words = text_scores.unknown_words;
  for (std::size_t label = 0; label < model->names().size(); ++label)
    answer.genres.push_back({.name = model->names()[label],
                             .probability = static_cast<double>(text_scores.scores.probabilities.row(0)[label]),
                             .source = "predicted",
                             .chosen = text_scores.scores.answered.row(0)[label] != 0});
  std::stable_sort(answer.genres.begin(), answer.genres.end(),
                   [](const GenreGuess& a, const GenreGuess& b) { return a.probability > b.probability; });
  return answer;
}

Result<std::vector<GenreExample>> Engine::genre_examples(std::size_t n) const {
  std::vector<GenreExample> examples;
  if (!state_->info.classifier) return examples;
  KINORA_TRY(const SafetensorsFile file, state_->load_evaluation());
  KINORA_TRY(const auto rows, file.array<std::int64_t>("test_rows"));
  KINORA_TRY(const auto actual, file.array<std::uint8_t>("actual"));
  KINORA_TRY(const auto predicted, file.array<std::uint8_t>("predicted"));
  const std::vector<std::string>& names = state_->info.genres;
  const MovieIndex& movies = state_->movies;
  if (actual.size() != rows.size() * names.size() || predicted.size() != actual.size())
    return bundle_contradiction(state_->bundle, "the classifier's evaluation does not fit its genres");
  const auto names_of = [&](std::span<const std::uint8_t> cells, std::size_t example) {
    std::vector<std::string> chosen;
    for (std::size_t label = 0; label < names.size(); ++label)
      if (cells[example * names.size() + label] != 0) chosen.push_back(names[label]);
    return chosen;
  };
  for (std::size_t i = 0; i < std::min(n, rows.size()); ++i) {
    const auto row = static_cast<std::size_t>(rows[i]);
    if (row >= movies.size())
      return bundle_contradiction(state_->bundle, "the classifier's evaluation names a film that is not there");
    examples.push_back({.movie = {.id = movies.ids()[row], .title = std::string(movies.title(row)), .year = movies.years()[row]},
                        .actual = names_of(actual, i),
                        .predicted = names_of(predicted, i)});
  }
  return examples;
}

}  // namespace kinora
