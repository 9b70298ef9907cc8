#pragma once

#include "kinora/base/result.hpp"
#include "store/lance/bytes.hpp"
#include "store/lance/wire.pb.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kinora::lance {

/// What a manifest file holds. Fields of the messages that this project does not know are kept by the messages themselves.
struct ManifestFile {
  wire::Manifest manifest;
  std::optional<wire::Transaction> transaction;  ///< what led to this version, if the file says
  std::string index_section;                     ///< LanceDB's index list, opaque; empty = none
};

/// Reads a whole file. Errors: kTableCorrupt (torn: no footer, a section outside of the file, not a message, no version),
/// kTableUnsupported (a manifest format of another number). `where` is the file's name for messages.
[[nodiscard]] Result<ManifestFile> parse_manifest(Bytes file, std::string_view where);

/// The bytes of a manifest file; sets the section offsets in the manifest written.
[[nodiscard]] std::string serialize_manifest(ManifestFile file);

/// The name of a transaction's operation, as VersionInfo has it; "unknown" if it is none that is known.
[[nodiscard]] std::string operation_name(const wire::Transaction& transaction);

}  // namespace kinora::lance
