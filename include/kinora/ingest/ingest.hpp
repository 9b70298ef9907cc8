#pragma once

#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"
#include "kinora/catalogue/catalogue.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kinora {

/// What makes two records the same film.
enum class CatalogueKey : std::uint8_t {
  kId,    ///< the first record of an id stays
  kTitle  ///< the first record of a title stays (the article's)
};

/// Which column of a generic CSV, TSV or JSON file holds which field; empty = found by the column's name and cells. Without ids
/// rows are numbered from 1. Lists are split at `list_separator`, unless the cell is a JSON array or a Python list; with the
/// default, the separator is the one that most cells of the column hold.
struct KINORA_EXPORT ColumnMapping {
  std::string id = {}, title = {}, original_title = {}, overview = {}, tagline = {}, imdb_id = {}, year = {}, genres = {},
              keywords = {}, directors = {}, cast = {}, collection = {}, language = {}, runtime = {}, popularity = {},
              vote_average = {}, vote_count = {};
  std::string list_separator = "|";

  /// True if any column is mapped: the file is then read as generic, whatever its header looks like.
  [[nodiscard]] bool any() const;
};

/// Options of the section [catalogue] of a recipe.
struct KINORA_EXPORT IngestOptions {
  CatalogueKey key = CatalogueKey::kId;
  bool require_genres = false;   ///< rows without a genre are rejected (the article's)
  std::uint32_t cast_limit = 5;  ///< actors kept a film, in billing order; 0..100
  ColumnMapping columns = {};    ///< section [catalogue.columns]

  /// Errors: kInvalidArgument; `where` is the option's name in a recipe ("catalogue.cast_limit").
  [[nodiscard]] Result<void> validate() const;
};

/// The files of one catalogue. Each may be gzip-compressed.
struct KINORA_EXPORT CatalogueFiles {
  std::filesystem::path catalogue;
  std::optional<std::filesystem::path> keywords = {};    ///< Kaggle's keywords.csv: id, keywords
  std::optional<std::filesystem::path> credits = {};     ///< Kaggle's or TMDB-5000's: cast, crew, id | movie_id | tmdb_id
  std::optional<std::filesystem::path> quarantine = {};  ///< where the rejected records are written, also if all are rejected
};

/// A record that was not kept, or a cell of a kept record that could not be read.
///
/// Reasons of records: "fields" (their number is not the header's), "id", "title", "genres" (none, and they are required),
/// "duplicate id", "duplicate title", "json" (a line of a JSONL file that is no object). Reasons of cells name the cell:
/// "year cell", "genres cell", "keywords cell", ...
struct KINORA_EXPORT Rejection {
  std::string file = {};
  std::uint64_t line = 0;    ///< 1-based line on which the record starts
  std::uint64_t record = 0;  ///< 0-based record after the header
  std::string reason = {};
  std::string detail = {};  ///< what was expected and found
  std::string raw = {};     ///< the record's bytes (as UTF-8), for the quarantine file
  bool is_cell = false;     ///< the record was kept; only a cell of it was passed over
};

struct KINORA_EXPORT InputFile {
  std::string path = {};
  std::string sha256 = {};  ///< of the bytes on disk (compressed if so)
  std::uint64_t bytes = 0;
};

/// What became of a file that was joined to the catalogue by id. Its malformed records and cells are among the rejections.
struct KINORA_EXPORT JoinedFile {
  std::string path = {};
  std::string holds = {};           ///< "keywords" or "credits"
  std::uint64_t rows_read = 0;      ///< = films_joined + unknown_ids + duplicate_ids + rows_rejected
  std::uint64_t films_joined = 0;   ///< films of the catalogue that have a row here
  std::uint64_t unknown_ids = 0;    ///< rows of films that the catalogue does not have (rejected ones included)
  std::uint64_t duplicate_ids = 0;  ///< further rows of a film; the first one counts
  std::uint64_t rows_rejected = 0;  ///< rows without a readable id or with the wrong number of fields
};

/// What became of a column of a catalogue file.
struct KINORA_EXPORT ColumnUse {
  std::string column = {};   ///< as the header has it
  std::string field = {};    ///< the field that it was read as; empty if it was not
  std::string note = {};     ///< how it was read, where that needs saying: "of 100"
  std::string why_not = {};  ///< if it was not read although a field has its name; empty where no field has
};

/// What became of every record.
struct KINORA_EXPORT IngestReport {
  std::string format = {};  ///< "kaggle", "movielens", "tmdb5000", "imdb", "csv", "tsv", "jsonl"
  std::uint64_t rows_read = 0;
  std::uint64_t rows_kept = 0;
  bool rows_are_numbered = false;  ///< the file has no ids: they are the numbers of its records, from 1
  /// Records of the catalogue file that were not kept, most frequent first, then by name; with rows_kept they add up to
  /// rows_read. "title type" (an IMDb title that is no film) is counted here and not listed below.
  std::vector<std::pair<std::string, std::uint64_t>> rejected_by_reason = {};
  std::uint64_t cells_passed_over = 0;     ///< of kept records, in all files
  std::vector<Rejection> rejections = {};  ///< all, file by file, each in the order of the file
  std::vector<JoinedFile> joined = {};
  std::vector<InputFile> inputs = {};   ///< catalogue, keywords, credits
  std::vector<ColumnUse> columns = {};  ///< of a catalogue of no known form, in the order of the file; else empty
};

struct KINORA_EXPORT IngestedCatalogue {
  Catalogue catalogue;
  IngestReport report;
};

/// Reads a catalogue of any known form (recognised by its header) and joins keywords and credits by id.
/// Errors: kFileNotFound, kFileUnreadable, kFileEmpty, kFileBinary, kFileTruncated (an open quote at the end, a cut gzip
/// stream), kFormatUnknown (the message lists what was found and what is known), kNoUsableRow, kCancelled, kInvalidArgument
/// (options, or a join to a catalogue whose ids are not TMDB's). A bad record is never an error: it is in the report.
/// Observed as the stage "read", in bytes. Deterministic; linear in the bytes.
[[nodiscard]] KINORA_EXPORT Result<IngestedCatalogue> read_catalogue(const CatalogueFiles& files, const IngestOptions& options,
                                                                     const Execution& execution);

/// The rejections as CSV (file, line, record, reason, detail, raw; UTF-8, LF, RFC 4180 quoting), written atomically.
[[nodiscard]] KINORA_EXPORT Result<void> write_quarantine(const IngestReport& report, const std::filesystem::path& path);

}  // namespace kinora
