#include "ingest/catalogue_builder.hpp"

#include "ingest/excerpt.hpp"

#include <string>

namespace kinora::importer {

CatalogueBuilder::CatalogueBuilder(const IngestOptions& options, RejectionLog& log)
    : options_(options), log_(log), rows_of_titles_(16, TitleHash{&catalogue_.titles}, TitleEqual{&catalogue_.titles}) {}

void CatalogueBuilder::add(const Draft& draft, const RecordPlace& place) {
  if (!is_usable(draft, place) || !is_new(draft, place)) return;
  for (const CellFault& fault : draft.faults()) log_.pass_over(place, fault.field, fault.detail);
  const auto row = static_cast<std::uint32_t>(catalogue_.size());
  catalogue_.append(draft.film(), static_cast<std::uint32_t>(place.index));
  row_of_id_.emplace(*draft.id(), row);
  if (options_.key == CatalogueKey::kTitle) rows_of_titles_.insert(row);
}

bool CatalogueBuilder::is_usable(const Draft& draft, const RecordPlace& place) {
  if (!draft.id()) {
    log_.reject(place, RecordFault::kId, "expected a whole number, found " + excerpt(draft.id_cell()));
    return false;
  }
  if (trim(draft.title()).empty()) {
    log_.reject(place, RecordFault::kTitle, "expected a title, found " + excerpt(draft.title()));
    return false;
  }
  if (options_.require_genres && draft.names(Field::kGenres).empty()) {
    std::string detail = "expected at least one genre, found none";
    for (const CellFault& fault : draft.faults())
      if (fault.field == Field::kGenres) detail = fault.detail;
    log_.reject(place, RecordFault::kGenres, std::move(detail));
    return false;
  }
  return true;
}

bool CatalogueBuilder::is_new(const Draft& draft, const RecordPlace& place) {
  if (options_.key == CatalogueKey::kTitle) {
    if (const auto first = rows_of_titles_.find(draft.title()); first != rows_of_titles_.end()) {
      log_.reject(place, RecordFault::kDuplicateTitle,
                  "record " + std::to_string(catalogue_.source_rows[*first]) + " has the title " + excerpt(draft.title()));
      return false;
    }
  }
  if (const auto first = row_of_id_.find(*draft.id()); first != row_of_id_.end()) {
    log_.reject(place, RecordFault::kDuplicateId,
                "record " + std::to_string(catalogue_.source_rows[first->second]) + " has the id " + std::to_string(*draft.id()));
    return false;
  }
  return true;
}

}  // namespace kinora::importer
