#pragma once

#include "base/file_system.hpp"
#include "kinora/base/result.hpp"
#include "kinora/store/table.hpp"
#include "store/indexes/index_info.hpp"
#include "store/open_version.hpp"
#include "store/search/column_index.hpp"
#include "store/search/filter_sample.hpp"
#include "store/search/plan.hpp"
#include "store/search/vector_rows.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace kinora {

/// Vector searches in one version of a table, and the indexes that they may ask. Thread-safe.
class TableSearch {
 public:
  /// `open` is of the table in `directory`, and must live as long.
  TableSearch(FileSystem& files, const OpenVersion& open, std::filesystem::path directory);

  /// As Table::search and Table::explain.
  [[nodiscard]] Result<std::vector<SearchHit>> search(const VectorQuery& query) const;
  [[nodiscard]] Result<SearchExplanation> explain(const VectorQuery& query) const;

 private:
  /// A column of vectors that was searched, with its indexes.
  struct SearchedColumn {
    SearchedColumn(const OpenVersion& open, VectorRows rows) : vectors(std::move(rows)), sample(open, vectors.searchable()) {}
    VectorRows vectors;
    FilterSample sample;
    std::vector<std::unique_ptr<ColumnIndex>> indexes;  ///< those that can be trusted, as far as their descriptions say
    struct Refused {
      std::optional<Metric> metric;  ///< nothing: it is not known
      std::string note;
    };
    std::vector<Refused> refused;
  };

  /// A question with all that is known before vectors are compared.
  struct Prepared {
    const SearchedColumn* column = nullptr;
    Column ids;  ///< without rows: there is no column of ids
    std::optional<Filter> filter;
    std::optional<RowSelection> filtered;  ///< the rows that pass it, if it was asked of all
    double filter_cost = 0;                ///< of asking it of all
    double share = 1;                      ///< of the rows that pass it, by a sample, if it was not asked of all
    const ColumnIndex* index = nullptr;    ///< that is asked
    const GraphIndex* graph = nullptr;     ///< its
    std::size_t selected = 0;
    indexes::FoundRows found;  ///< of the index
    SearchChoice choice;
    std::vector<std::string> notes;

    [[nodiscard]] const RowSelection& selection() const { return filtered ? *filtered : column->vectors.searchable(); }
  };

  [[nodiscard]] Result<const SearchedColumn*> column(const std::string& name) const;
  void find_indexes(SearchedColumn& column) const;
  void add_index(const std::string& name, SearchedColumn& column) const;
  [[nodiscard]] Result<Prepared> prepare(const VectorQuery& query) const;
  void choose_index(const VectorQuery& query, Prepared& task) const;
  /// Chooses to over-fetch, if that pays; else asks the filter of all rows.
  [[nodiscard]] Result<void> ask_filter(const VectorQuery& query, Prepared& task) const;
  [[nodiscard]] Result<void> ask_filter_of_all(Prepared& task) const;
  [[nodiscard]] static SearchTask known(const VectorQuery& query, const Prepared& task);
  [[nodiscard]] Result<void> choose(const VectorQuery& query, Prepared& task) const;
  /// Nothing: the filter must be asked of all rows.
  [[nodiscard]] Result<std::optional<std::vector<SearchHit>>> overfetch(const VectorQuery& query, Prepared& task) const;
  /// Nothing: the graph gave up.
  [[nodiscard]] std::optional<std::vector<SearchHit>> run(const VectorQuery& query, const Prepared& task,
                                                          SearchMethod method) const;

  FileSystem& files_;
  const OpenVersion& open_;
  std::filesystem::path directory_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::unique_ptr<SearchedColumn>> columns_;
};

}  // namespace kinora
