#include "ingest/field.hpp"
#include "textio/words.hpp"

#include "kinora/ingest/ingest.hpp"

#include <algorithm>

namespace kinora::ingest {
namespace {

struct FieldName {
  std::string_view name;
  std::string ColumnMapping::*column;
};

/// In the order of Field.
constexpr std::array<FieldName, kFieldCount> kFieldNames = {{
    {"id", &ColumnMapping::id},
    {"title", &ColumnMapping::title},
    {"original_title", &ColumnMapping::original_title},
    {"year", &ColumnMapping::year},
    {"genres", &ColumnMapping::genres},
    {"directors", &ColumnMapping::directors},
    {"cast", &ColumnMapping::cast},
    {"crew", nullptr},
    {"keywords", &ColumnMapping::keywords},
    {"overview", &ColumnMapping::overview},
    {"tagline", &ColumnMapping::tagline},
    {"collection", &ColumnMapping::collection},
    {"language", &ColumnMapping::language},
    {"runtime", &ColumnMapping::runtime},
    {"popularity", &ColumnMapping::popularity},
    {"vote_average", &ColumnMapping::vote_average},
    {"vote_count", &ColumnMapping::vote_count},
    {"imdb_id", &ColumnMapping::imdb_id},
}};

}  // namespace

std::string_view name_of(Field field) { return kFieldNames[static_cast<std::size_t>(field)].name; }

std::string_view column_of(const ColumnMapping& mapping, Field field) {
  const auto column = kFieldNames[static_cast<std::size_t>(field)].column;
  return column == nullptr ? std::string_view() : std::string_view(mapping.*column);
}

}  // namespace kinora::ingest
