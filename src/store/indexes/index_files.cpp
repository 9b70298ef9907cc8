#include "store/indexes/index_files.hpp"

#include "base/hash.hpp"
#include "base/try.hpp"
#include "store/lance/errors.hpp"
#include "store/lance/new_file.hpp"
#include "store/lance/uuid.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>

namespace kinora::indexes {
namespace {

using Path = std::filesystem::path;
using lance::corrupt;

constexpr std::size_t kAlignment = 64;  // of the bytes that a GraphIndex views

constexpr const char* kRebuild = "Update the index, which makes it anew, or drop it; searches do without it";

tl::unexpected<Error> damaged(std::string_view where, std::string what, std::string expected = {}, std::string found = {}) {
  auto error = corrupt(where, std::move(what), std::move(expected), std::move(found));
  error.value().next_step = kRebuild;
  return error;
}

Path description_path(const Path& table, std::string_view name) {
  return table / kIndexDirectory / std::string(name).append(kDescriptionSuffix);
}

tl::unexpected<Error> no_such_index(const Path& table, std::string_view name) {
  return fail({.code = ErrorCode::kFileNotFound,
               .what = "the table has no index '" + lance::printable(std::string(name)) + "'",
               .where = table.string(),
               .next_step = "List the table's indexes"});
}

struct AlignedBytes {
  std::unique_ptr<std::byte[]> memory;
  std::span<std::byte> bytes;
};

/// A copy that begins where a GraphIndex may begin; a mapping of the operating system does.
std::shared_ptr<const AlignedBytes> aligned_copy(std::span<const std::byte> bytes) {
  auto copy = std::make_shared<AlignedBytes>();
  copy->memory = std::make_unique<std::byte[]>(bytes.size() + kAlignment);
  const auto address = reinterpret_cast<std::uintptr_t>(copy->memory.get());
  copy->bytes = std::span(copy->memory.get() + (kAlignment - address % kAlignment) % kAlignment, bytes.size());
  std::copy(bytes.begin(), bytes.end(), copy->bytes.begin());
  return copy;
}

/// Whether the bytes are of the index that is described, as far as they say it.
Result<void> check_shape(const GraphIndex& graph, const Description& description, const std::string& where) {
  if (graph.rows() == description.rows() && graph.dimension() == description.dimension &&
      graph.options().metric == description.metric && graph.has_graph() == (description.kind == IndexKind::kGraph))
    return {};
  return damaged(where, "the file is of another index",
                 std::to_string(description.rows()) + " rows of " + std::to_string(description.dimension) + " numbers",
                 std::to_string(graph.rows()) + " rows of " + std::to_string(graph.dimension()) + " numbers");
}

Result<void> write_bytes(FileSystem& files, const Path& path, const GraphIndex& graph) {
  const auto write = [&]() -> Result<void> {
    KINORA_TRY(const auto file, files.create(path, CreateMode::kExclusive));
    for (const std::span<const std::byte> part : graph.bytes()) KINORA_TRY_VOID(file->append(part));
    KINORA_TRY_VOID(file->sync());
    return file->close();
  };
  Result<void> written = write();
  if (!written) static_cast<void>(files.remove(path));
  return written;
}

std::uint64_t checksum_of(const GraphIndex& graph) {
  Xxh3Stream stream;
  for (const std::span<const std::byte> part : graph.bytes()) stream.update(part);
  return stream.digest();
}

enum class Outcome : std::uint8_t { kNamed, kTaken };

Result<Outcome> name_description(FileSystem& files, const Path& table, const Description& description, bool replace) {
  const Path path = description_path(table, description.name);
  const Path temporary = path.parent_path() / std::string(kTemporaryPrefix).append(lance::make_uuid());
  const std::string text = to_json(description);
  if (!replace) {
    KINORA_TRY(const lance::Race race, lance::publish_new_file(files, path, temporary, text));
    return race == lance::Race::kWon ? Outcome::kNamed : Outcome::kTaken;
  }
  KINORA_TRY_VOID(lance::write_new_file(files, temporary, text));
  if (auto renamed = files.rename(temporary, path); !renamed) {
    static_cast<void>(files.remove(temporary));
    return fail(std::move(renamed).error());
  }
  return Outcome::kNamed;
}

}  // namespace

Result<std::vector<std::string>> list_names(FileSystem& files, const Path& table) {
  auto names = files.list(table / kIndexDirectory);
  if (!names && names.error().code == ErrorCode::kFileNotFound) return std::vector<std::string>();
  if (!names) return fail(std::move(names).error());
  std::vector<std::string> found;
  for (std::string& name : *names) {
    if (name.starts_with('.') || !name.ends_with(kDescriptionSuffix)) continue;
    name.resize(name.size() - kDescriptionSuffix.size());
    if (!check_name(name)) continue;
    found.push_back(std::move(name));
  }
  std::sort(found.begin(), found.end());
  return found;
}

Result<Description> read_description(FileSystem& files, const Path& table, std::string_view name) {
  if (!check_name(name)) return no_such_index(table, name);
  const Path path = description_path(table, name);
  const auto mapped = files.map(path);
  if (!mapped && mapped.error().code == ErrorCode::kFileNotFound) return no_such_index(table, name);
  if (!mapped) return fail(mapped.error());
  auto description = parse_description((*mapped)->text(), name, path.string());
  if (!description && description.error().code == ErrorCode::kTableCorrupt)
    description.error().next_step = "Drop the index and make it anew";
  return description;
}

Result<OpenIndex> open_index(FileSystem& files, const Path& table, const Description& description) {
  const Path path = table / kIndexDirectory / description.file;
  const std::string where = path.string();
  auto mapped = files.map(path);
  if (!mapped && mapped.error().code == ErrorCode::kFileNotFound) return damaged(where, "the file of an index is missing");
  if (!mapped) return fail(std::move(mapped).error());
  std::span<const std::byte> bytes = (*mapped)->bytes();
  if (bytes.size() != description.bytes)
    return damaged(where, "the file of an index is cut off or too long", std::to_string(description.bytes) + " bytes",
                   std::to_string(bytes.size()) + " bytes");
  std::shared_ptr<const void> owner = *mapped;
  if (reinterpret_cast<std::uintptr_t>(bytes.data()) % kAlignment != 0) {
    auto copy = aligned_copy(bytes);
    bytes = copy->bytes;
    owner = std::move(copy);
  }
  auto graph = GraphIndex::open(bytes, std::move(owner), where, GraphCheck::kHeader);
  if (!graph && graph.error().code == ErrorCode::kTableUnsupported) return fail(std::move(graph).error());
  if (!graph)
    return damaged(where, std::move(graph.error().what), std::move(graph.error().expected), std::move(graph.error().found));
  KINORA_TRY_VOID(check_shape(*graph, description, where));
  return OpenIndex{.graph = *std::move(graph), .bytes = bytes, .where = where};
}

Result<void> check_bytes(const OpenIndex& index, const Description& description) {
  if (xxh3_64(index.bytes) == description.checksum) return {};
  return damaged(index.where, "the bytes of an index have another checksum");
}

Result<void> publish(FileSystem& files, const Path& table, Description& description, const GraphIndex& graph, bool replace) {
  const Path directory = table / kIndexDirectory;
  KINORA_TRY_VOID(files.create_directories(directory));
  KINORA_TRY_VOID(files.sync_directory(table));
  description.file = lance::make_uuid().append(kBytesSuffix);
  description.bytes = graph.size_in_bytes();
  description.checksum = checksum_of(graph);
  const Path path = directory / description.file;
  KINORA_TRY_VOID(write_bytes(files, path, graph));
  const auto replaced = read_description(files, table, description.name);
  const auto name = [&]() -> Result<Outcome> {
    KINORA_TRY_VOID(files.sync_directory(directory));
    return name_description(files, table, description, replace);
  };
  const Result<Outcome> outcome = name();
  if (!outcome || *outcome == Outcome::kTaken) {
    // An error may come after the description was named: then it needs the bytes.
    const auto now = read_description(files, table, description.name);
    if (!now || now->file != description.file) static_cast<void>(files.remove(path));
  }
  if (!outcome) return fail(outcome.error());
  if (*outcome == Outcome::kTaken)
    return fail({.code = ErrorCode::kAlreadyExists,
                 .what = "the table has an index '" + description.name + "' already",
                 .where = table.string(),
                 .next_step = "Choose another name, or replace that one"});
  KINORA_TRY_VOID(files.sync_directory(directory));
  if (replace && replaced && replaced->file != description.file) static_cast<void>(files.remove(directory / replaced->file));
  return {};
}

Result<void> remove_index(FileSystem& files, const Path& table, std::string_view name) {
  const auto description = read_description(files, table, name);
  if (!description && description.error().code == ErrorCode::kFileNotFound) return fail(description.error());
  KINORA_TRY_VOID(files.remove(description_path(table, name)));
  KINORA_TRY_VOID(files.sync_directory(table / kIndexDirectory));
  if (description) static_cast<void>(files.remove(table / kIndexDirectory / description->file));
  return {};
}

}  // namespace kinora::indexes
