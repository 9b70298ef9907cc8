#include "ingest/field.hpp"

#include "kinora/ingest/ingest.hpp"

#include <algorithm>

namespace kinora::importer {
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

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string_view name_of(Field field) { return kFieldNames[static_cast<std::size_t>(field)].name; }

std::optional<Field> field_named(std::string_view column) {
  for (std::size_t i = 0; i < kFieldCount; ++i) {
    const FieldName& field = kFieldNames[i];
    const bool is_alias = !field.alias.empty() && same_name(column, field.alias);
    if (is_alias || same_name(column, field.name)) return static_cast<Field>(i);
  }
  return std::nullopt;
}

std::string_view column_of(const ColumnMapping& mapping, Field field) {
  const auto column = kFieldNames[static_cast<std::size_t>(field)].column;
  return column == nullptr ? std::string_view() : std::string_view(mapping.*column);
}

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace kinora::importer
