#include "kinora/embedding/doc2vec.hpp"

#include "base/check.hpp"
#include "base/file_system.hpp"
#include "base/try.hpp"
#include "embedding/doc2vec_file.hpp"
#include "embedding/doc2vec_state.hpp"
#include "embedding/inference.hpp"
#include "embedding/neighbours.hpp"
#include "embedding/train.hpp"
#include "embedding/word2vec_text.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace kinora {
namespace {

/// Rows are numbered with 30 bits in examples (the two highest bits have meanings of their own).
constexpr std::size_t kMaxRows = std::size_t{1} << 30U;

Result<void> check_size(std::string_view what, std::size_t count) {
  if (count < kMaxRows) return {};
  return fail({.code = ErrorCode::kInvalidArgument,
               .what = "too many " + std::string(what) + " for one model",
               .expected = "fewer than " + std::to_string(kMaxRows),
               .found = std::to_string(count)});
}

}  // namespace

Doc2Vec::Doc2Vec(std::unique_ptr<State> state) : state_(std::move(state)) {}
Doc2Vec::Doc2Vec(Doc2Vec&&) noexcept = default;
Doc2Vec& Doc2Vec::operator=(Doc2Vec&&) noexcept = default;
Doc2Vec::~Doc2Vec() = default;

Result<Doc2Vec> Doc2Vec::train(const EncodedDocuments& documents, Vocabulary vocabulary, const Doc2VecOptions& options,
                               const Execution& execution, Doc2VecReport* report) {
  KINORA_TRY_VOID(options.validate());
  KINORA_TRY_VOID(check_size("documents", documents.size()));
  KINORA_TRY_VOID(check_size("words", 2 * vocabulary.size()));
  KINORA_CHECK(std::all_of(documents.words.begin(), documents.words.end(), [&](WordId word) { return word < vocabulary.size(); }),
               vocabulary.size());
  auto state = std::make_unique<State>(options, std::move(vocabulary));
  state->weights = initial_weights(state->shape, documents.size(), options.seed);
  const TrainingTask task{documents, state->options, state->sampler, state->shape};
  KINORA_TRY(Doc2VecReport trained,
             options.racing ? train_racing(task, state->weights, execution) : train_in_lockstep(task, state->weights, execution));
  if (report != nullptr) *report = std::move(trained);
  return Doc2Vec(std::move(state));
}

Result<Matrix> Doc2Vec::infer(const EncodedDocuments& documents, const InferOptions& options, const Execution& execution) const {
  KINORA_TRY_VOID(options.validate());
  const std::size_t words = vocabulary().size();
  KINORA_CHECK(std::all_of(documents.words.begin(), documents.words.end(), [&](WordId word) { return word < words; }), words);
  const InferenceModel model{state_->shape, state_->sampler, view_of(state_->weights, state_->shape, state_->options)};
  return infer_documents(model, documents, options, execution);
}

const Doc2VecOptions& Doc2Vec::options() const { return state_->options; }

const Vocabulary& Doc2Vec::vocabulary() const { return state_->vocabulary; }

MatrixView Doc2Vec::document_vectors() const { return std::as_const(state_->weights.documents).view(); }

MatrixView Doc2Vec::word_vectors() const {
  MatrixView words = std::as_const(state_->weights.words).view();
  words.rows = vocabulary().size();  // without the null word
  return words;
}

std::vector<Neighbour> Doc2Vec::nearest_documents(std::span<const float> query, std::size_t k) const {
  return nearest_rows(document_vectors(), query, k);
}

std::vector<Neighbour> Doc2Vec::nearest_words(std::span<const float> query, std::size_t k) const {
  return nearest_rows(word_vectors(), query, k);
}

Result<void> Doc2Vec::save(const std::filesystem::path& path, SaveDocuments documents) const {
  const StoredDoc2VecView stored{state_->options, state_->vocabulary, state_->shape, state_->weights};
  return write_doc2vec(local_file_system(), path, stored, documents == SaveDocuments::kYes);
}

Result<Doc2Vec> Doc2Vec::load(const std::filesystem::path& path) {
  KINORA_TRY(const auto file, local_file_system().map(path));
  return parse(file->bytes(), path.string());
}

Result<Doc2Vec> Doc2Vec::parse(std::span<const std::byte> bytes, const std::string& name) {
  KINORA_TRY(const SafetensorsFile file, SafetensorsFile::parse(bytes, name));
  KINORA_TRY(StoredDoc2Vec stored, read_doc2vec(file, name));
  auto state = std::make_unique<State>(stored.options, std::move(stored.vocabulary));
  state->weights = std::move(stored.weights);
  return Doc2Vec(std::move(state));
}

Result<void> Doc2Vec::export_word2vec(const std::filesystem::path& path) const {
  return write_word2vec_text(local_file_system(), path, vocabulary().words(), word_vectors());
}

}  // namespace kinora
