#include "tensors/safetensors_header.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

namespace kinora {
namespace {

constexpr std::array<std::pair<std::string_view, TensorType>, 7> kTypeNames = {{{"U8", TensorType::kU8},
                                                                                {"I32", TensorType::kI32},
                                                                                {"U32", TensorType::kU32},
                                                                                {"I64", TensorType::kI64},
                                                                                {"U64", TensorType::kU64},
                                                                                {"F32", TensorType::kF32},
                                                                                {"F64", TensorType::kF64}}};

std::optional<TensorType> type_of_name(std::string_view name) {
  for (const auto& [known, type] : kTypeNames)
    if (known == name) return type;
  return std::nullopt;
}

/// Takes the header's JSON event by event: a document tree would drop a name that stands twice, and this needs no stack for text
/// that nests a million brackets.
class HeaderReader : public nlohmann::json_sax<nlohmann::json> {
 public:
  [[nodiscard]] const std::string& problem() const { return problem_; }
  [[nodiscard]] std::size_t problem_offset() const { return problem_offset_; }
  SafetensorsHeader take_header() { return std::move(header_); }

  bool null() override { return reject("a null"); }
  bool boolean(bool /*value*/) override { return reject("a boolean"); }
  bool number_integer(number_integer_t /*value*/) override { return reject("a negative number"); }
  bool number_float(number_float_t /*value*/, const string_t& /*text*/) override {
    return reject("a fraction or too large a number");
  }
  bool binary(binary_t& /*value*/) override { return reject("binary data"); }

  bool number_unsigned(number_unsigned_t value) override {
    if (place_ == Place::kShape) return append_to(entry_.shape, value, kMostDimensions, "more than 64 dimensions");
    if (place_ == Place::kOffsets) return append_to(offsets_, value, 2, "more than two data_offsets");
    return reject("a number");
  }

  bool string(string_t& value) override {
    if (place_ == Place::kMetadata) {
      if (!header_.metadata.emplace(key_, std::move(value)).second)
        return problem("the metadata key " + printable_name(key_) + " stands twice");
      return true;
    }
    if (place_ != Place::kTensor || key_ != "dtype") return reject("a string");
    const std::optional<TensorType> type = type_of_name(value);
    if (!type)
      return problem("tensor " + printable_name(name_) + " has the element type " + printable_name(value) +
                     ", which is not supported");
    entry_.type = *type;
    return mark_field(kDtypeSeen);
  }

  bool start_object(std::size_t /*size*/) override {
    if (place_ == Place::kOutside) return enter(Place::kRoot);
    if (place_ != Place::kRoot) return reject("an object");
    if (name_ == kSafetensorsMetadata) {
      if (std::exchange(metadata_seen_, true)) return problem("the metadata stand twice");
      return enter(Place::kMetadata);
    }
    entry_ = {};
    offsets_.clear();
    fields_seen_ = 0;
    return enter(Place::kTensor);
  }

  bool key(string_t& value) override {
    if (place_ == Place::kRoot)
      name_ = std::move(value);
    else
      key_ = std::move(value);
    return true;
  }

  bool end_object() override {
    if (place_ == Place::kRoot) return enter(Place::kDone);
    if (place_ == Place::kTensor && !finish_tensor()) return false;
    return enter(Place::kRoot);
  }

  bool start_array(std::size_t /*size*/) override {
    if (place_ == Place::kTensor && key_ == "shape") return mark_field(kShapeSeen) && enter(Place::kShape);
    if (place_ == Place::kTensor && key_ == "data_offsets") return mark_field(kOffsetsSeen) && enter(Place::kOffsets);
    return reject("an array");
  }

  bool end_array() override { return enter(Place::kTensor); }

  bool parse_error(std::size_t position, const std::string& /*token*/, const nlohmann::json::exception& /*error*/) override {
    problem_offset_ = position;
    return problem("the header is not valid JSON");
  }

 private:
  enum class Place : std::uint8_t { kOutside, kRoot, kMetadata, kTensor, kShape, kOffsets, kDone };
  static constexpr std::size_t kMostDimensions = 64;
  static constexpr unsigned kDtypeSeen = 1;
  static constexpr unsigned kShapeSeen = 2;
  static constexpr unsigned kOffsetsSeen = 4;

  bool problem(std::string text) {
    problem_ = std::move(text);
    return false;
  }

  bool reject(std::string_view found) {
    std::string text = "the header has " + std::string(found) + " in an unexpected place";
    if (!name_.empty()) text += ", in or after " + printable_name(name_);
    return problem(std::move(text));
  }

  bool enter(Place place) {
    place_ = place;
    return true;
  }

  bool append_to(std::vector<std::uint64_t>& list, std::uint64_t value, std::size_t most, std::string_view too_many) {
    if (list.size() == most) return problem("tensor " + printable_name(name_) + " has " + std::string(too_many));
    list.push_back(value);
    return true;
  }

  bool mark_field(unsigned field) {
    if ((fields_seen_ & field) != 0) return problem("tensor " + printable_name(name_) + " says " + key_ + " twice");
    fields_seen_ |= field;
    return true;
  }

  bool finish_tensor() {
    if (fields_seen_ != (kDtypeSeen | kShapeSeen | kOffsetsSeen) || offsets_.size() != 2)
      return problem("tensor " + printable_name(name_) + " lacks its dtype, its shape or its two data_offsets");
    entry_.begin = offsets_[0];
    entry_.end = offsets_[1];
    if (!header_.tensors.emplace(name_, std::move(entry_)).second)
      return problem("tensor " + printable_name(name_) + " stands twice");
    return true;
  }

  SafetensorsHeader header_;
  Place place_ = Place::kOutside;
  std::string name_;
  std::string key_;
  TensorEntry entry_;
  std::vector<std::uint64_t> offsets_;
  unsigned fields_seen_ = 0;
  bool metadata_seen_ = false;
  std::string problem_;
  std::size_t problem_offset_ = 0;
};

}  // namespace

std::size_t element_size(TensorType type) {
  switch (type) {
    case TensorType::kU8:
      return 1;
    case TensorType::kI32:
    case TensorType::kU32:
    case TensorType::kF32:
      return 4;
    case TensorType::kI64:
    case TensorType::kU64:
    case TensorType::kF64:
      return 8;
  }
  return 1;
}

std::string_view tensor_type_name(TensorType type) {
  for (const auto& [name, known] : kTypeNames)
    if (known == type) return name;
  return "?";
}

std::string printable_name(std::string_view name) {
  constexpr std::size_t kLongest = 80;
  const bool too_long = name.size() > kLongest;
  if (too_long) {
    std::size_t end = kLongest;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
    name = name.substr(0, end);
  }
  std::string text(name);
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20U || c == '\x7F') c = '?';
  return '"' + text + (too_long ? "…\"" : "\"");
}

std::string checksum_text(std::uint64_t checksum) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(16, '0');
  for (std::size_t i = text.size(); i > 0; --i, checksum >>= 4U) text[i - 1] = kDigits[checksum & 0xFU];
  return text;
}

Result<SafetensorsHeader> parse_safetensors_header(std::string_view json, const std::string& where) {
  // The JSON reader takes a zero byte for the end of its input, and would not see what follows it.
  if (json.empty() || json.front() != '{' || json.find('\0') != std::string_view::npos)
    return fail({.code = ErrorCode::kBundleCorrupt,
                 .what = "the header is no JSON object",
                 .where = where,
                 .expected = "text from { to }",
                 .next_step = "Check that this is a safetensors file, or build the model again"});
  HeaderReader reader;
  if (!nlohmann::json::sax_parse(json.begin(), json.end(), &reader)) {
    const std::string offset = reader.problem_offset() == 0 ? "" : ", byte " + std::to_string(8 + reader.problem_offset());
    return fail({.code = ErrorCode::kBundleCorrupt,
                 .what = reader.problem(),
                 .where = where + offset,
                 .next_step = "The file is damaged or not one that Kinora can use; build the model again"});
  }
  return reader.take_header();
}

}  // namespace kinora
