// Files of ratings and of links: each row is kept or rejected with a reason, and what is kept is sound.
#include "base/check.hpp"
#include "ingest/rating_rows.hpp"
#include "textio/encoding.hpp"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>

using namespace kinora;
using namespace kinora::ingest;
using namespace kinora::textio;

namespace {

std::uint64_t rejected(const RejectionLog& log) {
  std::uint64_t rows = 0;
  for (const auto& [reason, count] : log.by_reason()) rows += count;
  return rows;
}

void read_as_ratings(const InputText& input) {
  const Execution execution;
  ReadProgress progress(execution, input.text().size());
  RejectionLog log(input);
  std::vector<Rating> rows;
  const auto count = read_rating_rows(input, log, progress, rows);
  if (!count) return;
  KINORA_CHECK(*count == rows.size() + rejected(log), *count, rows.size(), rejected(log));
  for (const Rating& row : rows) KINORA_CHECK(row.value >= 0 && row.value <= 5, row.value);
  const std::size_t kept = rows.size();
  const Ratings ratings(std::move(rows));
  KINORA_CHECK(ratings.size() + ratings.replaced() == kept);
  std::size_t seen = 0;
  for (std::size_t user = 0; user < ratings.users().size(); ++user) {
    const auto entries = ratings.of_user(user);
    KINORA_CHECK(!entries.empty());
    seen += entries.size();
    for (std::size_t i = 0; i < entries.size(); ++i) {
      KINORA_CHECK(entries[i].movie < ratings.movies().size());
      KINORA_CHECK(i == 0 || entries[i - 1].movie < entries[i].movie);
    }
  }
  KINORA_CHECK(seen == ratings.size(), seen, ratings.size());
}

void read_as_links(const InputText& input) {
  const Execution execution;
  ReadProgress progress(execution, input.text().size());
  RejectionLog log(input);
  std::vector<MovieLink> links;
  const auto count = read_link_rows(input, log, progress, links);
  if (!count) return;
  KINORA_CHECK(*count == links.size() + rejected(log), *count, links.size(), rejected(log));
  std::set<std::int64_t> movies;
  for (const MovieLink& link : links) KINORA_CHECK(movies.insert(link.movie).second, link.movie);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = replace_malformed({reinterpret_cast<const char*>(data), size});
  if (text.empty() || text.find('\0') != std::string::npos) return 0;
  const InputText input = InputText::of(text, "fuzz");
  read_as_ratings(input);
  read_as_links(input);
  return 0;
}
