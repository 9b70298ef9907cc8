#pragma once

#include "ingest/draft.hpp"
#include "ingest/rejection_log.hpp"
#include "kinora/catalogue/catalogue.hpp"
#include "kinora/ingest/ingest.hpp"

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace kinora::importer {

/// Decides which records become films, in the order of the file: an id, a title, genres if they are required, no repeated id and,
/// with CatalogueKey::kTitle, no repeated title. The first of several stays.
class CatalogueBuilder {
 public:
  using RowOfId = std::unordered_map<std::int64_t, std::uint32_t>;  // looked up, never iterated

  CatalogueBuilder(const IngestOptions& options, RejectionLog& log);
  CatalogueBuilder(const CatalogueBuilder&) = delete;
  CatalogueBuilder& operator=(const CatalogueBuilder&) = delete;

  void add(const Draft& draft, const RecordPlace& place);

  [[nodiscard]] Catalogue& catalogue() { return catalogue_; }
  [[nodiscard]] const RowOfId& row_of_id() const { return row_of_id_; }

 private:
  /// Titles are compared as the rows that hold them, so that no title is stored twice.
  struct TitleHash {
    using is_transparent = void;
    const StringColumn* titles;
    std::size_t operator()(std::string_view title) const { return std::hash<std::string_view>()(title); }
    std::size_t operator()(std::uint32_t row) const { return (*this)((*titles)[row]); }
  };
  struct TitleEqual {
    using is_transparent = void;
    const StringColumn* titles;
    bool operator()(std::uint32_t a, std::uint32_t b) const { return a == b; }
    bool operator()(std::string_view title, std::uint32_t row) const { return title == (*titles)[row]; }
    bool operator()(std::uint32_t row, std::string_view title) const { return title == (*titles)[row]; }
  };

  bool is_usable(const Draft& draft, const RecordPlace& place);
  bool is_new(const Draft& draft, const RecordPlace& place);

  const IngestOptions& options_;
  RejectionLog& log_;
  Catalogue catalogue_;
  RowOfId row_of_id_;
  std::unordered_set<std::uint32_t, TitleHash, TitleEqual> rows_of_titles_;
};

}  // namespace kinora::importer
