#include "base/try.hpp"
#include "engine/bundle.hpp"
#include "kinora/catalogue/movie.hpp"

#include <nlohmann/json.hpp>

namespace kinora {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kFormat = "kinora bundle";
constexpr std::uint64_t kFormatVersion = 1;

Json year_to_json(std::int32_t year) { return year == kUnknownYear ? Json(nullptr) : Json(year); }

Json classifier_to_json(const ClassifierFigures& figures) {
  Json json = {{"model", figures.model},         {"honest", figures.honest},         {"train_rows", figures.train_rows},
               {"test_rows", figures.test_rows}, {"test_loss", figures.test_loss},   {"micro_f1", figures.micro_f1},
               {"macro_f1", figures.macro_f1},   {"samples_f1", figures.samples_f1}, {"hamming_loss", figures.hamming_loss}};
  json["calibration_error"] = figures.calibration_error ? Json(*figures.calibration_error) : Json(nullptr);
  json["cost"] = figures.cost;
  json["genres"] = Json::array();
  for (const GenreFigures& genre : figures.genres)
    json["genres"].push_back({{"name", genre.name},
                              {"precision", genre.precision},
                              {"recall", genre.recall},
                              {"f1", genre.f1},
                              {"support", genre.support},
                              {"threshold", genre.threshold}});
  json["baselines"] = Json::array();
  for (const BaselineFigures& baseline : figures.baselines)
    json["baselines"].push_back({{"name", baseline.name},
                                 {"micro_f1", baseline.micro_f1},
                                 {"macro_f1", baseline.macro_f1},
                                 {"samples_f1", baseline.samples_f1},
                                 {"genre_f1", baseline.genre_f1}});
  json["epoch_losses"] = figures.epoch_losses;
  return json;
}

ClassifierFigures classifier_from_json(const Json& json) {
  ClassifierFigures figures;
  figures.model = json.value("model", figures.model);
  figures.honest = json.at("honest");
  figures.train_rows = json.at("train_rows");
  figures.test_rows = json.at("test_rows");
  figures.test_loss = json.at("test_loss");
  figures.micro_f1 = json.at("micro_f1");
  figures.macro_f1 = json.at("macro_f1");
  figures.samples_f1 = json.at("samples_f1");
  figures.hamming_loss = json.at("hamming_loss");
  if (const auto error = json.find("calibration_error"); error != json.end() && !error->is_null())
    figures.calibration_error = error->get<double>();
  figures.cost = json.value("cost", figures.cost);
  for (const Json& genre : json.at("genres"))
    figures.genres.push_back({.name = genre.at("name"),
                              .precision = genre.at("precision"),
                              .recall = genre.at("recall"),
                              .f1 = genre.at("f1"),
                              .support = genre.at("support"),
                              .threshold = genre.at("threshold")});
  for (const Json& baseline : json.at("baselines"))
    figures.baselines.push_back({.name = baseline.at("name"),
                                 .micro_f1 = baseline.at("micro_f1"),
                                 .macro_f1 = baseline.at("macro_f1"),
                                 .samples_f1 = baseline.at("samples_f1"),
                                 .genre_f1 = baseline.value("genre_f1", std::vector<double>())});
  figures.epoch_losses = json.at("epoch_losses").get<std::vector<double>>();
  return figures;
}

Json inputs_to_json(const std::vector<InputFile>& inputs) {
  Json json = Json::array();
  for (const InputFile& input : inputs) json.push_back({{"path", input.path}, {"sha256", input.sha256}, {"bytes", input.bytes}});
  return json;
}

std::vector<InputFile> inputs_from_json(const Json& json) {
  std::vector<InputFile> inputs;
  for (const Json& input : json)
    inputs.push_back({.path = input.at("path"), .sha256 = input.at("sha256"), .bytes = input.at("bytes")});
  return inputs;
}

Json changes_to_json(const BundleChanges& changes) {
  Json json = {{"count", changes.count},
               {"rows_read", changes.rows_read},
               {"films_added", changes.films_added},
               {"films_updated", changes.films_updated},
               {"films_removed", changes.films_removed}};
  json["latest"] = Json::array();
  for (const BundleChange& change : changes.latest)
    json["latest"].push_back({{"generation", change.generation},
                              {"command", change.command},
                              {"inputs", inputs_to_json(change.inputs)},
                              {"rows_read", change.rows_read},
                              {"films_added", change.films_added},
                              {"films_updated", change.films_updated},
                              {"films_removed", change.films_removed}});
  return json;
}

BundleChanges changes_from_json(const Json& json) {
  BundleChanges changes;
  changes.count = json.at("count");
  changes.rows_read = json.at("rows_read");
  changes.films_added = json.at("films_added");
  changes.films_updated = json.at("films_updated");
  changes.films_removed = json.at("films_removed");
  for (const Json& change : json.at("latest"))
    changes.latest.push_back({.generation = change.at("generation"),
                              .command = change.at("command"),
                              .inputs = inputs_from_json(change.at("inputs")),
                              .rows_read = change.at("rows_read"),
                              .films_added = change.at("films_added"),
                              .films_updated = change.at("films_updated"),
                              .films_removed = change.at("films_removed")});
  return changes;
}

Json info_to_json(const BundleInfo& info) {
  Json json = {{"format", kFormat},
               {"format_version", kFormatVersion},
               {"generation", info.generation},
               {"table", {{"name", info.table_name}, {"version", info.table_version}}},
               {"recipe", info.recipe},
               {"seed", info.seed},
               {"catalogue_format", info.format}};
  json["inputs"] = inputs_to_json(info.inputs);
  json["rows_read"] = info.rows_read;
  json["rejected"] = Json::array();
  for (const auto& [reason, rows] : info.rejected_by_reason) json["rejected"].push_back({{"reason", reason}, {"rows", rows}});
  json["movies"] = info.movies;
  json["documents"] = info.documents;
  json["tokens"] = info.tokens;
  json["vocabulary"] = info.vocabulary;
  json["dimension"] = info.dimension;
  json["genres"] = info.genres;
  json["doc2vec_losses"] = info.doc2vec_losses;
  json["classifier"] = info.classifier ? classifier_to_json(*info.classifier) : Json(nullptr);
  json["predicted_genre_rows"] = info.predicted_genre_rows;
  json["best_known"] = {
      {"id", info.best_known.id}, {"title", info.best_known.title}, {"year", year_to_json(info.best_known.year)}};
  if (info.changes.count > 0) json["changes"] = changes_to_json(info.changes);
  json["stages"] = Json::array();
  for (const StageFigures& stage : info.stages)
    json["stages"].push_back({{"name", stage.name}, {"ms", stage.milliseconds}, {"peak_memory_mb", stage.peak_memory_mb}});
  json["peak_memory_mb"] = info.peak_memory_mb;
  return json;
}

BundleInfo info_from_json(const Json& json) {
  BundleInfo info;
  info.generation = json.at("generation");
  info.table_name = json.at("table").at("name");
  info.table_version = json.at("table").at("version");
  info.recipe = json.at("recipe");
  info.seed = json.at("seed");
  info.format = json.at("catalogue_format");
  info.inputs = inputs_from_json(json.at("inputs"));
  info.rows_read = json.at("rows_read");
  for (const Json& rejected : json.at("rejected"))
    info.rejected_by_reason.emplace_back(rejected.at("reason"), rejected.at("rows"));
  info.movies = json.at("movies");
  info.documents = json.at("documents");
  info.tokens = json.at("tokens");
  info.vocabulary = json.at("vocabulary");
  info.dimension = json.at("dimension");
  info.genres = json.at("genres").get<std::vector<std::string>>();
  info.doc2vec_losses = json.at("doc2vec_losses").get<std::vector<double>>();
  if (!json.at("classifier").is_null()) info.classifier = classifier_from_json(json.at("classifier"));
  info.predicted_genre_rows = json.at("predicted_genre_rows");
  const Json& best = json.at("best_known");
  info.best_known = {.id = best.at("id"),
                     .title = best.at("title"),
                     .year = best.at("year").is_null() ? kUnknownYear : best.at("year").get<std::int32_t>()};
  if (const auto changes = json.find("changes"); changes != json.end()) info.changes = changes_from_json(*changes);
  for (const Json& stage : json.at("stages"))
    info.stages.push_back(
        {.name = stage.at("name"), .milliseconds = stage.at("ms"), .peak_memory_mb = stage.at("peak_memory_mb")});
  info.peak_memory_mb = json.at("peak_memory_mb");
  return info;
}

tl::unexpected<Error> corrupt_manifest(const std::string& name, const std::string& found) {
  return fail({.code = ErrorCode::kBundleCorrupt,
               .what = "the bundle's manifest is damaged",
               .where = name,
               .found = found,
               .next_step = "Build the bundle again with: kinora build CATALOGUE -o BUNDLE"});
}

}  // namespace

Result<BundleInfo> parse_manifest(std::string_view text, const std::string& name) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return corrupt_manifest(name, "no valid JSON");
  if (!json.is_object() || json.value("format", Json()) != kFormat)
    return fail({.code = ErrorCode::kBundleForeign,
                 .what = "this is not a bundle of Kinora's",
                 .where = name,
                 .expected = "\"format\": \"kinora bundle\"",
                 .next_step = "Check the path; make a bundle with: kinora build CATALOGUE -o BUNDLE"});
  try {
    const std::uint64_t version = json.at("format_version");
    if (version != kFormatVersion)
      return fail({.code = ErrorCode::kBundleForeign,
                   .what = "the bundle has another format version",
                   .where = name,
                   .expected = std::to_string(kFormatVersion),
                   .found = std::to_string(version),
                   .next_step = "Use the Kinora that wrote it, or build it again"});
    return info_from_json(json);
  } catch (const Json::exception& error) {
    return corrupt_manifest(name, error.what());
  }
}

Result<BundleInfo> read_manifest(FileSystem& files, const BundleLayout& bundle) {
  const auto file = files.map(bundle.manifest());
  if (!file) {
    if (file.error().code != ErrorCode::kFileNotFound) return fail(file.error());
    const bool exists = files.exists(bundle.root());
    return fail({.code = exists ? ErrorCode::kBundleForeign : ErrorCode::kBundleMissing,
                 .what = exists ? "this is not a finished bundle of Kinora's" : "there is no bundle here",
                 .where = bundle.root().string(),
                 .expected = exists ? "a directory with a bundle.json" : "",
                 .next_step = "Make one with: kinora build CATALOGUE -o " + (exists ? "NAME.kinora" : bundle.root().string())});
  }
  return parse_manifest((*file)->text(), bundle.manifest().string());
}

std::string manifest_to_json(const BundleInfo& info) {
  return info_to_json(info).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<void> write_manifest(FileSystem& files, const BundleLayout& bundle, const BundleInfo& info) {
  return write_file_atomically(files, bundle.manifest(), manifest_to_json(info));
}

}  // namespace kinora
