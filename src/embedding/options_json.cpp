#include "base/try.hpp"
#include "embedding/doc2vec_file.hpp"

#include <array>
#include <concepts>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>

namespace kinora {
namespace {

using Json = nlohmann::ordered_json;

template <class E>
using Names = std::array<std::pair<E, std::string_view>, 3>;
constexpr Names<Doc2VecModel> kModels{{{Doc2VecModel::kDistributedMemory, "pv-dm"}, {Doc2VecModel::kDbow, "pv-dbow"}, {}}};
constexpr Names<ContextJoin> kJoins{{{ContextJoin::kMean, "mean"}, {ContextJoin::kSum, "sum"}, {ContextJoin::kConcat, "concat"}}};
constexpr Names<AlphaSchedule> kSchedules{{{AlphaSchedule::kSingle, "single"}, {AlphaSchedule::kRestarted, "restarted"}, {}}};

constexpr const Names<Doc2VecModel>& names_of(Doc2VecModel) { return kModels; }
constexpr const Names<ContextJoin>& names_of(ContextJoin) { return kJoins; }
constexpr const Names<AlphaSchedule>& names_of(AlphaSchedule) { return kSchedules; }

/// visit(key, member) for every option, in the order of the file.
template <class Options, class Visit>
void visit_options(Options& options, Visit visit) {
  visit("model", options.model);
  visit("join", options.join);
  visit("train_words", options.train_words);
  visit("dimension", options.dimension);
  visit("window", options.window);
  visit("shrink_window", options.shrink_window);
  visit("negative", options.negative);
  visit("hierarchical_softmax", options.hierarchical_softmax);
  visit("noise_exponent", options.noise_exponent);
  visit("min_count", options.min_count);
  visit("sample", options.sample);
  visit("alpha", options.alpha);
  visit("min_alpha", options.min_alpha);
  visit("epochs", options.epochs);
  visit("schedule", options.schedule);
  visit("restarts", options.restarts);
  visit("racing", options.racing);
  visit("seed", options.seed);
}

template <class E>
requires std::is_enum_v<E>
bool read_value(const Json& json, E& value) {
  if (!json.is_string()) return false;
  for (const auto& [candidate, name] : names_of(E{})) {
    if (name.empty() || json.get_ref<const std::string&>() != name) continue;
    value = candidate;
    return true;
  }
  return false;
}
bool read_value(const Json& json, bool& value) {
  if (!json.is_boolean()) return false;
  value = json.get<bool>();
  return true;
}
bool read_value(const Json& json, std::uint64_t& value) {
  if (!json.is_number_unsigned()) return false;
  value = json.get<std::uint64_t>();
  return true;
}
bool read_value(const Json& json, double& value) {
  if (!json.is_number()) return false;
  value = json.get<double>();
  return true;
}

template <class T>
Json to_json(const T& value) {
  if constexpr (std::is_enum_v<T>) {
    for (const auto& [candidate, name] : names_of(value))
      if (candidate == value && !name.empty()) return name;
    return nullptr;
  } else {
    return value;
  }
}

tl::unexpected<Error> corrupt_options(const std::string& name, std::string what, std::string found) {
  return fail({.code = ErrorCode::kBundleCorrupt,
               .what = std::move(what),
               .where = name,
               .found = std::move(found),
               .next_step = "Build the bundle again"});
}

}  // namespace

std::string options_to_json(const Doc2VecOptions& options) {
  Json json = Json::object();
  visit_options(options, [&](const char* key, const auto& value) { json[key] = to_json(value); });
  return json.dump();
}

Result<Doc2VecOptions> options_from_json(std::string_view text, const std::string& name) {
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return corrupt_options(name, "the model's options are no JSON object", std::string(text.substr(0, 60)));
  Doc2VecOptions options;
  std::string wrong_key;
  std::size_t known_keys = 0;
  visit_options(options, [&](const char* key, auto& value) {
    const auto found = json.find(key);
    if (found == json.end() || !read_value(*found, value)) wrong_key = wrong_key.empty() ? key : wrong_key;
    ++known_keys;
  });
  if (!wrong_key.empty())
    return corrupt_options(name, "the model's option '" + wrong_key + "' is missing or of the wrong type", json.dump());
  if (json.size() != known_keys) return corrupt_options(name, "the model has an option that is not known", json.dump());
  if (const auto valid = options.validate(); !valid)
    return corrupt_options(name, "the model's options contradict each other", valid.error().message());
  return options;
}

}  // namespace kinora
