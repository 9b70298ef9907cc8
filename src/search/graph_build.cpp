#include "search/graph_build.hpp"

#include "base/try.hpp"
#include "search/graph_builder.hpp"
#include "search/graph_file.hpp"
#include "search/graph_levels.hpp"
#include "search/graph_repair.hpp"
#include "search/graph_twins.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace kinora {
namespace {

using NewRow = GraphBuilder::NewRow;

struct NumberedRow {
  std::uint64_t number;
  std::uint32_t row;
};

/// Nodes in the order in which they are linked.
std::vector<NumberedRow> number_nodes(std::span<const std::uint32_t> nodes, std::uint64_t seed) {
  std::vector<NumberedRow> numbered;
  numbered.reserve(nodes.size());
  for (const std::uint32_t row : nodes) numbered.push_back({row_number(seed, row), row});
  std::sort(numbered.begin(), numbered.end(), [](const NumberedRow& a, const NumberedRow& b) { return a.number < b.number; });
  return numbered;
}

/// Of the layers 1, 2, ... when the nodes are in order.
std::vector<std::size_t> sizes_of_layers(std::span<const NumberedRow> nodes) {
  std::vector<std::size_t> sizes;
  for (std::size_t level = 1; level <= kMostLayers; ++level) {
    const auto end = std::partition_point(nodes.begin(), nodes.end(),
                                          [level](const NumberedRow& node) { return level_of(node.number) >= level; });
    if (end == nodes.begin()) break;
    sizes.push_back(static_cast<std::size_t>(end - nodes.begin()));
  }
  return sizes;
}

/// Makes room for the layers; no node has a link yet.
void lay_out(OwnedGraph& graph, std::span<const NumberedRow> nodes) {
  graph.layer_sizes = sizes_of_layers(nodes);
  const std::size_t size = graph.space.record_size();
  const std::size_t upper = graph.layer_sizes.empty() ? 0 : graph.layer_sizes.front();
  for (const NumberedRow& node : nodes.first(upper)) {
    graph.upper_row_array.push_back(node.row);
    const std::int8_t* const record = graph.record_bytes.data() + node.row * size;
    graph.upper_record_bytes.insert(graph.upper_record_bytes.end(), record, record + size);
  }
  graph.base_link_array.assign(graph.record_bytes.size() / size * graph.degree_of(0), kNoNode);
  graph.upper_link_array.assign(graph.upper_offset(graph.layer_sizes.size() + 1), kNoNode);
  graph.view_arrays();
}

/// Those of the nodes that come after `linked` rows.
std::vector<NewRow> new_rows(std::span<const NumberedRow> nodes, std::size_t linked) {
  std::vector<NewRow> rows;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].row < linked) continue;
    const std::size_t level = level_of(nodes[i].number);
    rows.push_back({nodes[i].row, level == 0 ? kNoNode : static_cast<std::uint32_t>(i), level});
  }
  return rows;
}

void connect_layers(OwnedGraph& graph, std::span<const NumberedRow> nodes) {
  if (nodes.empty()) return;
  std::vector<std::uint32_t> members(nodes.size());
  std::transform(nodes.begin(), nodes.end(), members.begin(), [](const NumberedRow& node) { return node.row; });
  connect_nodes(graph.layer(0), graph.base_link_array, members, graph.entry_row, graph.options.build_beam);
  std::iota(members.begin(), members.end(), 0U);
  for (std::size_t level = 1; level <= graph.layer_sizes.size(); ++level) {
    const std::size_t size = graph.layer_sizes[level - 1];
    connect_nodes(graph.layer(level),
                  std::span(graph.upper_link_array).subspan(graph.upper_offset(level), size * graph.degree_of(level)),
                  std::span(members).first(size), 0, graph.options.build_beam);
  }
}

/// Links the nodes that are no rows of `linked`, whose nodes are linked already, beginning from `entry`.
Result<std::shared_ptr<const GraphParts>> finish(std::shared_ptr<OwnedGraph> graph, std::span<const NumberedRow> nodes,
                                                 std::size_t linked, const GraphEntry& entry, ThreadPool& pool,
                                                 const Execution& execution) {
  const std::vector<NewRow> rows = new_rows(nodes, linked);
  execution.stage_begin("linking rows", rows.size(), "rows");
  GraphBuilder builder(*graph, entry, nodes.size() - rows.size(), pool);
  KINORA_TRY_VOID(builder.link(rows, execution));
  execution.stage_end();
  graph->entry_row = builder.entry().row;
  connect_layers(*graph, nodes);
  write_graph_header(*graph);
  return graph;
}

/// Copies the links of a graph that has fewer rows. Its nodes have another place among those of all rows.
void copy_links(const GraphParts& old, OwnedGraph& graph) {
  const GraphLayer base = old.layer(0);
  for (std::size_t row = 0; row < base.size(); ++row) {
    const std::span<const std::uint32_t> links = base.links_of(row);
    const auto end = std::find_if(links.begin(), links.end(), [&](std::uint32_t link) { return link >= base.size(); });
    std::copy(links.begin(), end, graph.base_link_array.begin() + static_cast<std::ptrdiff_t>(row * base.degree));
  }
  std::vector<std::uint32_t> places;
  std::size_t place = 0;
  for (const std::uint32_t row : old.upper_rows) {
    while (graph.upper_row_array[place] != row) ++place;
    places.push_back(static_cast<std::uint32_t>(place));
  }
  for (std::size_t level = 1; level <= old.layer_sizes.size(); ++level) {
    const GraphLayer layer = old.layer(level);
    for (std::size_t node = 0; node < layer.size(); ++node) {
      auto to =
          graph.upper_link_array.begin() + static_cast<std::ptrdiff_t>(graph.upper_offset(level) + places[node] * layer.degree);
      for (const std::uint32_t link : layer.links_of(node)) {
        if (link >= layer.size()) break;
        *to++ = places[link];
      }
    }
  }
}

/// The upper layers are those that the rows of the index have by their numbers.
bool has_its_layers(const GraphParts& old, std::span<const NumberedRow> nodes) {
  std::vector<NumberedRow> linked;
  std::copy_if(nodes.begin(), nodes.end(), std::back_inserter(linked),
               [&](const NumberedRow& node) { return node.row < old.rows(); });
  if (linked.empty() ? old.entry_row != kNoNode : old.entry_row != linked.front().row) return false;
  return sizes_of_layers(linked) == old.layer_sizes &&
         std::equal(old.upper_rows.begin(), old.upper_rows.end(), linked.begin(),
                    [](std::uint32_t row, const NumberedRow& node) { return row == node.row; });
}

GraphEntry entry_in(const GraphParts& old, const OwnedGraph& graph) {
  GraphEntry entry = old.entry();
  if (entry.level > 0) {
    const auto place = std::find(graph.upper_rows.begin(), graph.upper_rows.end(), entry.row);
    entry.slot = static_cast<std::uint32_t>(place - graph.upper_rows.begin());
  }
  return entry;
}

}  // namespace

Result<std::shared_ptr<const GraphParts>> build_graph(const MatrixView& vectors, const GraphOptions& options,
                                                      const Execution& execution) {
  ThreadPool pool(execution.threads);
  auto graph = std::make_shared<OwnedGraph>();
  graph->options = options;
  graph->has_graph = true;
  graph->space = make_code_space(vectors, options.metric, pool);
  graph->record_bytes.resize(vectors.rows * graph->space.record_size());
  encode_rows(graph->space, vectors, graph->record_bytes, pool);
  RowRoles roles = assign_roles({graph->space, graph->record_bytes}, pool);
  graph->twin_array = std::move(roles.twins);
  graph->stray_array = std::move(roles.strays);
  const std::vector<NumberedRow> nodes = number_nodes(roles.nodes, options.seed);
  lay_out(*graph, nodes);
  return finish(std::move(graph), nodes, 0, {}, pool, execution);
}

std::shared_ptr<const GraphParts> build_codes_only(const MatrixView& vectors, Metric metric, const Execution& execution) {
  ThreadPool pool(execution.threads);
  auto graph = std::make_shared<OwnedGraph>();
  graph->options = {.metric = metric, .neighbours = 0, .build_beam = 0, .seed = 0};
  graph->space = make_code_space(vectors, metric, pool);
  graph->record_bytes.resize(vectors.rows * graph->space.record_size());
  encode_rows(graph->space, vectors, graph->record_bytes, pool);
  graph->view_arrays();
  write_graph_header(*graph);
  return graph;
}

Result<std::shared_ptr<const GraphParts>> extend_graph(const GraphParts& old, const MatrixView& added,
                                                       const Execution& execution) {
  ThreadPool pool(execution.threads);
  auto graph = std::make_shared<OwnedGraph>();
  graph->options = old.options;
  graph->has_graph = old.has_graph;
  graph->space = old.space;
  graph->record_bytes.resize((old.rows() + added.rows) * graph->space.record_size());
  std::copy(old.records.begin(), old.records.end(), graph->record_bytes.begin());
  encode_rows(graph->space, added, std::span(graph->record_bytes).subspan(old.records.size()), pool);
  if (!graph->has_graph) {
    graph->view_arrays();
    write_graph_header(*graph);
    return graph;
  }
  RowRoles roles = assign_roles({graph->space, graph->record_bytes}, pool);
  graph->twin_array = std::move(roles.twins);
  graph->stray_array = std::move(roles.strays);
  const std::vector<NumberedRow> nodes = number_nodes(roles.nodes, graph->options.seed);
  if (!has_its_layers(old, nodes))
    return fail(
        {.code = ErrorCode::kTableCorrupt, .what = "the layers of the index are damaged", .next_step = "Build the index again"});
  lay_out(*graph, nodes);
  copy_links(old, *graph);
  return finish(graph, nodes, old.rows(), entry_in(old, *graph), pool, execution);
}

}  // namespace kinora
