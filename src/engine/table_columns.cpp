#include "engine/table_columns.hpp"

#include <cmath>

namespace kinora {
namespace {

using OptionalText = std::optional<std::string_view>;

Column text_column(std::string name, const StringColumn& texts, bool empty_is_null) {
  std::vector<OptionalText> values;
  values.reserve(texts.size());
  for (std::size_t row = 0; row < texts.size(); ++row)
    values.push_back(empty_is_null && texts[row].empty() ? OptionalText() : OptionalText(texts[row]));
  return make_string_column(std::move(name), values);
}

Column list_column(std::string name, const LabelColumn& labels) {
  std::vector<std::optional<std::vector<std::string_view>>> values;
  values.reserve(labels.size());
  for (std::size_t row = 0; row < labels.size(); ++row) {
    std::vector<std::string_view> names;
    for (const LabelColumn::Label label : labels[row]) names.push_back(labels.name(label));
    values.emplace_back(std::move(names));
  }
  return make_string_list_column(std::move(name), values);
}

/// The names of each row, joined; null for a row without one.
Column joined_column(std::string name, const LabelColumn& labels) {
  StringColumn joined;
  for (std::size_t row = 0; row < labels.size(); ++row) {
    std::string text;
    for (const LabelColumn::Label label : labels[row]) text += (text.empty() ? "" : ", ") + std::string(labels.name(label));
    joined.append(text);
  }
  return text_column(std::move(name), joined, true);
}

Column float_column(std::string name, const std::vector<float>& numbers) {
  std::vector<std::optional<float>> values;
  values.reserve(numbers.size());
  for (const float number : numbers) values.push_back(std::isnan(number) ? std::nullopt : std::optional(number));
  return make_float_column(std::move(name), values);
}

Column year_column(const std::vector<std::int32_t>& years) {
  std::vector<std::optional<std::int32_t>> values;
  values.reserve(years.size());
  for (const std::int32_t year : years) values.push_back(year == kUnknownYear ? std::nullopt : std::optional(year));
  return make_int32_column("year", values);
}

}  // namespace

std::string_view genres_text_column(TableColumns columns) { return columns == TableColumns::kArticle ? "genres" : "genres_text"; }

std::vector<Column> make_table_columns(const Catalogue& catalogue, const MatrixView& vectors, TableColumns columns) {
  std::vector<Column> table;
  if (columns == TableColumns::kArticle) {
    table.push_back(text_column("title", catalogue.titles, false));
    table.push_back(joined_column("genres", catalogue.genres));
    table.push_back(make_vector_column("vector", vectors));
    return table;
  }
  table.push_back(make_int64_column("id", catalogue.ids));
  table.push_back(text_column("title", catalogue.titles, false));
  table.push_back(year_column(catalogue.years));
  table.push_back(list_column("genres", catalogue.genres));
  table.push_back(joined_column("genres_text", catalogue.genres));
  table.push_back(text_column("original_title", catalogue.original_titles, true));
  table.push_back(text_column("imdb_id", catalogue.imdb_ids, true));
  table.push_back(joined_column("language", catalogue.languages));
  table.push_back(joined_column("collection", catalogue.collections));
  table.push_back(list_column("keywords", catalogue.keywords));
  table.push_back(list_column("directors", catalogue.directors));
  table.push_back(list_column("cast", catalogue.cast));
  table.push_back(text_column("overview", catalogue.overviews, true));
  table.push_back(text_column("tagline", catalogue.taglines, true));
  table.push_back(float_column("runtime", catalogue.runtimes_minutes));
  table.push_back(float_column("popularity", catalogue.popularities));
  table.push_back(float_column("vote_average", catalogue.vote_averages));
  table.push_back(make_int64_column("vote_count", catalogue.vote_counts));
  table.push_back(make_vector_column("vector", vectors));
  return table;
}

}  // namespace kinora
