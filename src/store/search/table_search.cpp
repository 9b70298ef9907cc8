#include "store/search/table_search.hpp"

#include "base/try.hpp"
#include "search/coded_search.hpp"
#include "search/graph_search.hpp"
#include "store/indexes/index_changes.hpp"
#include "store/search/overfetch.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace kinora {
namespace {

constexpr const char* kMakeAnew = ": update it, which makes it anew, or drop it";

std::string note_on(const std::string& name, const std::string& reason) {
  return "the index '" + name + "' is not asked: " + reason + kMakeAnew;
}

std::string clause_of(const Error& error) {
  return Error{.code = error.code, .what = error.what, .where = error.where}.message();
}

/// Shows the rows of `parts` that are selected; the selection is of physical rows.
void scan(std::span<const VectorPart> parts, const RowSelection& selection, ExactSearch& search) {
  std::array<std::size_t, kBlockRows> block;  // NOLINT(cppcoreguidelines-pro-type-member-init): as many as are read are written
  for (const VectorPart& part : parts) {
    const std::size_t end = part.row + part.vectors.rows;
    for (std::size_t row = part.row; row < end; row += kBlockRows) {
      const std::size_t count = choose_rows(row, std::min(row + kBlockRows, end), selection, block.data());
      if (part.begin != part.row)
        for (std::size_t i = 0; i < count; ++i) block[i] = block[i] - part.row + part.begin;
      search.visit(std::span(block).first(count));
    }
  }
}

std::size_t rows_of(const std::vector<indexes::RowRange>& ranges) {
  std::size_t rows = 0;
  for (const indexes::RowRange& each : ranges) rows += each.count;
  return rows;
}

}  // namespace

TableSearch::TableSearch(FileSystem& files, const OpenVersion& open, std::filesystem::path directory)
    : files_(files), open_(open), directory_(std::move(directory)) {}

Result<std::vector<SearchHit>> TableSearch::search(const VectorQuery& query) const {
  KINORA_TRY(Prepared task, prepare(query));
  std::optional<std::vector<SearchHit>> hits;
  if (task.choice.method == SearchMethod::kOverfetch) {
    KINORA_TRY(hits, overfetch(query, task));
    if (!hits) {
      KINORA_TRY_VOID(ask_filter_of_all(task));
      KINORA_TRY_VOID(choose(query, task));
    }
  }
  if (!hits) hits = run(query, task, task.choice.method);
  // The rows that pass the filter are far from the query, or the graph does not lead to them.
  if (!hits || (task.choice.method == SearchMethod::kGraph && hits->size() < std::min(query.k, task.selected)))
    hits = run(query, task, task.index->check() ? SearchMethod::kCodes : SearchMethod::kScan);
  for (SearchHit& hit : *hits) {
    hit.row = open_.live().live_of(hit.row);
    if (query.id_column.empty()) hit.id = static_cast<std::int64_t>(hit.row);
  }
  return *std::move(hits);
}

Result<SearchExplanation> TableSearch::explain(const VectorQuery& query) const {
  KINORA_TRY(Prepared task, prepare(query));
  SearchExplanation explanation{.method = task.choice.method,
                                .reason = std::move(task.choice.reason),
                                .rows = open_.snapshot().rows,
                                .selected = task.selected,
                                .notes = std::move(task.notes)};
  if (explanation.method == SearchMethod::kScan) return explanation;
  explanation.index = task.index->description().name;
  explanation.indexed = task.found.covered;
  if (task.found.uncovered != 0)
    explanation.notes.push_back("the index '" + explanation.index + "' does not know " + std::to_string(task.found.uncovered) +
                                " of these rows, which are scanned beside it: update it");
  if (explanation.method == SearchMethod::kOverfetch) {
    const auto guessed = [&](std::size_t rows) { return static_cast<std::uint64_t>(task.share * static_cast<double>(rows)); };
    explanation.candidates = task.choice.beam;
    explanation.share = task.share;
    explanation.selected = guessed(task.found.covered + task.found.uncovered);
    explanation.indexed = guessed(task.found.covered);
  } else {
    explanation.beam = task.choice.beam;
  }
  return explanation;
}

Result<const TableSearch::SearchedColumn*> TableSearch::column(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  std::unique_ptr<SearchedColumn>& slot = columns_[name];
  if (slot) return slot.get();
  KINORA_TRY(VectorRows vectors, VectorRows::read(open_, name));
  auto column = std::make_unique<SearchedColumn>(open_, std::move(vectors));
  find_indexes(*column);
  slot = std::move(column);
  return slot.get();
}

void TableSearch::find_indexes(SearchedColumn& column) const {
  const auto names = indexes::list_names(files_, directory_);
  if (!names) return column.refused.push_back({std::nullopt, clause_of(names.error())});
  for (const std::string& name : *names) add_index(name, column);
}

void TableSearch::add_index(const std::string& name, SearchedColumn& column) const {
  constexpr int kAttempts = 5;
  for (int attempt = 1;; ++attempt) {
    auto description = indexes::read_description(files_, directory_, name);
    if (!description && description.error().code == ErrorCode::kFileNotFound) return;
    if (!description) return column.refused.push_back({std::nullopt, note_on(name, clause_of(description.error()))});
    if (description->field != column.vectors.field_id()) return;
    indexes::Coverage coverage = indexes::coverage_of(*description, open_.snapshot());
    if (const auto reason = indexes::reason_to_refuse(coverage))
      return column.refused.push_back({description->metric, note_on(name, *reason)});
    const std::string file = description->file;
    auto index = std::make_unique<ColumnIndex>(*std::move(description), std::move(coverage), column.vectors);
    // It may have been given another file since, and this one been removed.
    if (attempt < kAttempts && !index->graph(files_, directory_)) {
      const auto now = indexes::read_description(files_, directory_, name);
      if (!now || now->file != file) continue;
    }
    return column.indexes.push_back(std::move(index));
  }
}

Result<TableSearch::Prepared> TableSearch::prepare(const VectorQuery& query) const {
  Prepared task;
  KINORA_TRY(task.column, column(query.vector_column));
  if (!query.id_column.empty()) {
    KINORA_TRY(task.ids, open_.physical_column(query.id_column));
    if (task.ids.field.type != DataType::kInt64) return wrong_column_type(query.id_column, "int64");
  }
  if (!query.where.empty()) {
    KINORA_TRY(task.filter, Filter::parse(query.where, open_.schema()));
    task.filter_cost = cost_of_filter(*task.filter, open_.schema(), open_.snapshot().physical_rows);
  }
  for (const SearchedColumn::Refused& each : task.column->refused)
    if (!each.metric || *each.metric == query.metric) task.notes.push_back(each.note);
  choose_index(query, task);
  KINORA_TRY_VOID(ask_filter(query, task));
  KINORA_TRY_VOID(check_search(open_.snapshot().physical_rows, task.column->vectors.field().dimension, task.ids.int64s.span(),
                               query.vector, task.selection()));
  if (task.choice.method != SearchMethod::kOverfetch) KINORA_TRY_VOID(choose(query, task));
  return task;
}

/// The best index that can be opened: a graph before codes, then the one that knows most.
void TableSearch::choose_index(const VectorQuery& query, Prepared& task) const {
  std::vector<const ColumnIndex*> candidates;
  for (const auto& index : task.column->indexes)
    if (index->description().metric == query.metric) candidates.push_back(index.get());
  const auto rank = [&](const ColumnIndex* index) {
    const bool is_second = query.plan != SearchPlan::kExact && index->description().kind != IndexKind::kGraph;
    return std::make_pair(is_second, rows_of(index->coverage().uncovered));
  };
  std::stable_sort(candidates.begin(), candidates.end(),
                   [&](const ColumnIndex* a, const ColumnIndex* b) { return rank(a) < rank(b); });
  for (const ColumnIndex* const index : candidates) {
    const auto graph = index->graph(files_, directory_);
    if (!graph) {
      task.notes.push_back(note_on(index->description().name, clause_of(graph.error())));
      continue;
    }
    task.index = index;
    task.graph = *graph;
    task.found = index->searchable();
    return;
  }
}

Result<void> TableSearch::ask_filter(const VectorQuery& query, Prepared& task) const {
  const SearchTask all = known(query, task);
  if (!task.filter || !may_overfetch(all)) return ask_filter_of_all(task);
  KINORA_TRY(const std::optional<double> share, task.column->sample.share_of(*task.filter));
  std::optional<SearchChoice> choice = share ? choose_overfetch(all, *share) : std::nullopt;
  if (!choice) return ask_filter_of_all(task);
  task.choice = *std::move(choice);
  task.share = *share;
  return {};
}

Result<void> TableSearch::ask_filter_of_all(Prepared& task) const {
  if (task.filter) {
    KINORA_TRY(task.filtered, open_.select_physical(*task.filter));
    task.column->vectors.keep_searchable(*task.filtered);
    if (task.index != nullptr) task.found = indexes::count_rows(task.index->coverage(), *task.filtered);
  }
  task.selected = count_chosen(0, open_.snapshot().physical_rows, task.selection());
  return {};
}

SearchTask TableSearch::known(const VectorQuery& query, const Prepared& task) {
  SearchTask known{.wanted = query.plan, .k = query.k, .beam = query.beam};
  if (task.index == nullptr) return known;
  known.has_codes = true;
  known.has_graph = task.graph->has_graph();
  known.index_rows = task.index->coverage().index_rows;
  known.selected = task.found.covered;
  known.all_selected = known.selected == known.index_rows;
  known.beside = task.found.uncovered;
  known.filter_cost = task.filter_cost;
  return known;
}

Result<void> TableSearch::choose(const VectorQuery& query, Prepared& task) const {
  task.choice = choose_method(known(query, task));
  // An exact answer by bytes that have changed would be a wrong one; a graph is none, and its rows are ranked by their vectors.
  if (task.choice.method == SearchMethod::kCodes)
    if (const auto whole = task.index->check(); !whole) {
      task.notes.push_back(note_on(task.index->description().name, clause_of(whole.error())));
      task.index = nullptr;
      task.choice = {.method = SearchMethod::kScan, .reason = "the index for this search is damaged"};
    }
  if (query.plan != SearchPlan::kIndex || task.index != nullptr) return {};
  std::string found;
  for (const std::string& note : task.notes) found += (found.empty() ? "" : "; ") + note;
  return fail({.code = ErrorCode::kInvalidArgument,
               .what = "there is no index that can be asked",
               .where = "column '" + query.vector_column + "', " + std::string(metric_name(query.metric)),
               .found = std::move(found),
               .next_step = "Make or update an index, or search without one"});
}

Result<std::optional<std::vector<SearchHit>>> TableSearch::overfetch(const VectorQuery& query, Prepared& task) const {
  const Overfetch parts{.open = open_,
                        .index = *task.index,
                        .graph = task.graph->parts(),
                        .filter = *task.filter,
                        .searchable = task.column->vectors.searchable()};
  // The second time with as many candidates as the share of those near the query asks for.
  for (int attempt = 1; attempt <= 2; ++attempt) {
    ExactSearch search(task.index->parts(), task.ids.int64s.span(), query.vector, query.metric, query.k);
    if (search.finds_nothing()) return std::vector<SearchHit>();
    KINORA_TRY(const OverfetchOutcome outcome, search_overfetch(parts, query.vector, query.k, task.choice, search));
    if (outcome.enough) {
      std::vector<SearchHit> hits = search.take();
      if (hits.size() == query.k) return hits;
    }
    std::optional<SearchChoice> wider = choose_overfetch(known(query, task), outcome.share);
    if (!wider || wider->beam <= task.choice.beam) break;
    task.choice = *std::move(wider);
  }
  return std::nullopt;
}

std::optional<std::vector<SearchHit>> TableSearch::run(const VectorQuery& query, const Prepared& task,
                                                       SearchMethod method) const {
  const RowSelection& selection = task.selection();
  const std::span<const VectorPart> parts = method == SearchMethod::kScan ? task.column->vectors.parts() : task.index->parts();
  ExactSearch search(parts, task.ids.int64s.span(), query.vector, query.metric, query.k);
  if (search.finds_nothing()) return std::vector<SearchHit>();
  if (method == SearchMethod::kScan) {
    scan(parts, selection, search);
    return search.take();
  }
  scan(task.index->other_parts(), selection, search);
  RowSelection memory;
  const RowSelection& chosen = task.filtered ? task.index->selection_of(selection, memory) : task.index->everyone();
  SearchWork work;
  if (method == SearchMethod::kCodes) {
    search_codes(task.graph->parts().codes(), query.vector, query.k, chosen, search, work);
  } else if (!search_graph(task.graph->parts(), query.vector, query.k, task.choice.beam, chosen, task.choice.most_compared,
                           search, work)) {
    return std::nullopt;
  }
  return search.take();
}

}  // namespace kinora
