#include "ingest/field.hpp"
#include "textio/words.hpp"

#include "kinora/ingest/ingest.hpp"

#include <algorithm>

namespace kinora::ingest {
namespace {

struct FieldName {
  std::string_view name;
  std::string_view alias;
  std::string ColumnMapping::*column;
};

/// In the order of Field.
constexpr std::array<FieldName, kFieldCount> kFieldNames = {{
    {"id", "", &ColumnMapping::id},
    {"title", "", &ColumnMapping::title},
    {"original_title", "", &ColumnMapping::original_title},
    {"year", "", &ColumnMapping::year},
    {"genres", "genre", &ColumnMapping::genres},
    {"directors", "director", &ColumnMapping::directors},
    {"cast", "actors", &ColumnMapping::cast},
    {"crew", "", nullptr},
    {"keywords", "keyword", &ColumnMapping::keywords},
    {"overview", "", &ColumnMapping::overview},
    {"tagline", "", &ColumnMapping::tagline},
    {"collection", "", &ColumnMapping::collection},
    {"language", "", &ColumnMapping::language},
    {"runtime", "", &ColumnMapping::runtime},
    {"popularity", "", &ColumnMapping::popularity},
    {"vote_average", "", &ColumnMapping::vote_average},
    {"vote_count", "", &ColumnMapping::vote_count},
    {"imdb_id", "", &ColumnMapping::imdb_id},
}};

}  // namespace

std::string_view name_of(Field field) { return kFieldNames[static_cast<std::size_t>(field)].name; }

std::optional<Field> field_named(std::string_view column) {
  for (std::size_t i = 0; i < kFieldCount; ++i) {
    const FieldName& field = kFieldNames[i];
    const bool is_alias = !field.alias.empty() && textio::same_name(column, field.alias);
    if (is_alias || textio::same_name(column, field.name)) return static_cast<Field>(i);
  }
  return std::nullopt;
}

std::string_view column_of(const ColumnMapping& mapping, Field field) {
  const auto column = kFieldNames[static_cast<std::size_t>(field)].column;
  return column == nullptr ? std::string_view() : std::string_view(mapping.*column);
}

}  // namespace kinora::ingest
