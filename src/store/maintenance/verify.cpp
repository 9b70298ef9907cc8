#include "kinora/store/verify.hpp"

#include "base/try.hpp"
#include "store/indexes/index_files.hpp"
#include "store/lance/deletion_file.hpp"
#include "store/lance/features.hpp"
#include "store/lance/manifest_store.hpp"
#include "store/maintenance/data_file_check.hpp"
#include "store/maintenance/own_indexes.hpp"
#include "store/maintenance/table_files.hpp"
#include "store/maintenance/tag_store.hpp"
#include "store/maintenance/verify_table.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace kinora {
namespace maintenance {
namespace {

using lance::ManifestFile;
using lance::VersionName;
using Path = std::filesystem::path;

constexpr std::string_view kVerifyStage = "verify";

class Verification {
 public:
  Verification(FileSystem& files, Path table, const Execution& execution)
      : files_(files),
        table_(std::move(table)),
        execution_(execution),
        findings_(report_.findings),
        data_(files_, table_, report_, findings_) {}

  Result<VerifyReport> run(const VerifyOptions& options) {
    KINORA_TRY_VOID(read_manifests());
    KINORA_TRY(const std::vector<const Version*> chosen, choose(options));
    KINORA_TRY_VOID(check_versions(chosen));
    findings_.set_version(0);
    check_tags();
    check_own_indexes(files_, table_, report_, findings_);
    KINORA_TRY_VOID(note_leftovers());
    return std::move(report_);
  }

 private:
  struct Version {
    VersionName name;
    ManifestFile file;
    std::string where;
  };

  Result<void> read_manifests();
  Result<std::vector<const Version*>> choose(const VerifyOptions& options);
  Result<void> check_versions(const std::vector<const Version*>& chosen);
  Result<void> check_rows(const Version& version);
  void check_fragment_ids(const Version& version);
  void check_deletions(const Version& version, const lance::wire::Fragment& fragment);
  void check_transaction(const Version& version);
  void check_indices(const Version& version);
  void check_tags();
  Result<void> note_leftovers();
  void note_unnamed(const char* directory, const std::set<std::string>& named);

  FileSystem& files_;
  Path table_;
  const Execution& execution_;
  VerifyReport report_;
  Findings findings_;
  DataFileCheck data_;
  std::vector<Version> versions_;  ///< those whose manifests are whole, ascending
  std::set<std::string> deletions_read_;
  std::set<std::string> indices_read_;
  bool all_readable_ = true;  ///< every manifest could be read, so that what none names is named by none
};

Result<void> Verification::read_manifests() {
  KINORA_TRY(const std::vector<VersionName> names, lance::list_manifests(files_, table_));
  if (names.empty())
    return lance::corrupt(table_.string(), "the directory is no table: there is no version in it", "a file _versions/*.manifest");
  for (std::size_t i = 0; i < names.size(); ++i) {
    findings_.set_version(names[i].version);
    const std::string where = manifest_path(table_, names[i]).string();
    if (i != 0 && names[i - 1].version == names[i].version) findings_.damage(where, "two manifests are of this version");
    ++report_.manifests;
    auto read = files_.read_through(where);
    auto file = read ? lance::read_manifest(files_, table_, names[i]) : fail(read.error());
    if (file) {
      versions_.push_back({names[i], *std::move(file), where});
    } else {
      findings_.add(std::move(file).error());
      all_readable_ = false;
    }
  }
  return {};
}

Result<std::vector<const Verification::Version*>> Verification::choose(const VerifyOptions& options) {
  std::vector<const Version*> chosen;
  for (const Version& version : versions_)
    if (options.all_versions || version.name.version == options.version) chosen.push_back(&version);
  if (!options.all_versions && !options.version && !versions_.empty()) chosen.push_back(&versions_.back());
  if (!options.version || options.all_versions || !chosen.empty()) return chosen;
  // A version whose manifest is torn is a finding already.
  const bool torn = std::any_of(report_.findings.begin(), report_.findings.end(),
                                [&](const Finding& finding) { return finding.version == *options.version; });
  if (torn) return chosen;
  return fail({.code = ErrorCode::kFileNotFound,
               .what = "the table has no version " + std::to_string(*options.version),
               .where = table_.string(),
               .next_step = "List the table's versions"});
}

Result<void> Verification::check_versions(const std::vector<const Version*>& chosen) {
  std::map<std::string, std::uint64_t> sizes;
  for (const Version* version : chosen)
    for (const lance::wire::Fragment& fragment : version->file.manifest.fragments())
      for (const lance::wire::DataFile& file : fragment.files()) sizes[file.path()] = file.file_size();
  std::uint64_t total = 0;
  for (const auto& [name, size] : sizes) total += size;
  execution_.stage_begin(kVerifyStage, total, "bytes");
  for (const Version* version : chosen) {
    findings_.set_version(version->name.version);
    report_.versions.push_back(version->name.version);
    KINORA_TRY_VOID(check_rows(*version));
    check_transaction(*version);
    check_indices(*version);
  }
  execution_.stage_end();
  return {};
}

Result<void> Verification::check_rows(const Version& version) {
  const lance::wire::Manifest& manifest = version.file.manifest;
  check_fragment_ids(version);
  if (auto readable = lance::check_readable(manifest, version.where); !readable) {
    findings_.add(std::move(readable).error());
    return {};
  }
  auto fields = lance::read_schema(manifest.fields(), version.where);
  if (!fields) {
    findings_.add(std::move(fields).error());
    return {};
  }
  for (const lance::TableField& field : *fields)
    if (!field.carried())
      findings_.add(FindingKind::kUnsupported, version.where,
                    "the values of column '" + field.field.name + "' are not decoded: its type is " + field.unsupported_type);
  for (const lance::wire::Fragment& fragment : manifest.fragments()) {
    if (execution_.cancelled()) return fail(cancelled_error(kVerifyStage));
    data_.check(fragment, *fields, version.where);
    if (fragment.has_deletion_file()) check_deletions(version, fragment);
    execution_.stage_progress(report_.data_bytes);
  }
  return {};
}

void Verification::check_fragment_ids(const Version& version) {
  const lance::wire::Manifest& manifest = version.file.manifest;
  std::set<std::uint64_t> ids;
  for (const lance::wire::Fragment& fragment : manifest.fragments()) {
    if (!ids.insert(fragment.id()).second)
      findings_.damage(version.where, "two fragments have the number " + std::to_string(fragment.id()));
    if (manifest.has_max_fragment_id() && fragment.id() > manifest.max_fragment_id())
      findings_.damage(version.where, "fragment " + std::to_string(fragment.id()) + " is above the highest number " +
                                          std::to_string(manifest.max_fragment_id()) + ", so that it would be given again");
  }
}

void Verification::check_deletions(const Version&, const lance::wire::Fragment& fragment) {
  const auto& file = fragment.deletion_file();
  const std::string key = std::to_string(fragment.id()) + "/" + file.SerializeAsString();
  if (!deletions_read_.insert(key).second) return;
  ++report_.deletion_files;
  const auto dead = lance::read_deletion_file(files_, table_, fragment.id(), file, fragment.physical_rows());
  if (!dead) findings_.add(dead.error());
}

/// Nobody needs what led to a version, but for its operation's name in a listing.
void Verification::check_transaction(const Version& version) {
  const std::string& name = version.file.manifest.transaction_file();
  if (version.file.transaction || name.empty()) return;
  const Path path = table_ / lance::kTransactionsDirectory / name;
  if (!files_.exists(path)) findings_.note(path.string(), "the transaction file is missing");
}

void Verification::check_indices(const Version& version) {
  const auto indices = foreign_indices(version.file, version.where);
  if (!indices) return findings_.add(indices.error());
  for (const ForeignIndex& index : *indices) {
    if (!indices_read_.insert(index.directory).second) continue;
    const Path directory = table_ / kIndicesDirectory / index.directory;
    if (!files_.exists(directory)) {
      findings_.damage(directory.string(), "the files of LanceDB's index '" + index.name + "' are missing");
      continue;
    }
    for (const ForeignIndex::File& file : index.files) {
      const Path path = directory / Path(file.name).filename();
      ++report_.index_files;
      if (auto read = files_.read_through(path); !read) {
        findings_.add(std::move(read).error());
      } else if (const auto size = files_.size(path); size && file.size != 0 && *size != file.size) {
        findings_.damage(path.string(), "a file of LanceDB's index '" + index.name + "' has " + std::to_string(*size) +
                                            " bytes, not " + std::to_string(file.size));
      }
    }
  }
}

void Verification::check_tags() {
  auto names = list_tag_files(files_, table_);
  if (!names) return findings_.add(std::move(names).error());
  for (const std::string& name : *names) {
    ++report_.tags;
    const std::string where = (table_ / kTagsDirectory / name).string();
    std::uint64_t manifest_size = 0;
    auto tag = read_tag_file(files_, table_, name, &manifest_size);
    if (!tag) {
      findings_.add(std::move(tag).error());
      continue;
    }
    if (!tag->branch.empty()) {
      findings_.add(FindingKind::kUnsupported, where, "the tag is of a version of the branch '" + tag->branch + "'");
      continue;
    }
    const auto version =
        std::find_if(versions_.begin(), versions_.end(), [&](const Version& each) { return each.name.version == tag->version; });
    if (version == versions_.end()) {
      findings_.damage(where, "the tag is of version " + std::to_string(tag->version) + ", which is not there or is torn");
    } else if (const auto size = files_.size(version->where); size && *size != manifest_size) {
      findings_.note(where, "the tag says that the manifest has " + std::to_string(manifest_size) + " bytes, it has " +
                                std::to_string(*size));
    }
  }
}

Result<void> Verification::note_leftovers() {
  KINORA_TRY(const std::vector<std::string> names, list_if_there(files_, table_ / lance::kVersionsDirectory));
  for (const std::string& name : names)
    if (!lance::parse_manifest_name(name) && name != "latest_version_hint.json")
      findings_.note((table_ / lance::kVersionsDirectory / name).string(), name.ends_with(".torn")
                                                                               ? "a torn manifest that was moved aside"
                                                                               : "no manifest: what an unfinished commit left");
  if (!all_readable_) return {};
  NamedFiles named;
  for (const Version& version : versions_)
    if (auto added = named.add(version.file, version.where); !added) {
      findings_.set_version(version.name.version);
      findings_.add(std::move(added).error());
      return {};
    }
  note_unnamed(lance::kDataDirectory, named.data);
  note_unnamed(lance::kDeletionsDirectory, named.deletions);
  note_unnamed(lance::kTransactionsDirectory, named.transactions);
  note_unnamed(kIndicesDirectory, named.indices);
  const auto own_indexes = named_index_files(files_, table_);
  if (own_indexes && *own_indexes) note_unnamed(indexes::kIndexDirectory, **own_indexes);
  return {};
}

void Verification::note_unnamed(const char* directory, const std::set<std::string>& named) {
  const auto names = list_if_there(files_, table_ / directory);
  if (!names) return findings_.add(names.error());
  std::size_t count = 0;
  std::uint64_t bytes = 0;
  for (const std::string& name : *names) {
    if (named.contains(name)) continue;
    ++count;
    bytes += size_of(files_, table_ / directory / name);
  }
  if (count != 0)
    findings_.note((table_ / directory).string(), std::to_string(count) + " files, " + std::to_string(bytes) +
                                                      " bytes, that no version names: of a commit under way or given up");
}

}  // namespace

Result<VerifyReport> verify(FileSystem& files, const Path& table, const VerifyOptions& options, const Execution& execution) {
  return Verification(files, table, execution).run(options);
}

}  // namespace maintenance

std::string_view finding_kind_name(FindingKind kind) {
  switch (kind) {
    case FindingKind::kDamage:
      return "damage";
    case FindingKind::kUnsupported:
      return "unsupported";
    case FindingKind::kNote:
      break;
  }
  return "note";
}

bool VerifyReport::sound() const {
  return std::none_of(findings.begin(), findings.end(), [](const Finding& each) { return each.kind == FindingKind::kDamage; });
}

Result<VerifyReport> verify(const std::filesystem::path& table, const VerifyOptions& options, const Execution& execution) {
  return maintenance::verify(local_file_system(), table, options, execution);
}

}  // namespace kinora
