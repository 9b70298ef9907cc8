#include "store/lance/manifest_file.hpp"
#include "store/lance/bytes.hpp"

#include "base/try.hpp"
#include "store/lance/bytes.hpp"

#include <limits>
#include <utility>

namespace kinora::lance {
namespace {

constexpr std::string_view kManifestMagic = "LANC";
constexpr std::size_t kFooterSize = 16;
constexpr std::uint16_t kMajor = 0;
constexpr std::uint16_t kMinor = 2;

/// A section is a u32 length and as many bytes.
Result<Bytes> section_at(Bytes file, std::uint64_t offset, std::string_view where, std::string_view what) {
  KINORA_TRY(const Bytes length, slice(file, offset, sizeof(std::uint32_t), where, what));
  return slice(file, offset + sizeof(std::uint32_t), load<std::uint32_t>(length, 0), where, what);
}

template <class Message>
Result<void> parse_message(Message& message, Bytes bytes, std::string_view where, std::string_view what) {
  if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()) ||
      !message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    return corrupt(where, std::string(what) + " is not a well-formed message");
  return {};
}

/// The offset at which the section will lie.
std::uint64_t append_section(std::string& out, const std::string& bytes) {
  const std::uint64_t offset = out.size();
  append_number(out, static_cast<std::uint32_t>(bytes.size()));
  out += bytes;
  return offset;
}

}  // namespace

Result<ManifestFile> parse_manifest(Bytes file, std::string_view where) {
  if (file.size() < kFooterSize)
    return corrupt(where, "the manifest is torn", "at least 16 bytes", std::to_string(file.size()) + " bytes");
  const Bytes footer = file.last(kFooterSize);
  if (std::memcmp(footer.data() + 12, kManifestMagic.data(), kManifestMagic.size()) != 0)
    return corrupt(where, "the manifest is torn", "the four letters LANC at its end");
  const auto major = load<std::uint16_t>(footer, 8);
  const auto minor = load<std::uint16_t>(footer, 10);
  if (major != kMajor || minor != kMinor)
    return unsupported(where, "manifest format " + std::to_string(major) + "." + std::to_string(minor));

  const Bytes body = file.first(file.size() - kFooterSize);
  ManifestFile result;
  KINORA_TRY(const Bytes manifest, section_at(body, load<std::uint64_t>(footer, 0), where, "the manifest's message"));
  KINORA_TRY_VOID(parse_message(result.manifest, manifest, where, "the manifest"));
  if (result.manifest.version() == 0) return corrupt(where, "the manifest has no version");
  if (result.manifest.has_index_section()) {
    KINORA_TRY(const Bytes index, section_at(body, result.manifest.index_section(), where, "the index section"));
    result.index_section.assign(reinterpret_cast<const char*>(index.data()), index.size());
  }
  if (result.manifest.has_transaction_section()) {
    KINORA_TRY(const Bytes bytes, section_at(body, result.manifest.transaction_section(), where, "the transaction section"));
    KINORA_TRY_VOID(parse_message(result.transaction.emplace(), bytes, where, "the transaction"));
  }
  return result;
}

std::string serialize_manifest(ManifestFile file) {
  std::string out;
  file.manifest.clear_index_section();
  file.manifest.clear_transaction_section();
  if (!file.index_section.empty()) file.manifest.set_index_section(append_section(out, file.index_section));
  if (file.transaction) file.manifest.set_transaction_section(append_section(out, file.transaction->SerializeAsString()));
  const std::uint64_t position = append_section(out, file.manifest.SerializeAsString());
  append_number(out, position);
  append_number(out, kMajor);
  append_number(out, kMinor);
  out += kManifestMagic;
  return out;
}

std::string operation_name(const wire::Transaction& transaction) {
  switch (transaction.operation_case()) {
    case wire::Transaction::kAppend:
      return "append";
    case wire::Transaction::kDelete:
      return "delete";
    case wire::Transaction::kOverwrite:
      return "overwrite";
    case wire::Transaction::kCreateIndex:
      return "create_index";
    case wire::Transaction::kRewrite:
      return "rewrite";
    case wire::Transaction::kMerge:
      return "merge";
    case wire::Transaction::kRestore:
      return "restore";
    case wire::Transaction::kReserveFragments:
      return "reserve_fragments";
    case wire::Transaction::kUpdate:
      return "update";
    case wire::Transaction::kProject:
      return "project";
    case wire::Transaction::kUpdateConfig:
      return "update_config";
    case wire::Transaction::OPERATION_NOT_SET:
      break;
  }
  return "unknown";
}

}  // namespace kinora::lance
