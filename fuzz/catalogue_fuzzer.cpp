// Whole catalogue files of every form: each record is kept or rejected with a reason, and what is kept is sound.
#include "base/check.hpp"
#include "ingest/formats.hpp"
#include "textio/encoding.hpp"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>

using namespace kinora;
using namespace kinora::ingest;
using namespace kinora::textio;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = replace_malformed({reinterpret_cast<const char*>(data), size});
  if (text.find('\0') != std::string::npos) return 0;
  IngestOptions options;
  if (!text.empty() && text.back() == 't') options.key = CatalogueKey::kTitle;
  const InputText input = InputText::of(text, "fuzz");
  const auto format = recognise(input, options.columns);
  if (!format) return 0;
  const Execution execution;
  ReadProgress progress(execution, text.size());
  RejectionLog log(input);
  CatalogueBuilder builder(options, log);
  std::vector<ColumnUse> columns;
  const auto rows = format->read({input, options, builder, log, progress, columns});
  if (!rows) return 0;
  std::uint64_t rejected = 0;
  for (const auto& [reason, count] : log.by_reason()) rejected += count;
  const Catalogue& catalogue = builder.catalogue();
  KINORA_CHECK(*rows == catalogue.size() + rejected, *rows, catalogue.size(), rejected);
  KINORA_CHECK(std::set(catalogue.ids.begin(), catalogue.ids.end()).size() == catalogue.size());
  for (std::size_t row = 0; row < catalogue.size(); ++row) {
    const Movie movie = catalogue.movie(row);
    KINORA_CHECK(!movie.title.empty() && is_utf8(movie.title) && is_utf8(movie.overview));
    KINORA_CHECK(movie.year == kUnknownYear || (movie.year >= 1800 && movie.year < 2200), movie.year);
  }
  return 0;
}
