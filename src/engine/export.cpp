#include "base/try.hpp"
#include "engine/engine_state.hpp"
#include "kinora/store/cell_json.hpp"
#include "tensors/npy.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

namespace kinora {
namespace {

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

template <class T>
std::string shortest(T number) {
  char text[40];
  const auto [end, error] = std::to_chars(text, text + sizeof text, number);
  return {text, end};
}

/// A cell as a catalogue file has it: nothing for a null, a list's items joined by |.
std::string cell_to_csv(const Column& column, std::size_t row) {
  if (column.is_null(row)) return "";
  if (column.field.type == DataType::kString) return csv_cell(column.text_at(row));
  if (column.field.type != DataType::kStringList) return cell_to_json(column, row);
  std::string joined;
  const auto [begin, end] = column.items_of(row);
  for (std::size_t item = begin; item < end; ++item) {
    if (item != begin) joined += '|';
    joined += column.text_at(item);
  }
  return csv_cell(joined);
}

std::string member(const Column& column, std::size_t row) {
  return nlohmann::json(column.field.name).dump() + ':' + cell_to_json(column, row);
}

struct CatalogueText {
  std::string csv;
  std::string jsonl;
};

/// All columns but the vectors, as CSV (lists joined by |) and as JSON lines.
Result<CatalogueText> catalogue_text(const Table& table) {
  std::vector<Column> columns;
  for (const Field& field : table.schema().fields) {
    if (field.type == DataType::kVector) continue;
    KINORA_TRY(Column column, table.column(field.name));
    columns.push_back(std::move(column));
  }
  CatalogueText text;
  const auto line = [&columns](const auto& cell_text) {
    std::string cells;
    for (const Column& column : columns) {
      if (&column != &columns.front()) cells += ',';
      cells += cell_text(column);
    }
    return cells;
  };
  text.csv = line([](const Column& column) { return csv_cell(column.field.name); }) + '\n';
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    text.csv += line([row](const Column& column) { return cell_to_csv(column, row); }) + '\n';
    text.jsonl += '{' + line([row](const Column& column) { return member(column, row); }) + "}\n";
  }
  return text;
}

std::string vectors_text(const MovieIndex& movies, const MatrixView& vectors) {
  std::string text = std::to_string(vectors.rows) + ' ' + std::to_string(vectors.cols) + '\n';
  for (std::size_t row = 0; row < vectors.rows; ++row) {
    text += std::to_string(movies.ids()[row]);
    for (const float value : vectors.row(row)) text += ' ' + shortest(value);
    text += '\n';
  }
  return text;
}

std::string rows_text(const MovieIndex& movies) {
  std::string text = "row,id,title,year\n";
  for (std::size_t row = 0; row < movies.size(); ++row) {
    text += std::to_string(row) + ',' + std::to_string(movies.ids()[row]) + ',' + csv_cell(movies.title(row)) + ',';
    if (movies.years()[row] != kUnknownYear) text += std::to_string(movies.years()[row]);
    text += '\n';
  }
  return text;
}

std::string join(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : "|") + name;
  return text;
}

std::string labels_text(const std::vector<GenreExample>& examples) {
  std::string text = "id,title,actual,predicted\n";
  for (const GenreExample& example : examples)
    text += std::to_string(example.movie.id) + ',' + csv_cell(example.movie.title) + ',' + csv_cell(join(example.actual)) + ',' +
            csv_cell(join(example.predicted)) + '\n';
  return text;
}

}  // namespace

Result<std::vector<std::filesystem::path>> Engine::export_to(const std::filesystem::path& directory) const {
  FileSystem& files = local_file_system();
  KINORA_TRY_VOID(files.create_directories(directory));
  std::vector<std::filesystem::path> written;
  const auto place = [&](const char* name) { return written.emplace_back(directory / name); };
  const MatrixView vectors = state_->vectors.vectors();
  KINORA_TRY_VOID(write_npy(files, place("vectors.npy"), vectors));
  KINORA_TRY_VOID(write_file_atomically(files, place("vectors.txt"), vectors_text(state_->movies, vectors)));
  KINORA_TRY_VOID(write_file_atomically(files, place("rows.csv"), rows_text(state_->movies)));
  KINORA_TRY(const CatalogueText catalogue, catalogue_text(state_->table));
  KINORA_TRY_VOID(write_file_atomically(files, place("catalogue.csv"), catalogue.csv));
  KINORA_TRY_VOID(write_file_atomically(files, place("catalogue.jsonl"), catalogue.jsonl));
  if (!state_->info.classifier) return written;
  KINORA_TRY(const SafetensorsFile evaluation, state_->load_evaluation());
  KINORA_TRY(const auto train, evaluation.array<std::int64_t>("train_rows"));
  KINORA_TRY(const auto test, evaluation.array<std::int64_t>("test_rows"));
  KINORA_TRY_VOID(write_npy(files, place("split_train.npy"), train));
  KINORA_TRY_VOID(write_npy(files, place("split_test.npy"), test));
  KINORA_TRY(const std::vector<GenreExample> examples, genre_examples(test.size()));
  KINORA_TRY_VOID(write_file_atomically(files, place("labels.csv"), labels_text(examples)));
  return written;
}

}  // namespace kinora
