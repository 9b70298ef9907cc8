#include "engine/film_vectors.hpp"

#include "base/try.hpp"
#include "embedding/spectral/spectral_encoder.hpp"
#include "engine/seeds.hpp"
#include "kinora/embedding/doc2vec.hpp"
#include "text/documents.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace kinora {
namespace {

/// Films of one decade are not alike for that: the ranking has the years as a part of their own.
TextOptions spectral_text_options(TextOptions options) {
  options.decade = false;
  return options;
}

Matrix copy_of(const MatrixView& vectors) {
  Matrix copy(vectors.rows, vectors.cols);
  for (std::size_t row = 0; row < vectors.rows; ++row) std::copy_n(vectors.row(row).begin(), vectors.cols, copy.row(row).begin());
  return copy;
}

/// The films as documents in words of a vocabulary.
struct FilmDocuments {
  Vocabulary vocabulary;
  EncodedDocuments documents;
};

Result<FilmDocuments> read_documents(const Catalogue& catalogue, const TextOptions& text, std::uint64_t min_count,
                                     StageClock& clock, const Execution& execution, BundleInfo& info) {
  return clock.measure("text", [&]() -> Result<FilmDocuments> {
    KINORA_TRY(const TokenizedDocuments tokens, tokenize_catalogue(catalogue, text, execution));
    FilmDocuments films{.vocabulary = build_vocabulary(tokens, min_count), .documents = {}};
    films.documents = encode(tokens, films.vocabulary);
    info.documents = tokens.size();
    info.tokens = tokens.token_count();
    info.vocabulary = films.vocabulary.size();
    return films;
  });
}

Result<Matrix> fit_spectral(FileSystem& files, const GenerationLayout& generation, const Catalogue& catalogue,
                            const Recipe& recipe, StageClock& clock, const Execution& execution, BundleInfo& info) {
  KINORA_TRY(const FilmDocuments films,
             read_documents(catalogue, spectral_text_options(recipe.text), recipe.spectral.min_count, clock, execution, info));
  SpectralOptions options = recipe.spectral;
  options.seed = derive_seed(recipe.seed, SeedPurpose::kSpectral);
  return clock.measure("vectors", [&]() -> Result<Matrix> {
    KINORA_TRY(const SpectralEncoder encoder, SpectralEncoder::fit(films.documents, films.vocabulary, options, execution));
    KINORA_TRY_VOID(encoder.save(files, generation.spectral()));
    info.dimension = encoder.dimension();
    return encoder.encode(films.documents);
  });
}

Result<Matrix> train_doc2vec(const GenerationLayout& generation, const Catalogue& catalogue, const Recipe& recipe,
                             StageClock& clock, const Execution& execution, BundleInfo& info) {
  KINORA_TRY(FilmDocuments films, read_documents(catalogue, recipe.text, recipe.doc2vec.min_count, clock, execution, info));
  if (films.vocabulary.empty())
    return fail({.code = ErrorCode::kNoUsableRow,
                 .what = "no token occurs often enough to be kept",
                 .where = info.inputs.empty() ? std::string() : info.inputs.front().path,
                 .expected = "tokens that occur " + std::to_string(recipe.doc2vec.min_count) + " times or more",
                 .next_step = "Give more films, or --set doc2vec.min_count=1"});
  Doc2VecOptions options = recipe.doc2vec;
  options.seed = derive_seed(recipe.seed, SeedPurpose::kDoc2Vec);
  Doc2VecReport report;
  KINORA_TRY(const Doc2Vec model, clock.measure("doc2vec", [&] {
    return Doc2Vec::train(films.documents, std::move(films.vocabulary), options, execution, &report);
  }));
  info.doc2vec_losses = std::move(report.epoch_losses);
  info.dimension = options.dimension;
  KINORA_TRY_VOID(model.save(generation.doc2vec(), Doc2Vec::SaveDocuments::kNo));
  if (recipe.vectors == VectorSource::kTrained) return copy_of(model.document_vectors());
  InferOptions infer = recipe.infer;
  infer.seed = derive_seed(recipe.seed, SeedPurpose::kInfer);
  return clock.measure("infer", [&] { return model.infer(films.documents, infer, execution); });
}

/// Documents of further films in an encoder's words.
EncodedDocuments count_known_words(const TokenizedDocuments& tokens, const Vocabulary& vocabulary, EncodedFilms& encoded) {
  EncodedDocuments documents = encode(tokens, vocabulary);
  encoded.tokens = tokens.token_count();
  for (std::size_t film = 0; film < documents.size(); ++film) encoded.known_words.push_back(documents[film].size());
  return documents;
}

}  // namespace

Result<Matrix> fit_film_vectors(FileSystem& files, const GenerationLayout& generation, const Catalogue& catalogue,
                                const Recipe& recipe, StageClock& clock, const Execution& execution, BundleInfo& info) {
  if (recipe.embedding.encoder == EncoderKind::kSpectral)
    return fit_spectral(files, generation, catalogue, recipe, clock, execution, info);
  return train_doc2vec(generation, catalogue, recipe, clock, execution, info);
}

Result<EncodedFilms> encode_films(FileSystem& files, const BundleParts& bundle, const Catalogue& catalogue,
                                  const Execution& execution) {
  EncodedFilms encoded;
  const Recipe& recipe = bundle.recipe;
  if (recipe.embedding.encoder == EncoderKind::kSpectral) {
    KINORA_TRY(const TokenizedDocuments tokens, tokenize_catalogue(catalogue, spectral_text_options(recipe.text), execution));
    KINORA_TRY(const SpectralEncoder encoder,
               part_of_bundle(bundle.bundle, SpectralEncoder::load(files, bundle.generation().spectral())));
    encoded.vectors = encoder.encode(count_known_words(tokens, encoder.vocabulary(), encoded));
  } else {
    KINORA_TRY(const TokenizedDocuments tokens, tokenize_catalogue(catalogue, recipe.text, execution));
    KINORA_TRY(const Doc2Vec model, part_of_bundle(bundle.bundle, Doc2Vec::load(bundle.generation().doc2vec())));
    const EncodedDocuments documents = count_known_words(tokens, model.vocabulary(), encoded);
    InferOptions options = recipe.infer;
    options.seed = derive_seed(recipe.seed, SeedPurpose::kInfer);
    KINORA_TRY(encoded.vectors, model.infer(documents, options, execution));
  }
  if (encoded.vectors.cols() != bundle.vectors.field.dimension)
    return bundle_contradiction(bundle.bundle, "the encoder has not the dimension of the table's vectors");
  return encoded;
}

}  // namespace kinora
