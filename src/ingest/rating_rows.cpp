#include "ingest/rating_rows.hpp"

#include "base/try.hpp"
#include "ingest/formats.hpp"
#include "ingest/table.hpp"
#include "textio/excerpt.hpp"
#include "textio/numbers.hpp"
#include "textio/table_header.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace kinora::ingest {
namespace {

constexpr double kHighestRating = 5;

std::string_view first_rating_line(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of("\r\n"), text.size());
  return text.substr(begin, text.find_first_of("\r\n", begin) - begin);
}

/// The cells of one rating; the time is none where the file has no such column.
struct RatingCells {
  std::string_view user, movie, value;
  std::optional<std::string_view> time;
};

/// Turns cells into ratings, or logs why not.
class RatingTaker {
 public:
  RatingTaker(RejectionLog& log, std::vector<Rating>& ratings) : log_(log), ratings_(ratings) {}

  void take(const RatingCells& cells, const RecordPlace& place) {
    const auto reject = [&](RecordFault fault, std::string_view expected, std::string_view cell) {
      log_.reject(place, fault, "expected " + std::string(expected) + ", found " + textio::excerpt(cell));
    };
    constexpr std::string_view kWhole = "a whole number";
    const auto user = textio::parse_integer(cells.user);
    if (!user) return reject(RecordFault::kUser, kWhole, cells.user);
    const auto movie = textio::parse_integer(cells.movie);
    if (!movie) return reject(RecordFault::kId, kWhole, cells.movie);
    const auto value = textio::parse_number(cells.value);
    if (!value || *value < 0 || *value > kHighestRating) return reject(RecordFault::kRating, "a number from 0 to 5", cells.value);
    const auto time = cells.time ? textio::parse_integer(*cells.time) : std::optional<std::int64_t>(0);
    if (!time) return reject(RecordFault::kTime, "seconds since 1970", *cells.time);
    ratings_.push_back({.user = *user, .movie = *movie, .value = static_cast<float>(*value), .time = *time});
  }

 private:
  RejectionLog& log_;
  std::vector<Rating>& ratings_;
};

struct RatingColumns {
  std::size_t user = 0, movie = 0, value = 0;
  std::optional<std::size_t> time;
};

/// Files of the same data sets that are taken for the ratings.
std::string what_it_holds(const textio::TableHeader& header) {
  if (header.find("tmdbId") && header.find("imdbId")) return "links between ids, no ratings";
  if (header.find("tag") && header.find("userId")) return "tags, no ratings";
  if (header.find("title")) return "films, no ratings";
  return {};
}

Result<RatingColumns> find_rating_columns(const textio::InputText& input, const textio::TableHeader& header) {
  const auto user = header.find("userId");
  const auto movie = header.find("movieId");
  const auto value = header.find("rating");
  if (user && movie && value)
    return RatingColumns{.user = *user, .movie = *movie, .value = *value, .time = header.find("timestamp")};
  const std::string holds = what_it_holds(header);
  return fail({.code = ErrorCode::kFormatUnknown,
               .what = holds.empty() ? "no known form of ratings has this header" : "this file holds " + holds,
               .where = input.path(),
               .expected = "the columns userId, movieId, rating and timestamp of MovieLens' ratings.csv, or the form of its 1M "
                           "(user::movie::rating::time) or 100K (tabs between the four)",
               .found = list_columns(header.columns),
               .next_step = holds.empty() ? "Name the columns so in the first line" : "Pass ratings.csv of the same data set"});
}

Result<std::uint64_t> read_with_header(const textio::InputText& input, RejectionLog& log, textio::ReadProgress& progress,
                                       RatingTaker& taker) {
  KINORA_TRY(const textio::TableHeader header, textio::read_header(input));
  KINORA_TRY(const RatingColumns columns, find_rating_columns(input, header));
  const auto handle = [&](const textio::CsvRecord& record, const RecordPlace& place) {
    RatingCells cells{.user = record.fields[columns.user].raw,
                      .movie = record.fields[columns.movie].raw,
                      .value = record.fields[columns.value].raw,
                      .time = {}};
    if (columns.time) cells.time = record.fields[*columns.time].raw;
    taker.take(cells, place);
  };
  return read_table(input, {.dialect = header.dialect, .width = header.column_count}, progress, log, handle);
}

constexpr std::size_t kCells = 4;
using FourCells = std::array<std::string_view, kCells>;

RatingCells named(const FourCells& cells) { return {.user = cells[0], .movie = cells[1], .value = cells[2], .time = cells[3]}; }

/// The cells between "::"; returns how many there are, of which the first four are kept.
std::size_t split_at_colons(std::string_view line, FourCells& cells) {
  constexpr std::string_view kBetween = "::";
  std::size_t count = 0;
  while (true) {
    const std::size_t end = line.find(kBetween);
    if (count < kCells) cells[count] = line.substr(0, end);
    ++count;
    if (end == std::string_view::npos) return count;
    line.remove_prefix(end + kBetween.size());
  }
}

Result<std::uint64_t> read_1m(const textio::InputText& input, RejectionLog& log, textio::ReadProgress& progress,
                              RatingTaker& taker) {
  const auto handle = [&](const textio::CsvRecord& record, const RecordPlace& place) {
    FourCells cells;
    const std::size_t count = split_at_colons(record.fields.front().raw, cells);
    if (count == kCells) return taker.take(named(cells), place);
    log.reject(place, RecordFault::kFields, "expected 4 fields between '::', found " + std::to_string(count));
  };
  // A delimiter that no text holds: every line is one field.
  const TableShape shape{.dialect = {.delimiter = '\0', .quoting = false}, .width = 1, .has_header = false};
  return read_table(input, shape, progress, log, handle);
}

Result<std::uint64_t> read_100k(const textio::InputText& input, RejectionLog& log, textio::ReadProgress& progress,
                                RatingTaker& taker) {
  const auto handle = [&](const textio::CsvRecord& record, const RecordPlace& place) {
    taker.take(named({record.fields[0].raw, record.fields[1].raw, record.fields[2].raw, record.fields[3].raw}), place);
  };
  const TableShape shape{.dialect = {.delimiter = '\t', .quoting = false}, .width = kCells, .has_header = false};
  return read_table(input, shape, progress, log, handle);
}

bool starts_with_number(std::string_view line, std::string_view delimiter) {
  const std::size_t end = line.find(delimiter);
  return end != std::string_view::npos && textio::parse_integer(line.substr(0, end)).has_value();
}

}  // namespace

Result<std::uint64_t> read_rating_rows(const textio::InputText& input, RejectionLog& log, textio::ReadProgress& progress,
                                       std::vector<Rating>& ratings) {
  RatingTaker taker(log, ratings);
  const std::string_view line = first_rating_line(input.text());
  if (starts_with_number(line, "::")) return read_1m(input, log, progress, taker);
  if (starts_with_number(line, "\t")) return read_100k(input, log, progress, taker);
  return read_with_header(input, log, progress, taker);
}

}  // namespace kinora::ingest
