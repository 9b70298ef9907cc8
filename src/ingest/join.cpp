#include "ingest/join.hpp"

#include "base/try.hpp"
#include "ingest/formats.hpp"
#include "ingest/table.hpp"
#include "textio/excerpt.hpp"
#include "textio/numbers.hpp"
#include "textio/table_header.hpp"

#include <array>
#include <optional>

namespace kinora::ingest {
namespace {

/// The cells of one film in the joined file, unread.
struct JoinedCells {
  std::array<textio::CsvField, 2> cells;
  RecordPlace place;
};

/// What is joined: which columns hold it, and how a file without them is refused.
struct JoinKind {
  std::string_view holds;
  std::array<NamedField, 2> columns;
  std::size_t column_count;
};

constexpr JoinKind kKeywordsJoin = {"keywords", {{{"keywords", Field::kKeywords}, {"", Field::kKeywords}}}, 1};
constexpr JoinKind kCreditsJoin = {"credits", {{{"cast", Field::kCast}, {"crew", Field::kCrew}}}, 2};
constexpr std::array<NamedField, 3> kIdColumns = {{{"id", Field::kId}, {"tmdb_id", Field::kId}, {"movie_id", Field::kId}}};

struct JoinColumns {
  std::size_t id = 0;
  std::array<std::size_t, 2> cells{};
};

Result<JoinColumns> find_join_columns(const textio::InputText& input, const textio::TableHeader& header, const JoinKind& kind) {
  JoinColumns columns;
  const std::vector<Column> ids = find_columns(header, kIdColumns);
  bool is_complete = !ids.empty();
  std::string expected = "the columns id (or tmdb_id, movie_id)";
  if (is_complete) columns.id = ids.front().index;
  for (std::size_t i = 0; i < kind.column_count; ++i) {
    const auto index = header.find(kind.columns[i].column);
    is_complete = is_complete && index.has_value();
    columns.cells[i] = index.value_or(0);
    expected += ", " + std::string(kind.columns[i].column);
  }
  if (is_complete) return columns;
  return fail({.code = ErrorCode::kFormatUnknown,
               .what = "this is no file of " + std::string(kind.holds),
               .where = input.path(),
               .expected = std::move(expected),
               .found = list_columns(header.columns),
               .next_step = "Pass " + std::string(kind.holds) + ".csv of the same data set as the catalogue"});
}

/// Finds the first record of every film. The result has a place for every row of the catalogue.
class JoinReader {
 public:
  JoinReader(const textio::InputText& input, CatalogueBuilder& builder, RejectionLog& log)
      : input_(input), builder_(builder), log_(log), cells_(builder.catalogue().size()) {}

  Result<JoinedFile> read(const JoinKind& kind, textio::ReadProgress& progress) {
    KINORA_TRY(const textio::TableHeader header, textio::read_header(input_));
    KINORA_TRY(columns_, find_join_columns(input_, header, kind));
    report_.path = input_.path();
    report_.holds = kind.holds;
    const TableShape shape{.dialect = header.dialect, .width = header.column_count};
    const auto handle = [&](const textio::CsvRecord& record, const RecordPlace& place) {
      ++well_formed_;
      take(record, place);
    };
    KINORA_TRY(report_.rows_read, read_table(input_, shape, progress, log_, handle));
    report_.rows_rejected += report_.rows_read - well_formed_;
    return report_;
  }

  [[nodiscard]] const std::optional<JoinedCells>& cells(std::size_t row) const { return cells_[row]; }

 private:
  void take(const textio::CsvRecord& record, const RecordPlace& place) {
    const std::string_view id_cell = record.fields[columns_.id].raw;
    const auto id = textio::parse_integer(id_cell);
    if (!id) {
      ++report_.rows_rejected;
      return log_.reject(place, RecordFault::kId, "expected a whole number, found " + textio::excerpt(id_cell));
    }
    const auto row = builder_.row_of_id(*id);
    if (!row) {
      ++report_.unknown_ids;
    } else if (cells_[*row]) {
      ++report_.duplicate_ids;
    } else {
      ++report_.films_joined;
      cells_[*row] = {{record.fields[columns_.cells[0]], record.fields[columns_.cells[1]]}, place};
    }
  }

  const textio::InputText& input_;
  const CatalogueBuilder& builder_;
  RejectionLog& log_;
  JoinColumns columns_;
  JoinedFile report_;
  std::uint64_t well_formed_ = 0;
  std::vector<std::optional<JoinedCells>> cells_;
};

/// Reads cell number `cell` of every film's record into a new column; films without one keep what `old` has.
LabelColumn join_column(const LabelColumn& old, const JoinReader& reader, const JoinKind& kind, std::size_t cell,
                        const IngestOptions& options, RejectionLog& log) {
  const ListStyle style{.json_first = false, .separator = options.columns.list_separator};
  const Field field = kind.columns[cell].field;
  Draft draft(options.cast_limit);
  LabelColumn column;
  for (std::size_t row = 0; row < old.size(); ++row) {
    const auto& joined = reader.cells(row);
    draft.clear();
    if (joined) draft.read(field, draft.text_of(joined->cells[cell]), style);
    for (const CellFault& fault : draft.faults()) log.pass_over(joined->place, field, fault.detail);
    if (joined && draft.faults().empty()) {
      column.append(draft.names(field));
    } else {
      column.append(old.names(row));
    }
  }
  return column;
}

}  // namespace

Result<JoinedFile> join_keywords(const textio::InputText& input, const IngestOptions& options, CatalogueBuilder& builder,
                                 RejectionLog& log, textio::ReadProgress& progress) {
  JoinReader reader(input, builder, log);
  KINORA_TRY(JoinedFile report, reader.read(kKeywordsJoin, progress));
  Catalogue& catalogue = builder.catalogue();
  catalogue.keywords = join_column(catalogue.keywords, reader, kKeywordsJoin, 0, options, log);
  return report;
}

Result<JoinedFile> join_credits(const textio::InputText& input, const IngestOptions& options, CatalogueBuilder& builder,
                                RejectionLog& log, textio::ReadProgress& progress) {
  JoinReader reader(input, builder, log);
  KINORA_TRY(JoinedFile report, reader.read(kCreditsJoin, progress));
  Catalogue& catalogue = builder.catalogue();
  catalogue.cast = join_column(catalogue.cast, reader, kCreditsJoin, 0, options, log);
  catalogue.directors = join_column(catalogue.directors, reader, kCreditsJoin, 1, options, log);
  return report;
}

}  // namespace kinora::ingest
