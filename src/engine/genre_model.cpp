#include "engine/genre_model.hpp"

#include "base/try.hpp"
#include "engine/lazy.hpp"
#include "engine/seeds.hpp"
#include "kinora/embedding/doc2vec.hpp"
#include "text/documents.hpp"

#include <utility>

namespace kinora {
namespace {

std::filesystem::path encoder_path(const BundleParts& bundle) {
  return bundle.recipe.classifier.has_encoder() ? bundle.generation().encoder() : bundle.generation().doc2vec();
}

/// Leak-free tokens of some films, under the genres of the bundle: their names are what such a document leaves out, and not those
/// that other films happen to bring along.
Result<TokenizedDocuments> leak_free_documents(const BundleParts& bundle, const FilmsToScore& films, const Execution& execution) {
  Catalogue unlabelled;
  for (const std::string& name : bundle.info.genres) unlabelled.genres.intern(name);
  for (const std::size_t row : films.rows) unlabelled.append(films.catalogue->movie(row), films.catalogue->source_rows[row]);
  return tokenize_catalogue(unlabelled, honest_text_options(bundle.recipe.text), execution);
}

class NetworkModel final : public GenreModel {
 public:
  NetworkModel(const BundleParts& bundle, const GenreModelFiles& files, GenreClassifier classifier)
      : bundle_(bundle), files_(files), classifier_(std::move(classifier)) {}

  [[nodiscard]] const std::vector<std::string>& names() const override { return classifier_.names(); }

  [[nodiscard]] Result<GenreScores> score_films(const FilmsToScore& films, const Execution& execution) const override {
    if (bundle_.recipe.classifier.reads_vectors()) return score(copy_rows(films.vectors, films.rows));
    KINORA_TRY(const TokenizedDocuments tokens, leak_free_documents(bundle_, films, execution));
    KINORA_TRY(const Doc2Vec* encoder, load_encoder());
    KINORA_TRY(const Matrix features,
               encoder->infer(encode(tokens, encoder->vocabulary()), honest_infer_options(bundle_.recipe), execution));
    return score(features);
  }

  [[nodiscard]] Result<TextScores> score_text(std::string_view text) const override {
    KINORA_TRY(const Doc2Vec* encoder, load_encoder());
    const EncodedText encoded =
        encode_text(text, encoder->vocabulary(), honest_text_options(bundle_.recipe.text), bundle_.info.genres);
    const EncodedDocuments document{.words = encoded.words, .ends = {encoded.words.size()}};
    KINORA_TRY(const Matrix vector, encoder->infer(document, honest_infer_options(bundle_.recipe), Execution{}));
    KINORA_TRY(GenreScores scores, score(vector));
    return TextScores{.scores = std::move(scores), .known_words = encoded.words.size(), .unknown_words = encoded.unknown};
  }

 private:
  [[nodiscard]] Result<GenreScores> score(const Matrix& features) const {
    if (classifier_.dimension() != features.cols())
      return bundle_contradiction(bundle_.bundle, "the classifier reads vectors of another dimension");
    return score_genres(classifier_, features.view());
  }

  [[nodiscard]] Result<const Doc2Vec*> load_encoder() const {
    return encoder_.get([this]() -> Result<Doc2Vec> {
      KINORA_TRY(const auto file, part_of_bundle(bundle_.bundle, files_.encoder));
      return Doc2Vec::parse(file->bytes(), encoder_path(bundle_).string());
    });
  }

  const BundleParts& bundle_;
  const GenreModelFiles& files_;
  GenreClassifier classifier_;
  Lazy<Doc2Vec> encoder_;
};

class LinearModel final : public GenreModel {
 public:
  LinearModel(const BundleParts& bundle, LinearClassifier classifier)
      : bundle_(bundle), classifier_(std::move(classifier)), vocabulary_(term_vocabulary(classifier_)) {}

  [[nodiscard]] const std::vector<std::string>& names() const override { return classifier_.names(); }

  [[nodiscard]] Result<GenreScores> score_films(const FilmsToScore& films, const Execution& execution) const override {
    KINORA_TRY(const TokenizedDocuments tokens, leak_free_documents(bundle_, films, execution));
    const EncodedDocuments documents = encode(tokens, vocabulary_);
    return score_genres(classifier_, {documents.words, documents.ends});
  }

  [[nodiscard]] Result<TextScores> score_text(std::string_view text) const override {
    const EncodedText encoded = encode_text(text, vocabulary_, honest_text_options(bundle_.recipe.text), bundle_.info.genres);
    const std::uint64_t end = encoded.words.size();
    return TextScores{.scores = score_genres(classifier_, {encoded.words, {&end, 1}}),
                      .known_words = encoded.words.size(),
                      .unknown_words = encoded.unknown};
  }

 private:
  const BundleParts& bundle_;
  LinearClassifier classifier_;
  Vocabulary vocabulary_;  ///< the model's terms, under the same numbers
};

}  // namespace

TextOptions honest_text_options(const TextOptions& text) {
  TextOptions honest = text;
  honest.layout = DocumentLayout::kFields;
  honest.genres = false;
  honest.drop_genre_names = true;
  return honest;
}

InferOptions honest_infer_options(const Recipe& recipe) {
  InferOptions options = recipe.infer;
  options.seed = derive_seed(recipe.seed, SeedPurpose::kEncoderInfer);
  return options;
}

Vocabulary term_vocabulary(const LinearClassifier& classifier) {
  const auto terms = classifier.terms();
  return {{terms.begin(), terms.end()}, std::vector<std::uint64_t>(terms.size(), 1)};
}

GenreModelFiles GenreModelFiles::map(FileSystem& files, const BundleParts& bundle) {
  return {.classifier = files.map(bundle.generation().classifier()), .encoder = files.map(encoder_path(bundle))};
}

Result<std::unique_ptr<const GenreModel>> GenreModel::load(const BundleParts& bundle, const GenreModelFiles& files) {
  if (!bundle.info.classifier)
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "this bundle has no genre classifier",
                 .where = bundle.bundle.root().string(),
                 .found = "a catalogue in which too few films have a genre",
                 .next_step = "Build it from a catalogue with genres"});
  KINORA_TRY(const auto file, part_of_bundle(bundle.bundle, files.classifier));
  const std::string name = bundle.generation().classifier().string();
  if (bundle.recipe.classifier.model == GenreModelKind::kLinear) {
    KINORA_TRY(LinearClassifier classifier, LinearClassifier::parse(file->bytes(), name));
    return std::make_unique<LinearModel>(bundle, std::move(classifier));
  }
  KINORA_TRY(GenreClassifier classifier, GenreClassifier::parse(file->bytes(), name));
  return std::make_unique<NetworkModel>(bundle, files, std::move(classifier));
}

}  // namespace kinora
