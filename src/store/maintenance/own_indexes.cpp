#include "store/maintenance/own_indexes.hpp"

#include "base/try.hpp"
#include "store/indexes/index_changes.hpp"
#include "store/indexes/index_files.hpp"
#include "store/lance/snapshot.hpp"

#include <utility>
#include <vector>

namespace kinora::maintenance {
namespace {

using Path = std::filesystem::path;

/// Sees that the file of an index is whole, to its last byte.
Result<void> check_file(FileSystem& files, const Path& table, const indexes::Description& description) {
  const Path path = table / indexes::kIndexDirectory / description.file;
  if (auto read = files.read_through(path); !read && read.error().code != ErrorCode::kFileNotFound) return read;
  KINORA_TRY(const indexes::OpenIndex index, indexes::open_index(files, table, description));
  return indexes::check_bytes(index, description);
}

void note_staleness(const indexes::Description& description, const lance::Snapshot& snapshot, const std::string& where,
                    Findings& findings) {
  const indexes::Coverage coverage = indexes::coverage_of(description, snapshot);
  if (const auto reason = indexes::reason_to_refuse(coverage))
    findings.note(where, "the index is stale, and not asked: " + *reason);
}

}  // namespace

Result<std::optional<std::set<std::string>>> named_index_files(FileSystem& files, const Path& table) {
  KINORA_TRY(const std::vector<std::string> names, indexes::list_names(files, table));
  std::set<std::string> named;
  for (const std::string& name : names) {
    const auto description = indexes::read_description(files, table, name);
    if (!description && description.error().code == ErrorCode::kFileNotFound) continue;  // dropped since
    if (!description && description.error().code == ErrorCode::kFileUnreadable) return fail(description.error());
    if (!description) return std::optional<std::set<std::string>>();
    named.insert(name + std::string(indexes::kDescriptionSuffix));
    named.insert(description->file);
  }
  return std::optional(std::move(named));
}

void check_own_indexes(FileSystem& files, const Path& table, VerifyReport& report, Findings& findings) {
  auto names = indexes::list_names(files, table);
  if (!names) return findings.add(std::move(names).error());
  const auto snapshot = lance::open_snapshot(files, table, std::nullopt);
  for (const std::string& name : *names) {
    const std::string where = (table / indexes::kIndexDirectory / (name + std::string(indexes::kDescriptionSuffix))).string();
    ++report.index_files;
    auto description = indexes::read_description(files, table, name);
    if (!description) {
      findings.add(std::move(description).error());
      continue;
    }
    ++report.index_files;
    if (auto whole = check_file(files, table, *description); !whole) findings.add(std::move(whole).error());
    if (snapshot) note_staleness(*description, *snapshot, where, findings);
  }
}

}  // namespace kinora::maintenance
