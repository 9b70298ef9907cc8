// Kodi's files about films: <movie> in an NFO file, one or more in a file, or many in an export (videodb.xml).
#include "ingest/source.hpp"
#include "textio/words.hpp"
#include "textio/xml_cursor.hpp"

#include <array>
#include <memory_resource>
#include <string>

namespace kinora::ingest {
namespace {

constexpr std::string_view kMovie = "movie";
constexpr std::size_t kMaxPath = 64;

/// What stands directly in a film's element, or below one of its elements.
struct NfoElement {
  std::string_view path;
  Field field;
  bool is_second = false;  ///< counts where the field is still unknown
};

constexpr auto kNfoElements = std::to_array<NfoElement>({
    {"title", Field::kTitle},
    {"originaltitle", Field::kOriginalTitle},
    {"year", Field::kYear},
    {"premiered", Field::kYear, true},
    {"releasedate", Field::kYear, true},
    {"plot", Field::kOverview},
    {"outline", Field::kOverview, true},
    {"tagline", Field::kTagline},
    {"runtime", Field::kRuntime},
    {"genre", Field::kGenres},
    {"director", Field::kDirectors},
    {"actor/name", Field::kCast},
    {"tag", Field::kKeywords},
    {"set", Field::kCollection},
    {"set/name", Field::kCollection},
    {"rating", Field::kVoteAverage},
    {"votes", Field::kVoteCount},
    {"imdbid", Field::kImdbId},
});

/// Reads the elements of one film into its draft.
class NfoFilm {
 public:
  explicit NfoFilm(Draft& draft) : draft_(draft) {}

  void clear() {
    path_.clear();
    depth_ = 0;
    has_rating_ = false;
    takes_rating_ = false;
  }

  void start(const textio::XmlCursor& cursor) {
    if (++depth_ > kMaxPath) return;
    if (!path_.empty()) path_ += '/';
    path_ += cursor.name();
    if (path_ == "uniqueid") id_type_ = cursor.attribute("type");
    if (path_ == "ratings/rating") {
      takes_rating_ = !has_rating_ || cursor.attribute("default") == "true";
      has_rating_ = true;
      scale_ = cursor.attribute("max") == "100" ? 0.1 : 1;
    }
  }

  void end() {
    if (depth_-- > kMaxPath) return;
    const std::size_t slash = path_.rfind('/');
    path_.resize(slash == std::string::npos ? 0 : slash);
  }

  void text(std::string_view text, bool has_tmdb_ids) {
    if (path_ == "uniqueid" || path_ == "id" || path_ == "tmdbid") return read_id(text, has_tmdb_ids);
    if (path_ == "ratings/rating/value" && takes_rating_) return draft_.read_any(Field::kVoteAverage, text, {.scale = scale_});
    if (path_ == "ratings/rating/votes" && takes_rating_) return draft_.read_any(Field::kVoteCount, text, {});
    for (const NfoElement& element : kNfoElements) {
      if (element.path != path_ || (element.is_second && draft_.knows(element.field))) continue;
      draft_.read_any(element.field, text, {.list = {.separator = element.field == Field::kGenres ? "/" : "|"}});
    }
  }

  /// The id of TMDB's that this text is, if it is one.
  [[nodiscard]] bool is_tmdb_id() const { return path_ == "tmdbid" || (path_ == "uniqueid" && id_type_ == "tmdb"); }

 private:
  void read_id(std::string_view text, bool has_tmdb_ids) {
    text = textio::trim(text);
    if (is_tmdb_id()) {
      if (has_tmdb_ids) draft_.read_any(Field::kId, text, {});
    } else if (text.starts_with("tt")) {
      draft_.read_any(Field::kImdbId, text, {});
    }
  }

  Draft& draft_;
  std::string path_;
  std::size_t depth_ = 0;
  std::string_view id_type_;
  bool has_rating_ = false;
  bool takes_rating_ = false;
  double scale_ = 1;
};

/// Whether every film has an id of TMDB's; otherwise the films are numbered.
bool all_have_tmdb_ids(std::string_view text) {
  std::size_t films = 0;
  std::size_t ids = 0;
  std::pmr::monotonic_buffer_resource arena;
  textio::XmlCursor cursor(text, arena);
  bool is_id = false;
  for (textio::XmlToken token = cursor.next(); token != textio::XmlToken::kDone; token = cursor.next()) {
    if (token == textio::XmlToken::kStart && cursor.name() == kMovie) ++films;
    if (token == textio::XmlToken::kText && is_id) ++ids;
    if (token != textio::XmlToken::kText)
      is_id = token == textio::XmlToken::kStart &&
              (cursor.name() == "tmdbid" || (cursor.name() == "uniqueid" && cursor.attribute("type") == "tmdb"));
    arena.release();
  }
  return films > 0 && ids >= films;
}

}  // namespace

Result<RowCount> read_kodi_nfo(const SourceContext& context) {
  const std::string_view text = context.input.text();
  const bool has_tmdb_ids = all_have_tmdb_ids(text);
  if (!has_tmdb_ids) context.builder.note_numbered_rows();
  Draft draft(context.options.cast_limit);
  NfoFilm film(draft);
  textio::XmlCursor cursor(text, draft.arena());
  RowCount rows = 0;
  bool is_inside = false;
  std::size_t depth = 0;
  std::size_t begin = 0;
  while (true) {
    const std::size_t token_begin = cursor.offset();
    const textio::XmlToken token = cursor.next();
    const bool is_done = token == textio::XmlToken::kDone;
    if (!is_inside) {
      if (is_done) return rows;
      is_inside = token == textio::XmlToken::kStart && cursor.name() == kMovie;
      if (!is_inside) continue;
      begin = token_begin;
      depth = 0;
      draft.clear();
      film.clear();
    } else if (is_done || (token == textio::XmlToken::kEnd && depth == 0)) {
      is_inside = false;
      if (!has_tmdb_ids) draft.set_id(static_cast<std::int64_t>(rows) + 1);
      context.builder.add(draft, {begin, cursor.offset(), rows++});
      if (!context.progress.step(cursor.offset())) return textio::ReadProgress::stopped();
    } else if (token == textio::XmlToken::kStart) {
      ++depth;
      film.start(cursor);
    } else if (token == textio::XmlToken::kEnd) {
      --depth;
      film.end();
    } else {
      film.text(cursor.text(), has_tmdb_ids);
    }
  }
}

}  // namespace kinora::ingest
