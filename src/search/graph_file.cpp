#include "search/graph_file.hpp"

#include "base/hash.hpp"
#include "base/try.hpp"
#include "search/graph_levels.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <string>
#include <type_traits>

namespace kinora {
namespace {

static_assert(std::endian::native == std::endian::little, "indexes are mapped as they lie in the file: little-endian");

constexpr std::array<char, 8> kMagic = {'K', 'I', 'N', 'G', 'R', 'A', 'P', 'H'};
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kAlignment = 64;
constexpr std::uint32_t kHasGraph = 1;
constexpr std::array<std::byte, kAlignment> kZeros = {};

struct Header {
  std::array<char, 8> magic = kMagic;
  std::uint32_t version = kVersion;
  std::uint32_t metric = 0;
  std::uint64_t dimension = 0;
  std::uint64_t rows = 0;
  std::uint64_t record_size = 0;
  std::uint64_t seed = 0;
  std::uint32_t neighbours = 0;
  std::uint32_t build_beam = 0;
  std::uint32_t flags = 0;
  std::uint32_t entry_row = kNoNode;
  float longest = 0;
  float lift_centre = 0;
  std::uint32_t layers = 0;
  std::uint32_t reserved = 0;
  std::array<std::uint32_t, kMostLayers> layer_sizes = {};
  std::uint64_t twins = 0;
  std::uint64_t strays = 0;
  std::uint64_t body_checksum = 0;
  std::array<std::uint64_t, 10> zeros = {};
  std::uint64_t header_checksum = 0;
};
static_assert(sizeof(Header) == 256 && std::has_unique_object_representations_v<std::array<std::uint64_t, 2>>);

std::uint64_t checksum_of(const Header& header) {
  return xxh3_64(std::as_bytes(std::span(&header, 1)).first(offsetof(Header, header_checksum)));
}

/// The arrays of the body in their order; each begins at a multiple of kAlignment.
struct Body {
  std::span<const float> centre;
  std::span<const std::int8_t> records;
  std::span<const std::uint32_t> base_links;
  std::span<const std::uint32_t> upper_rows;
  std::span<const std::int8_t> upper_records;
  std::span<const std::uint32_t> upper_links;
  std::span<const Twin> twins;
  std::span<const std::uint32_t> strays;

  template <class Visitor>
  static void visit(auto& body, Visitor&& visitor) {
    visitor(body.centre);
    visitor(body.records);
    visitor(body.base_links);
    visitor(body.upper_rows);
    visitor(body.upper_records);
    visitor(body.upper_links);
    visitor(body.twins);
    visitor(body.strays);
  }
};

std::size_t padding_after(std::size_t size) { return (kAlignment - size % kAlignment) % kAlignment; }

Body body_of(const GraphParts& graph) {
  return {graph.space.centre,  graph.records,     graph.base_links, graph.upper_rows,
          graph.upper_records, graph.upper_links, graph.twins,      graph.strays};
}

std::vector<std::span<const std::byte>> body_bytes(const GraphParts& graph) {
  std::vector<std::span<const std::byte>> parts;
  const Body body = body_of(graph);
  Body::visit(body, [&](const auto& array) {
    const std::span<const std::byte> bytes = std::as_bytes(array);
    if (bytes.empty()) return;
    parts.push_back(bytes);
    if (const std::size_t padding = padding_after(bytes.size()); padding > 0) parts.push_back(std::span(kZeros).first(padding));
  });
  return parts;
}

tl::unexpected<Error> refuse(ErrorCode code, std::string_view where, std::string what, std::string expected, std::string found) {
  return fail({.code = code,
               .what = std::move(what),
               .where = std::string(where),
               .expected = std::move(expected),
               .found = std::move(found),
               .next_step = "Build the index again"});
}

tl::unexpected<Error> corrupt(std::string_view where, std::string what) {
  return refuse(ErrorCode::kTableCorrupt, where, std::move(what), {}, {});
}

bool are_finite(std::span<const float> values) {
  return std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
}

Result<Header> read_header(std::span<const std::byte> bytes, std::string_view where) {
  Header header;
  if (bytes.size() < sizeof(Header))
    return refuse(ErrorCode::kFileTruncated, where, "the file ends within the header of an index",
                  std::to_string(sizeof(Header)) + " bytes", std::to_string(bytes.size()));
  std::memcpy(&header, bytes.data(), sizeof(Header));
  if (header.magic != kMagic)
    return refuse(ErrorCode::kFormatUnknown, where, "the file is no index of Kinora's", "KINGRAPH at its beginning", {});
  if (header.version != kVersion)
    return refuse(ErrorCode::kTableUnsupported, where, "the index has another version of the format", std::to_string(kVersion),
                  std::to_string(header.version));
  if (checksum_of(header) != header.header_checksum) return corrupt(where, "the header of the index is damaged");
  return header;
}

/// The header says nothing that no index can be: sizes that follow from it do not overflow.
bool is_possible(const Header& header) {
  if (header.metric > static_cast<std::uint32_t>(Metric::kDot) || header.dimension > kMostDimensions || header.rows > kMostRows)
    return false;
  if (header.layers > kMostLayers || header.twins > header.rows || header.strays > header.rows) return false;
  if (!are_finite(std::array{header.longest, header.lift_centre})) return false;
  if ((header.flags & kHasGraph) == 0) return header.layers == 0 && header.twins == 0 && header.entry_row == kNoNode;
  if (!GraphOptions{.neighbours = header.neighbours, .build_beam = header.build_beam}.validate()) return false;
  if (header.entry_row != kNoNode ? header.entry_row >= header.rows : header.layers > 0) return false;
  std::uint64_t below = header.rows;
  for (std::size_t layer = 0; layer < header.layers; ++layer) {
    if (header.layer_sizes[layer] == 0 || header.layer_sizes[layer] > below) return false;
    below = header.layer_sizes[layer];
  }
  return true;
}

struct OpenedGraph : GraphParts {
  std::shared_ptr<const void> owner;
};

std::shared_ptr<OpenedGraph> graph_of(const Header& header) {
  auto graph = std::make_shared<OpenedGraph>();
  graph->space.metric = static_cast<Metric>(header.metric);
  graph->space.dimension = header.dimension;
  graph->space.longest = header.longest;
  graph->space.lift_centre = header.lift_centre;
  graph->options = {
      .metric = graph->space.metric, .neighbours = header.neighbours, .build_beam = header.build_beam, .seed = header.seed};
  graph->has_graph = (header.flags & kHasGraph) != 0;
  graph->entry_row = header.entry_row;
  graph->layer_sizes.assign(header.layer_sizes.begin(), header.layer_sizes.begin() + header.layers);
  return graph;
}

/// Cuts arrays off the front of the bytes.
class Cutter {
 public:
  explicit Cutter(std::span<const std::byte> bytes) : rest_(bytes) {}

  template <class T>
  void cut(std::size_t count, std::span<const T>& array) {
    const std::size_t size = count * sizeof(T);
    const std::size_t whole = size + padding_after(size);
    if (whole > rest_.size()) {
      ended_ = true;
      rest_ = {};
      return;
    }
    array = {reinterpret_cast<const T*>(rest_.data()), count};
    rest_ = rest_.subspan(whole);
  }
  /// All arrays were there and nothing after them.
  [[nodiscard]] bool fits() const { return !ended_ && rest_.empty(); }

 private:
  std::span<const std::byte> rest_;
  bool ended_ = false;
};

Result<void> view_body(const Header& header, std::span<const std::byte> bytes, std::string_view where, GraphParts& graph) {
  const std::size_t size = graph.space.record_size();
  if (header.record_size != size) return corrupt(where, "the length of a row does not fit the index");
  Cutter cutter(bytes);
  std::span<const float> centre;
  cutter.cut(header.dimension, centre);
  cutter.cut(header.rows * size, graph.records);
  if (graph.has_graph) cutter.cut(header.rows * graph.degree_of(0), graph.base_links);
  const std::size_t upper = graph.layer_sizes.empty() ? 0 : graph.layer_sizes.front();
  cutter.cut(upper, graph.upper_rows);
  cutter.cut(upper * size, graph.upper_records);
  cutter.cut(graph.upper_offset(graph.layer_sizes.size() + 1), graph.upper_links);
  cutter.cut(header.twins, graph.twins);
  cutter.cut(header.strays, graph.strays);
  if (!cutter.fits()) return refuse(ErrorCode::kFileTruncated, where, "the index is not as long as its header says", {}, {});
  graph.space.centre.assign(centre.begin(), centre.end());
  if (!are_finite(graph.space.centre)) return corrupt(where, "the centre of the index is damaged");
  return {};
}

}  // namespace

void write_graph_header(GraphParts& graph) {
  Header header;
  header.metric = static_cast<std::uint32_t>(graph.space.metric);
  header.dimension = graph.space.dimension;
  header.rows = graph.rows();
  header.record_size = graph.space.record_size();
  header.seed = graph.options.seed;
  header.neighbours = static_cast<std::uint32_t>(graph.options.neighbours);
  header.build_beam = static_cast<std::uint32_t>(graph.options.build_beam);
  header.flags = graph.has_graph ? kHasGraph : 0;
  header.entry_row = graph.entry_row;
  header.longest = graph.space.longest;
  header.lift_centre = graph.space.lift_centre;
  header.layers = static_cast<std::uint32_t>(graph.layer_sizes.size());
  std::transform(graph.layer_sizes.begin(), graph.layer_sizes.end(), header.layer_sizes.begin(),
                 [](std::size_t size) { return static_cast<std::uint32_t>(size); });
  header.twins = graph.twins.size();
  header.strays = graph.strays.size();
  Xxh3Stream checksum;
  for (const std::span<const std::byte> part : body_bytes(graph)) checksum.update(part);
  header.body_checksum = checksum.digest();
  header.header_checksum = checksum_of(header);
  const std::span<const std::byte> bytes = std::as_bytes(std::span(&header, 1));
  graph.header.assign(bytes.begin(), bytes.end());
}

std::vector<std::span<const std::byte>> graph_bytes(const GraphParts& graph) {
  std::vector<std::span<const std::byte>> parts = body_bytes(graph);
  parts.insert(parts.begin(), graph.header);
  return parts;
}

Result<std::shared_ptr<const GraphParts>> open_graph(std::span<const std::byte> bytes, std::shared_ptr<const void> owner,
                                                     std::string_view where, GraphCheck check) {
  KINORA_TRY(const Header header, read_header(bytes, where));
  if (!is_possible(header)) return corrupt(where, "the header of the index contradicts itself");
  if (reinterpret_cast<std::uintptr_t>(bytes.data()) % kAlignment != 0)
    return refuse(ErrorCode::kInvalidArgument, where, "the bytes of the index are not aligned", "a multiple of 64", {});
  const std::span<const std::byte> body = bytes.subspan(sizeof(Header));
  const std::shared_ptr<OpenedGraph> graph = graph_of(header);
  graph->owner = std::move(owner);
  KINORA_TRY_VOID(view_body(header, body, where, *graph));
  graph->header.assign(bytes.begin(), bytes.begin() + sizeof(Header));
  if (check == GraphCheck::kEveryByte && xxh3_64(body) != header.body_checksum)
    return corrupt(where, "the index is damaged: its checksum is wrong");
  return graph;
}

}  // namespace kinora
