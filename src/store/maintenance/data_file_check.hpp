#pragma once

#include "base/file_system.hpp"
#include "store/lance/column_reader.hpp"
#include "store/lance/schema.hpp"
#include "store/lance/wire.pb.h"
#include "store/maintenance/findings.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>

namespace kinora::maintenance {

/// Reads the data files of fragments to the last byte, each file and each of its columns once, however many versions share it.
class DataFileCheck {
 public:
  DataFileCheck(FileSystem& files, std::filesystem::path table, VerifyReport& report, Findings& findings)
      : files_(files), table_(std::move(table)), report_(report), findings_(findings) {}

  /// Checks a fragment's files, and decodes every column of `fields` in them. `where` is the manifest's name.
  void check(const lance::wire::Fragment& fragment, std::span<const lance::TableField> fields, const std::string& where);

 private:
  /// Nothing if the file is damaged: its columns cannot be read.
  std::optional<lance::FragmentFile> open(const lance::wire::DataFile& file, std::uint64_t rows, const std::string& where);
  std::optional<lance::FragmentFile> read_whole(const lance::wire::DataFile& file, std::uint64_t rows, const std::string& where);
  void check_descriptor(const std::filesystem::path& path, std::uint64_t rows);
  void check_column(const lance::Fragment& fragment, const lance::TableField& field);
  void check_foreign_column(const lance::FragmentFile& file, std::size_t column);

  FileSystem& files_;
  std::filesystem::path table_;
  VerifyReport& report_;
  Findings& findings_;
  std::map<std::string, std::optional<lance::FragmentFile>> opened_;  ///< by name and what is expected of it
  std::set<std::string> read_;                                        ///< columns, each by its file, field and type
};

}  // namespace kinora::maintenance
