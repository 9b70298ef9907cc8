#include "base/try.hpp"
#include "embedding/spectral/spectral_encoder.hpp"

#include <cmath>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace kinora {
namespace {

constexpr const char* kSpectralFormat = "kinora spectral encoder 1";

tl::unexpected<Error> damaged_encoder(const std::string& name, std::string what) {
  return fail({.code = ErrorCode::kBundleCorrupt, .what = std::move(what), .where = name, .next_step = "Build the bundle again"});
}

Result<Vocabulary> read_terms(const SafetensorsFile& file, const std::string& name) {
  KINORA_TRY(const auto text, file.array<std::uint8_t>("terms.bytes"));
  KINORA_TRY(const auto ends, file.array<std::uint64_t>("terms.ends"));
  KINORA_TRY(const auto counts, file.array<std::uint64_t>("terms.counts"));
  if (ends.size() != counts.size()) return damaged_encoder(name, "it has other numbers of terms and counts");
  const std::string_view characters(reinterpret_cast<const char*>(text.data()), text.size());
  std::vector<std::string> words;
  std::unordered_set<std::string_view> seen;
  std::uint64_t begin = 0;
  for (std::size_t term = 0; term < ends.size(); ++term) {
    if (ends[term] <= begin || ends[term] > characters.size())
      return damaged_encoder(name, "the end of term " + std::to_string(term) + " is wrong");
    const std::string_view spelling = characters.substr(begin, ends[term] - begin);
    if (!seen.insert(spelling).second) return damaged_encoder(name, "it holds a term twice");
    words.emplace_back(spelling);
    begin = ends[term];
  }
  if (begin != characters.size()) return damaged_encoder(name, "it has text after its last term");
  return Vocabulary(std::move(words), {counts.begin(), counts.end()});
}

bool all_finite(std::span<const float> values) {
  for (const float value : values)
    if (!std::isfinite(value)) return false;
  return true;
}

}  // namespace

Result<void> SpectralEncoder::save(FileSystem& files, const std::filesystem::path& path) const {
  std::vector<std::uint8_t> text;
  std::vector<std::uint64_t> ends;
  for (const std::string& word : vocabulary_.words()) {
    text.insert(text.end(), word.begin(), word.end());
    ends.push_back(text.size());
  }
  SafetensorsWriter writer;
  writer.set_metadata("format", kSpectralFormat);
  writer.add("terms.counts", vocabulary_.counts());
  writer.add("terms.ends", std::span<const std::uint64_t>(ends));
  writer.add("terms.weights", std::span<const float>(weights_));
  writer.add("terms.vectors", terms_.view());
  writer.add("mean", std::span<const float>(mean_));
  writer.add("terms.bytes", std::span<const std::uint8_t>(text));
  return writer.write(files, path);
}

Result<SpectralEncoder> SpectralEncoder::load(FileSystem& files, const std::filesystem::path& path) {
  KINORA_TRY(const SafetensorsFile file, SafetensorsFile::open(files, path));
  return read(file, path.string());
}

Result<SpectralEncoder> SpectralEncoder::parse(std::span<const std::byte> bytes, const std::string& name) {
  KINORA_TRY(const SafetensorsFile file, SafetensorsFile::parse(bytes, name));
  return read(file, name);
}

Result<SpectralEncoder> SpectralEncoder::read(const SafetensorsFile& file, const std::string& name) {
  const auto format = file.metadata().find("format");
  if (format == file.metadata().end() || format->second != kSpectralFormat)
    return fail({.code = ErrorCode::kBundleForeign,
                 .what = "the encoder is of another version",
                 .where = name,
                 .expected = kSpectralFormat,
                 .found = format == file.metadata().end() ? "none" : format->second,
                 .next_step = "Build the bundle again"});
  KINORA_TRY(Vocabulary vocabulary, read_terms(file, name));
  KINORA_TRY(const auto weights, file.array<float>("terms.weights"));
  KINORA_TRY(Matrix terms, file.copy_matrix("terms.vectors"));
  KINORA_TRY(const auto mean, file.array<float>("mean"));
  if (weights.size() != vocabulary.size() || terms.rows() != vocabulary.size() || mean.size() != terms.cols() || mean.empty())
    return damaged_encoder(name, "its arrays do not fit each other");
  bool is_finite = all_finite(weights) && all_finite(mean);
  for (std::size_t term = 0; term < terms.rows(); ++term) is_finite = is_finite && all_finite(std::as_const(terms).row(term));
  if (!is_finite) return damaged_encoder(name, "it holds a number that is not finite");
  return SpectralEncoder(std::move(vocabulary), {weights.begin(), weights.end()}, std::move(terms), {mean.begin(), mean.end()});
}

}  // namespace kinora
