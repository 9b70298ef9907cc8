#include "store/indexes/description.hpp"

#include "base/hash.hpp"
#include "base/try.hpp"
#include "store/lance/errors.hpp"
#include "store/maintenance/rfc3339.hpp"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

namespace kinora::indexes {
namespace {

using Json = nlohmann::ordered_json;
using lance::corrupt;

constexpr std::uint64_t kForm = 1;
constexpr const char* kFormKey = "kinora_index";
constexpr std::size_t kTailLength = 36;
constexpr std::size_t kLongestName = 240;
constexpr int kIndent = 1;

std::string hexadecimal(std::uint64_t value) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text(16, '0');
  for (std::size_t i = text.size(); i-- > 0; value >>= 4U) text[i] = kDigits[value & 0xFU];
  return text;
}

std::optional<std::uint64_t> from_hexadecimal(std::string_view text) {
  if (text.size() != 16) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) {
    const bool is_digit = c >= '0' && c <= '9';
    if (!is_digit && (c < 'a' || c > 'f')) return std::nullopt;
    value = value << 4U | static_cast<std::uint64_t>(is_digit ? c - '0' : c - 'a' + 10);
  }
  return value;
}

/// What stands behind the rest of the file, whose checksum it has.
std::string tail_of(std::string_view rest) { return ",\n \"checksum\": \"" + hexadecimal(xxh3_64(rest)) + "\"\n}\n"; }

/// Takes values of a kind out of an object; what is missing or of another kind is remembered.
class Reader {
 public:
  explicit Reader(const Json& object) : object_(object) {}

  std::uint64_t number(const char* key) {
    const Json* value = find(key);
    if (value != nullptr && value->is_number_unsigned()) return value->get<std::uint64_t>();
    refuse(key);
    return 0;
  }
  std::string text(const char* key) {
    const Json* value = find(key);
    if (value != nullptr && value->is_string()) return value->get<std::string>();
    refuse(key);
    return {};
  }
  std::uint64_t checksum(const char* key) {
    const auto value = from_hexadecimal(text(key));
    if (!value) refuse(key);
    return value.value_or(0);
  }
  /// The name of a file, which must not lead out of its directory.
  std::string file(const char* key) {
    std::string name = text(key);
    if (name.empty() || name.front() == '.' || name.find_first_of(std::string_view("/\\\0", 3)) != std::string::npos) refuse(key);
    return name;
  }
  void refuse(const char* key) {
    if (refused_.empty()) refused_ = key;
  }
  [[nodiscard]] const std::string& refused() const { return refused_; }

 private:
  const Json* find(const char* key) const {
    const auto found = object_.find(key);
    return found == object_.end() ? nullptr : &*found;
  }

  const Json& object_;
  std::string refused_;
};

/// Its form and checksum are right, so that a fault in it is ours, or somebody meant it.
Result<Json> parse_object(std::string_view text, const std::string& where) {
  Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded() || !json.is_object()) return corrupt(where, "the description of an index is no JSON object");
  const auto form = json.find(kFormKey);
  if (form == json.end() || !form->is_number_unsigned() || form->get<std::uint64_t>() == 0)
    return corrupt(where, "the file describes no index of Kinora's");
  if (form->get<std::uint64_t>() > kForm)
    return fail({.code = ErrorCode::kTableUnsupported,
                 .what = "the index is of a newer form",
                 .where = lance::printable(where),
                 .expected = "form " + std::to_string(kForm),
                 .found = "form " + std::to_string(form->get<std::uint64_t>()),
                 .next_step = "Use the version of Kinora that made it, or drop the index and make it anew"});
  const std::size_t rest = text.size() - std::min(text.size(), kTailLength);
  if (text.substr(rest) != tail_of(text.substr(0, rest)))
    return corrupt(where, "the description of an index has another checksum", tail_of(text.substr(0, rest)),
                   std::string(text.substr(rest)));
  return json;
}

Result<std::vector<CoveredFragment>> parse_fragments(const Json& json, const std::string& where) {
  const auto list = json.find("fragments");
  if (list == json.end() || !list->is_array()) return corrupt(where, "the description of an index has no list of fragments");
  std::vector<CoveredFragment> fragments;
  std::set<std::uint64_t> ids;
  std::uint64_t rows = 0;
  for (const Json& each : *list) {
    if (!each.is_object()) return corrupt(where, "a fragment of the index is no object");
    Reader reader(each);
    CoveredFragment& fragment = fragments.emplace_back();
    fragment.id = reader.number("id");
    fragment.rows = reader.number("rows");
    fragment.file = reader.file("file");
    fragment.column = reader.number("column");
    if (!reader.refused().empty()) return corrupt(where, "a fragment of the index has no good '" + reader.refused() + "'");
    if (!ids.insert(fragment.id).second)
      return corrupt(where, "the index has fragment " + std::to_string(fragment.id) + " twice");
    if (__builtin_add_overflow(rows, fragment.rows, &rows) || rows > kMostIndexRows)
      return corrupt(where, "the index has more rows than can be", std::to_string(kMostIndexRows));
  }
  return fragments;
}

}  // namespace

std::uint64_t Description::rows() const {
  std::uint64_t rows = 0;
  for (const CoveredFragment& fragment : fragments) rows += fragment.rows;
  return rows;
}

std::string to_json(const Description& description) {
  Json fragments = Json::array();
  for (const CoveredFragment& each : description.fragments)
    fragments.push_back({{"id", each.id}, {"rows", each.rows}, {"file", each.file}, {"column", each.column}});
  Json json = {{kFormKey, kForm},
               {"name", description.name},
               {"column", lance::printable(description.column)},
               {"field", static_cast<std::uint64_t>(description.field)},
               {"dimension", description.dimension},
               {"metric", metric_name(description.metric)},
               {"kind", index_kind_name(description.kind)},
               {"neighbours", description.neighbours},
               {"build_beam", description.build_beam},
               {"seed", description.seed},
               {"file", description.file},
               {"bytes", description.bytes},
               {"xxh3", hexadecimal(description.checksum)},
               {"table_version", description.table_version},
               {"created", maintenance::to_rfc3339(description.created_ns)},
               {"fragments", std::move(fragments)}};
  std::string text = json.dump(kIndent, ' ', false, Json::error_handler_t::replace);
  text.resize(text.size() - std::string_view("\n}").size());
  return text + tail_of(text);
}

Result<Description> parse_description(std::string_view text, std::string_view name, const std::string& where) {
  KINORA_TRY(const Json json, parse_object(text, where));
  Reader reader(json);
  Description description;
  description.name = reader.text("name");
  if (description.name != name) reader.refuse("name");
  description.column = reader.text("column");
  const std::uint64_t field = reader.number("field");
  if (field > static_cast<std::uint64_t>(std::numeric_limits<std::int32_t>::max())) reader.refuse("field");
  description.field = static_cast<std::int32_t>(field);
  description.dimension = reader.number("dimension");
  const auto metric = parse_metric(reader.text("metric"));
  if (!metric) reader.refuse("metric");
  description.metric = metric.value_or(Metric::kCosine);
  const std::string kind = reader.text("kind");
  description.kind = kind == index_kind_name(IndexKind::kCodes) ? IndexKind::kCodes : IndexKind::kGraph;
  if (kind != index_kind_name(description.kind)) reader.refuse("kind");
  description.neighbours = reader.number("neighbours");
  description.build_beam = reader.number("build_beam");
  description.seed = reader.number("seed");
  description.file = reader.file("file");
  description.bytes = reader.number("bytes");
  description.checksum = reader.checksum("xxh3");
  description.table_version = reader.number("table_version");
  description.created_ns = maintenance::from_rfc3339(reader.text("created")).value_or(0);
  if (!reader.refused().empty()) return corrupt(where, "the description of an index has no good '" + reader.refused() + "'");
  KINORA_TRY(description.fragments, parse_fragments(json, where));
  return description;
}

Result<void> check_name(std::string_view name) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  };
  if (!name.empty() && name.size() <= kLongestName && name.front() != '.' && name.back() != '.' &&
      name.find("..") == std::string_view::npos && std::all_of(name.begin(), name.end(), allowed))
    return {};
  return fail({.code = ErrorCode::kInvalidArgument,
               .what = "an index cannot have this name",
               .expected = "1 to 240 letters A-Z and a-z, digits, '-', '_' and single dots within",
               .found = "'" + lance::printable(std::string(name)) + "'",
               .next_step = "Choose another name"});
}

}  // namespace kinora::indexes
