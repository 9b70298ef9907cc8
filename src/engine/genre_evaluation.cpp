#include "engine/genre_evaluation.hpp"

#include "base/try.hpp"
#include "tensors/safetensors.hpp"

#include <string>

namespace kinora {
namespace {

template <class T>
Result<std::vector<T>> read_array(const SafetensorsFile& file, const std::string& name) {
  KINORA_TRY(const auto values, file.array<T>(name));
  return std::vector<T>(values.begin(), values.end());
}

}  // namespace

Result<GenreEvaluation> GenreEvaluation::read(FileSystem& files, const std::filesystem::path& path) {
  KINORA_TRY(const SafetensorsFile file, SafetensorsFile::open(files, path));
  GenreEvaluation evaluation;
  KINORA_TRY(evaluation.train_rows, read_array<std::int64_t>(file, "train_rows"));
  KINORA_TRY(evaluation.test_rows, read_array<std::int64_t>(file, "test_rows"));
  KINORA_TRY(evaluation.actual, read_array<std::uint8_t>(file, "actual"));
  KINORA_TRY(evaluation.predicted, read_array<std::uint8_t>(file, "predicted"));
  const std::vector<std::uint64_t>& shape = file.tensors().at("actual").shape;
  evaluation.labels = shape.empty() ? 0 : shape.back();
  const std::size_t cells = evaluation.test_rows.size() * evaluation.labels;
  if (evaluation.actual.size() != cells || evaluation.predicted.size() != cells)
    return fail({.code = ErrorCode::kBundleCorrupt,
                 .what = "the classifier's evaluation has not one value a test film and genre",
                 .where = path.string(),
                 .next_step = "Build the bundle again"});
  return evaluation;
}

Result<void> GenreEvaluation::write(FileSystem& files, const std::filesystem::path& path) const {
  const std::vector<std::uint64_t> shape = {test_rows.size(), labels};
  SafetensorsWriter file;
  file.add("train_rows", std::span(train_rows));
  file.add("test_rows", std::span(test_rows));
  file.add("actual", std::span(actual), shape);
  file.add("predicted", std::span(predicted), shape);
  return file.write(files, path);
}

GenreEvaluation GenreEvaluation::moved(std::span<const std::optional<std::size_t>> new_rows) const {
  const auto new_row = [&](std::int64_t row) -> std::optional<std::size_t> {
    if (row < 0 || static_cast<std::size_t>(row) >= new_rows.size()) return std::nullopt;
    return new_rows[static_cast<std::size_t>(row)];
  };
  GenreEvaluation result;
  result.labels = labels;
  for (const std::int64_t row : train_rows)
    if (const auto moved_row = new_row(row)) result.train_rows.push_back(static_cast<std::int64_t>(*moved_row));
  for (std::size_t i = 0; i < test_rows.size(); ++i) {
    const auto moved_row = new_row(test_rows[i]);
    if (!moved_row) continue;
    result.test_rows.push_back(static_cast<std::int64_t>(*moved_row));
    const auto cells_of = [&](const std::vector<std::uint8_t>& cells) { return std::span(cells).subspan(i * labels, labels); };
    result.actual.insert(result.actual.end(), cells_of(actual).begin(), cells_of(actual).end());
    result.predicted.insert(result.predicted.end(), cells_of(predicted).begin(), cells_of(predicted).end());
  }
  return result;
}

}  // namespace kinora
