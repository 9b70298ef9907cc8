#include "ingest/catalogue_builder.hpp"

#include "base/hash.hpp"
#include "textio/excerpt.hpp"
#include "textio/words.hpp"

#include <string>

namespace kinora::ingest {
namespace {

/// Steele, Lea & Flood's finaliser (2014, SplitMix64): ids are dense, and slots are found by the upper bits.
std::uint64_t hash_of(std::int64_t id) {
  auto x = static_cast<std::uint64_t>(id);
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31U);
}

}  // namespace

CatalogueBuilder::CatalogueBuilder(const IngestOptions& options, RejectionLog& log) : options_(options), log_(log) {}

std::optional<std::uint32_t> CatalogueBuilder::row_of_id(std::int64_t id) const {
  return find_slot(rows_by_id_, hash_of(id), [&](std::uint32_t row) { return catalogue_.ids[row] == id; });
}

std::optional<std::uint32_t> CatalogueBuilder::row_of_title(std::string_view title) const {
  return find_slot(rows_by_title_, xxh3_64(title), [&](std::uint32_t row) { return catalogue_.titles[row] == title; });
}

void CatalogueBuilder::add(const Draft& draft, const RecordPlace& place) {
  if (!is_usable(draft, place) || !is_new(draft, place)) return;
  for (const CellFault& fault : draft.faults()) log_.pass_over(place, fault.field, fault.detail);
  const auto row = static_cast<std::uint32_t>(catalogue_.size());
  catalogue_.append(draft.film(), static_cast<std::uint32_t>(place.index));
  add_slot(rows_by_id_, row, hash_of(*draft.id()), row);
  if (options_.key == CatalogueKey::kTitle) add_slot(rows_by_title_, row, xxh3_64(draft.title()), row);
}

bool CatalogueBuilder::is_usable(const Draft& draft, const RecordPlace& place) {
  if (!draft.id()) {
    log_.reject(place, RecordFault::kId, "expected a whole number, found " + textio::excerpt(draft.id_cell()));
    return false;
  }
  if (textio::trim(draft.title()).empty()) {
    log_.reject(place, RecordFault::kTitle, "expected a title, found " + textio::excerpt(draft.title()));
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
    if (const auto first = row_of_title(draft.title())) {
      log_.reject(
          place, RecordFault::kDuplicateTitle,
          "record " + std::to_string(catalogue_.source_rows[*first]) + " has the title " + textio::excerpt(draft.title()));
      return false;
    }
  }
  if (const auto first = row_of_id(*draft.id())) {
    log_.reject(place, RecordFault::kDuplicateId,
                "record " + std::to_string(catalogue_.source_rows[*first]) + " has the id " + std::to_string(*draft.id()));
    return false;
  }
  return true;
}

}  // namespace kinora::ingest
