#pragma once

#include "catalogue/hash_slots.hpp"
#include "ingest/draft.hpp"
#include "ingest/rejection_log.hpp"
#include "kinora/catalogue/catalogue.hpp"
#include "kinora/ingest/ingest.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace kinora::ingest {

/// Decides which records become films, in the order of the file: an id, a title, genres if they are required, no repeated id and,
/// with CatalogueKey::kTitle, no repeated title. The first of several stays.
class CatalogueBuilder {
 public:
  CatalogueBuilder(const IngestOptions& options, RejectionLog& log);
  CatalogueBuilder(const CatalogueBuilder&) = delete;
  CatalogueBuilder& operator=(const CatalogueBuilder&) = delete;

  void add(const Draft& draft, const RecordPlace& place);
  /// Notes that the ids are numbers of records, because the file has none.
  void note_numbered_rows() { rows_are_numbered_ = true; }

  [[nodiscard]] Catalogue& catalogue() { return catalogue_; }
  [[nodiscard]] std::optional<std::uint32_t> row_of_id(std::int64_t id) const;
  [[nodiscard]] bool rows_are_numbered() const { return rows_are_numbered_; }

 private:
  [[nodiscard]] std::optional<std::uint32_t> row_of_title(std::string_view title) const;
  bool is_usable(const Draft& draft, const RecordPlace& place);
  bool is_new(const Draft& draft, const RecordPlace& place);

  const IngestOptions& options_;
  RejectionLog& log_;
  Catalogue catalogue_;
  HashSlots rows_by_id_;
  HashSlots rows_by_title_;  // empty unless titles are the key
  bool rows_are_numbered_ = false;
};

}  // namespace kinora::ingest
