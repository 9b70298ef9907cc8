#include "ingest/column_plan.hpp"

#include "base/try.hpp"
#include "ingest/cell_forms.hpp"
#include "ingest/field_aliases.hpp"
#include "ingest/formats.hpp"
#include "ingest/list_separators.hpp"
#include "textio/excerpt.hpp"
#include "textio/words.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace kinora::ingest {
namespace {

constexpr std::size_t kSampledRecords = 20'000;
constexpr std::size_t kMaxSampledCell = 4096;  // bytes; prose tells nothing

bool is_name_list(Field field) {
  return field == Field::kGenres || field == Field::kDirectors || field == Field::kCast || field == Field::kKeywords;
}

/// Text fields take whatever there is.
bool needs_evidence(Field field) {
  switch (field) {
    case Field::kTitle:
    case Field::kOriginalTitle:
    case Field::kOverview:
    case Field::kTagline:
    case Field::kCollection:
      return false;
    default:
      return true;
  }
}

/// Fields whose second column speaks where the first one is blank.
bool may_be_completed(Field field) {
  return field == Field::kYear || field == Field::kOverview || field == Field::kRuntime || field == Field::kImdbId ||
         field == Field::kLanguage || field == Field::kOriginalTitle;
}

/// A column's cells that are not blank, of the records sampled.
struct ColumnSample {
  std::vector<std::string> cells;
  std::size_t records = 0;

  [[nodiscard]] std::vector<std::string_view> views() const { return {cells.begin(), cells.end()}; }
};

/// What a column turned out to hold.
struct Evidence {
  std::size_t cells = 0;
  std::size_t read = 0;
  std::string example = {};  ///< why the first cell that is no such field is not

  /// Of ids more than half: the rows of the others are rejected, which is said.
  [[nodiscard]] bool is_enough(Field field) const {
    return read > 0 && (field == Field::kId ? 2 * read > cells : 10 * read >= 9 * cells);
  }
};

constexpr std::array<std::string_view, 9> kKindColumns = {"type",      "titletype",   "mediatype", "contenttype", "showtype",
                                                          "videotype", "programtype", "titlekind", "kind"};
constexpr std::array<std::string_view, 12> kFilmKinds = {"movie",       "movies",    "film",          "films",
                                                         "featurefilm", "feature",   "tvmovie",       "video",
                                                         "tvfilm",      "moviefilm", "featurelength", "documentaryfilm"};
constexpr std::array<std::string_view, 17> kOtherKinds = {
    "tvshow",  "tvshows", "tvseries", "series", "show",      "tv",      "tvminiseries", "miniseries", "tvepisode",
    "episode", "short",   "tvshort",  "season", "tvspecial", "special", "videogame",    "tvpilot"};

bool is_among(std::string_view name, std::span<const std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class ColumnPlanner {
 public:
  ColumnPlanner(const textio::InputText& input, const RecordSource& source, const IngestOptions& options)
      : input_(input), source_(source), options_(options), draft_(options.cast_limit), taken_(source.columns.size()) {
    for (const std::string& column : source.columns) plain_.push_back(plain_name(column));
    plan_.uses.resize(source.columns.size());
    for (std::size_t i = 0; i < source.columns.size(); ++i) plan_.uses[i].column = source.columns[i];
  }

  Result<ColumnPlan> plan() {
    KINORA_TRY_VOID(take_mapped());
    sample();
    find_title_kind();
    if (plan_.title_kind) sample();  // of films alone: a series has no minutes
    for (PlannedColumn& column : plan_.columns) column.style = style_of(column.index, column.field, false);
    for (std::size_t i = 0; i < kFieldCount; ++i) take_field(static_cast<Field>(i));
    if (!has(Field::kTitle)) return no_titles();
    return std::move(plan_);
  }

 private:
  Result<void> take_mapped() {
    for (std::size_t i = 0; i < kFieldCount; ++i) {
      const auto field = static_cast<Field>(i);
      const std::string_view name = column_of(options_.columns, field);
      if (name.empty()) continue;
      const auto found = std::find_if(source_.columns.begin(), source_.columns.end(),
                                      [&](const std::string& column) { return textio::same_name(column, name); });
      if (found == source_.columns.end()) return unknown_column(input_, name, source_.columns);
      add(static_cast<std::size_t>(found - source_.columns.begin()), field, {});
    }
    return {};
  }

  void sample() {
    samples_.assign(source_.columns.size(), {});
    source_.sample(kSampledRecords, [&](std::span<const RecordCell> cells, const RecordPlace&) {
      if (plan_.title_kind && !is_film_kind(cells[*plan_.title_kind].text)) return;
      for (std::size_t i = 0; i < cells.size(); ++i) {
        ++samples_[i].records;
        const std::string_view cell = trim_wide(cells[i].text);
        if (!is_missing_word(cell) && cell.size() <= kMaxSampledCell) samples_[i].cells.emplace_back(cell);
      }
    });
  }

  void find_title_kind() {
    for (std::size_t i = 0; i < plain_.size() && !plan_.title_kind; ++i) {
      if (taken_[i] || !is_among(plain_[i], kKindColumns)) continue;
      std::size_t films = 0;
      std::size_t others = 0;
      for (const std::string& cell : samples_[i].cells) {
        films += is_film_kind(cell) ? 1U : 0U;
        others += is_among(plain_name(cell), kOtherKinds) ? 1U : 0U;
      }
      if (films == 0 || 10 * (films + others) < 9 * samples_[i].cells.size()) continue;
      plan_.title_kind = i;
      taken_[i] = true;
      plan_.uses[i].field = "kind of title";
    }
  }

  void take_field(Field field) {
    if (has(field) || (field == Field::kCrew && has(Field::kDirectors))) return;
    for (const FieldAlias& alias : field_aliases()) {
      if (alias.field != field) continue;
      for (std::size_t i = 0; i < plain_.size(); ++i)
        if (!taken_[i] && plain_[i] == alias.name && (!has(field) || may_be_completed(field))) try_column(i, alias);
    }
    if (!has(field) && is_name_list(field)) take_numbered(field);
  }

  void try_column(std::size_t index, const FieldAlias& alias) {
    CellStyle style = style_of(index, alias.field, alias.may_be_percent);
    style.are_genre_ids = alias.name == "genreids";
    ColumnUse& use = plan_.uses[index];
    if (samples_[index].cells.empty() && alias.field != Field::kTitle) {  // titles that are missing are said row by row
      use.why_not = "it is empty";
      return;
    }
    const Evidence evidence = needs_evidence(alias.field) ? weigh(index, alias.field, style) : Evidence{.cells = 1, .read = 1};
    if (!evidence.is_enough(alias.field)) {
      use.why_not = "as " + std::string(name_of(alias.field)) + ": " + evidence.example + " (" + std::to_string(evidence.read) +
                    " of " + std::to_string(evidence.cells) + " cells can be read)";
      return;
    }
    // An id that most records lack is none.
    if (alias.field == Field::kId && 2 * samples_[index].cells.size() <= samples_[index].records) {
      use.why_not = "as id: most rows have none";
      return;
    }
    use.why_not.clear();
    if (style.scale < 1) use.note = "of 100";
    add(index, alias.field, style);
  }

  void take_numbered(Field field) {
    std::vector<std::pair<std::size_t, std::size_t>> columns;  // number, index
    for (std::size_t i = 0; i < plain_.size(); ++i) {
      const NumberedName name = numbered_name(source_.columns[i]);
      const auto is_alias = [&](const FieldAlias& alias) { return alias.field == field && alias.name == name.base; };
      const auto aliases = field_aliases();
      if (!taken_[i] && !name.base.empty() && std::any_of(aliases.begin(), aliases.end(), is_alias))
        columns.emplace_back(name.number, i);
    }
    std::sort(columns.begin(), columns.end());
    for (const auto& [number, index] : columns) add(index, field, style_of(index, field, false));
  }

  [[nodiscard]] CellStyle style_of(std::size_t index, Field field, bool may_be_percent) {
    const std::vector<std::string_view> cells = samples_[index].views();
    CellStyle style{.list = {.json_first = true}};
    if (is_name_list(field)) {
      const std::string& separator = options_.columns.list_separator;
      style.list = separator == ColumnMapping{}.list_separator ? find_list_style(cells, field)
                                                               : ListStyle{.json_first = true, .separator = separator};
    }
    const bool is_decimal = field == Field::kVoteAverage || field == Field::kPopularity;
    style.decimal_comma = is_decimal && std::any_of(cells.begin(), cells.end(), has_decimal_comma) &&
                          std::none_of(cells.begin(), cells.end(), [](std::string_view cell) {
                            return cell.find('.') != std::string_view::npos && cell.find(',') == std::string_view::npos;
                          });
    if (field == Field::kVoteAverage && may_be_percent && goes_to_100(cells, style.decimal_comma)) style.scale = 0.1;
    return style;
  }

  static bool goes_to_100(std::span<const std::string_view> cells, bool decimal_comma) {
    std::size_t numbers = 0;
    std::size_t above_ten = 0;
    for (const std::string_view cell : cells) {
      const auto number = parse_any_number(cell, decimal_comma);
      if (!number || *number < 0 || *number > 100) continue;
      ++numbers;
      above_ten += *number > 10 ? 1U : 0U;
    }
    return 10 * numbers >= 9 * cells.size() && 2 * above_ten > numbers;
  }

  Evidence weigh(std::size_t index, Field field, const CellStyle& style) {
    Evidence evidence;
    for (const std::string& cell : samples_[index].cells) {
      draft_.clear();
      draft_.read_any(field, cell, style);
      const bool is_id = field != Field::kId || draft_.id().has_value();
      const bool is_crew = field != Field::kCrew || (cell.starts_with('[') && draft_.faults().empty());
      const bool is_read = is_id && is_crew && draft_.faults().empty();
      ++evidence.cells;
      evidence.read += is_read ? 1U : 0U;
      if (is_read || !evidence.example.empty()) continue;
      evidence.example = draft_.faults().empty() ? "found " + textio::excerpt(cell) : draft_.faults().front().detail;
    }
    return evidence;
  }

  void add(std::size_t index, Field field, const CellStyle& style) {
    plan_.columns.push_back({index, field, style});
    taken_[index] = true;
    plan_.uses[index].field = name_of(field);
  }

  [[nodiscard]] bool has(Field field) const {
    return std::any_of(plan_.columns.begin(), plan_.columns.end(),
                       [field](const PlannedColumn& column) { return column.field == field; });
  }

  [[nodiscard]] tl::unexpected<Error> no_titles() const {
    return fail({.code = ErrorCode::kFormatUnknown,
                 .what = "no column of this file holds titles",
                 .where = input_.path(),
                 .expected = "a column such as title, movie_title or name with a title in each row",
                 .found = list_columns(source_.columns),
                 .next_step = "Say which column it is: --set catalogue.columns.title=COLUMN"});
  }

  const textio::InputText& input_;
  const RecordSource& source_;
  const IngestOptions& options_;
  Draft draft_;
  ColumnPlan plan_;
  std::vector<std::string> plain_;
  std::vector<bool> taken_;
  std::vector<ColumnSample> samples_;
};

}  // namespace

bool is_film_kind(std::string_view kind) { return is_among(plain_name(kind), kFilmKinds); }

Result<ColumnPlan> plan_columns(const textio::InputText& input, const RecordSource& source, const IngestOptions& options) {
  return ColumnPlanner(input, source, options).plan();
}

}  // namespace kinora::ingest
