#include "embedding/doc2vec_file.hpp"

#include "base/try.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <unordered_set>
#include <utility>
#include <vector>

namespace kinora {
namespace {

constexpr std::string_view kFormat = "kinora.doc2vec";
constexpr std::string_view kVersion = "1";
constexpr std::uint64_t kMostTokens = std::uint64_t{1} << 62U;

tl::unexpected<Error> corrupt(const std::string& name, std::string what, std::string expected = {}, std::string found = {}) {
  return fail({.code = ErrorCode::kBundleCorrupt,
               .what = std::move(what),
               .where = name,
               .expected = std::move(expected),
               .found = std::move(found),
               .next_step = "Build the bundle again"});
}

/// Hidden vectors without the padding between their slots, and back.
Matrix without_padding(MatrixView rows, const NetworkShape& shape) {
  Matrix packed(rows.rows, shape.slots * shape.dimension);
  for (std::size_t row = 0; row < rows.rows; ++row)
    for (std::size_t slot = 0; slot < shape.slots; ++slot)
      std::copy_n(rows.row(row).begin() + static_cast<std::ptrdiff_t>(slot * shape.stride), shape.dimension,
                  packed.row(row).begin() + static_cast<std::ptrdiff_t>(slot * shape.dimension));
  return packed;
}

void copy_with_padding(MatrixView packed, const NetworkShape& shape, Matrix& output, std::size_t first_row) {
  for (std::size_t row = 0; row < packed.rows; ++row)
    for (std::size_t slot = 0; slot < shape.slots; ++slot)
      std::copy_n(packed.row(row).begin() + static_cast<std::ptrdiff_t>(slot * shape.dimension), shape.dimension,
                  output.row(first_row + row).begin() + static_cast<std::ptrdiff_t>(slot * shape.stride));
}

MatrixView rows_of(const Matrix& matrix, std::size_t first, std::size_t count) {
  return {matrix.data() + first * matrix.stride(), count, matrix.cols(), matrix.stride()};
}

Result<MatrixView> read_matrix(const SafetensorsFile& file, const std::string& name, const std::string& tensor, std::size_t rows,
                               std::size_t cols) {
  KINORA_TRY(const MatrixView matrix, file.matrix(tensor));
  const auto shape_text = [](std::size_t r, std::size_t c) { return std::to_string(r) + " × " + std::to_string(c); };
  if (matrix.rows != rows || matrix.cols != cols)
    return corrupt(name, "the tensor '" + tensor + "' has the wrong shape", shape_text(rows, cols),
                   shape_text(matrix.rows, matrix.cols));
  const std::span<const float> values(matrix.data, rows * cols);
  if (!std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); }))
    return corrupt(name, "the tensor '" + tensor + "' holds a value that is no finite number");
  return matrix;
}

Result<Vocabulary> read_vocabulary(const SafetensorsFile& file, const std::string& name) {
  KINORA_TRY(const auto text, file.array<std::uint8_t>("vocabulary.text"));
  KINORA_TRY(const auto ends, file.array<std::uint64_t>("vocabulary.ends"));
  KINORA_TRY(const auto counts, file.array<std::uint64_t>("vocabulary.counts"));
  if (ends.size() != counts.size())
    return corrupt(name, "the vocabulary has other numbers of words and counts", std::to_string(ends.size()),
                   std::to_string(counts.size()));
  std::vector<std::string> words;
  words.reserve(ends.size());
  std::unordered_set<std::string_view> seen;
  std::uint64_t begin = 0;
  std::uint64_t tokens = 0;
  for (std::size_t word = 0; word < ends.size(); ++word) {
    if (ends[word] <= begin || ends[word] > text.size())
      return corrupt(name, "the end of word " + std::to_string(word) + " is wrong", {}, std::to_string(ends[word]));
    if (counts[word] == 0 || counts[word] > kMostTokens - tokens || (word > 0 && counts[word] > counts[word - 1]))
      return corrupt(name, "the count of word " + std::to_string(word) + " is wrong", "counts from the largest to the smallest",
                     std::to_string(counts[word]));
    const auto* characters = reinterpret_cast<const char*>(text.data());
    const std::string_view spelling(characters + begin, ends[word] - begin);
    if (!seen.insert(spelling).second) return corrupt(name, "the vocabulary holds a word twice", {}, std::string(spelling));
    words.emplace_back(spelling);
    tokens += counts[word];
    begin = ends[word];
  }
  if (begin != text.size()) return corrupt(name, "the vocabulary has text after its last word");
  return Vocabulary(std::move(words), {counts.begin(), counts.end()});
}

Result<void> reject_surplus(const SafetensorsFile& file, const std::string& name, const NetworkShape& shape) {
  std::vector<std::string_view> known = {"vocabulary.counts", "vocabulary.ends", "vocabulary.text", "words", "documents"};
  if (shape.word_rows > shape.words) known.emplace_back("null_word");
  if (shape.noise_rows > 0) known.emplace_back("output.words");
  if (shape.node_rows > 0) known.emplace_back("output.nodes");
  for (const auto& entry : file.tensors())
    if (std::find(known.begin(), known.end(), entry.first) == known.end())
      return corrupt(name, "a model with these options has no tensor '" + entry.first + "'");
  return {};
}

Result<Weights> read_weights(const SafetensorsFile& file, const std::string& name, const NetworkShape& shape) {
  Weights weights;
  KINORA_TRY(const MatrixView words, read_matrix(file, name, "words", shape.words, shape.dimension));
  // Both shapes are checked before room for all the weights is made.
  const std::size_t packed_width = shape.slots * shape.dimension;
  MatrixView noise;
  MatrixView nodes;
  if (shape.noise_rows > 0) {
    KINORA_TRY(noise, read_matrix(file, name, "output.words", shape.noise_rows, packed_width));
  }
  if (shape.node_rows > 0) {
    KINORA_TRY(nodes, read_matrix(file, name, "output.nodes", shape.node_rows, packed_width));
  }
  weights.words = Matrix(shape.word_rows, shape.dimension);
  for (std::size_t row = 0; row < shape.words; ++row)
    std::copy_n(words.row(row).begin(), shape.dimension, weights.words.row(row).begin());
  if (shape.word_rows > shape.words) {
    KINORA_TRY(const MatrixView null_word, read_matrix(file, name, "null_word", 1, shape.dimension));
    std::copy_n(null_word.row(0).begin(), shape.dimension, weights.words.row(shape.null_word()).begin());
  }
  weights.output = Matrix(shape.output_rows(), shape.hidden_width());
  copy_with_padding(noise, shape, weights.output, 0);
  copy_with_padding(nodes, shape, weights.output, shape.noise_rows);
  if (file.tensors().contains("documents")) {
    KINORA_TRY(const MatrixView documents, file.matrix("documents"));
    KINORA_TRY_VOID(read_matrix(file, name, "documents", documents.rows, shape.dimension));
    KINORA_TRY(weights.documents, file.copy_matrix("documents"));
  } else {
    weights.documents = Matrix(0, shape.dimension);
  }
  return weights;
}

}  // namespace

Result<void> write_doc2vec(FileSystem& files, const std::filesystem::path& path, const StoredDoc2VecView& model,
                           bool with_documents) {
  const NetworkShape& shape = model.shape;
  std::vector<std::uint8_t> text;
  std::vector<std::uint64_t> ends;
  for (const std::string& word : model.vocabulary.words()) {
    text.insert(text.end(), word.begin(), word.end());
    ends.push_back(text.size());
  }
  const Matrix noise = without_padding(rows_of(model.weights.output, 0, shape.noise_rows), shape);
  const Matrix nodes = without_padding(rows_of(model.weights.output, shape.noise_rows, shape.node_rows), shape);
  SafetensorsWriter writer;
  writer.set_metadata("format", std::string(kFormat));
  writer.set_metadata("format_version", std::string(kVersion));
  writer.set_metadata("options", options_to_json(model.options));
  writer.add("vocabulary.counts", model.vocabulary.counts());
  writer.add("vocabulary.ends", std::span<const std::uint64_t>(ends));
  writer.add("words", rows_of(model.weights.words, 0, shape.words));
  if (shape.word_rows > shape.words) writer.add("null_word", rows_of(model.weights.words, shape.null_word(), 1));
  if (shape.noise_rows > 0) writer.add("output.words", noise.view());
  if (shape.node_rows > 0) writer.add("output.nodes", nodes.view());
  if (with_documents) writer.add("documents", model.weights.documents.view());
  writer.add("vocabulary.text", std::span<const std::uint8_t>(text));
  return writer.write(files, path);
}

Result<StoredDoc2Vec> read_doc2vec(const SafetensorsFile& file, const std::string& name) {
  const auto format = file.metadata().find("format");
  const auto version = file.metadata().find("format_version");
  const bool ours = format != file.metadata().end() && format->second == kFormat;
  if (!ours || version == file.metadata().end() || version->second != kVersion)
    return fail(
        {.code = ErrorCode::kBundleForeign,
         .what = ours ? "the model is of another format version" : "the file is no Doc2Vec model of Kinora's",
         .where = name,
         .expected = "format " + std::string(kFormat) + " " + std::string(kVersion),
         .found = ours && version != file.metadata().end() ? version->second : std::string("none"),
         .next_step = ours ? "Use the Kinora that wrote it, or build the bundle again" : "Give a file that Doc2Vec::save wrote"});
  KINORA_TRY(const std::string options_text, file.require_metadata("options"));
  KINORA_TRY(const Doc2VecOptions options, options_from_json(options_text, name));
  KINORA_TRY(Vocabulary vocabulary, read_vocabulary(file, name));
  const NetworkShape shape(options, vocabulary.size());
  KINORA_TRY_VOID(reject_surplus(file, name, shape));
  KINORA_TRY(Weights weights, read_weights(file, name, shape));
  return StoredDoc2Vec{options, std::move(vocabulary), std::move(weights)};
}

}  // namespace kinora
