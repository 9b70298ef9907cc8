#include "ingest/movielens_title.hpp"

#include "ingest/name_lists.hpp"
#include "ingest/scalar_cells.hpp"
#include "kinora/catalogue/movie.hpp"
#include "textio/words.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace kinora::ingest {
namespace {

/// The articles that MovieLens puts behind a title. L' stands without a space.
constexpr std::array<std::string_view, 28> kArticles = {"The", "A",    "An",  "La",  "Le", "Les", "L'",  "El",  "Los", "Las",
                                                        "Il",  "Lo",   "I",   "Gli", "Un", "Una", "Une", "Der", "Die", "Das",
                                                        "Ein", "Eine", "Den", "Det", "De", "Het", "Een", "Ett"};

bool is_dash_or_digit(std::string_view text) {
  constexpr std::string_view kEnDash = "\xE2\x80\x93";
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with(kEnDash)) {
      i += kEnDash.size() - 1;
    } else if (text[i] != '-' && text[i] != ' ' && (text[i] < '0' || text[i] > '9')) {
      return false;
    }
  }
  return true;
}

/// Takes "(1995)" or "(2006-2007)" from the end of the title.
std::int32_t take_year(std::string_view& title) {
  if (!title.ends_with(')')) return kUnknownYear;
  const std::size_t open = title.rfind('(');
  if (open == std::string_view::npos) return kUnknownYear;
  const std::string_view inside = textio::trim(title.substr(open + 1, title.size() - open - 2));
  const auto year = inside.size() < 4 ? std::nullopt : parse_year(inside.substr(0, 4));
  if (!year || !is_dash_or_digit(inside)) return kUnknownYear;
  const std::string_view rest = textio::trim(title.substr(0, open));
  if (rest.empty()) return kUnknownYear;
  const bool is_range = inside.size() == 4 || inside[4] == '-' || inside[4] == ' ' || inside.substr(4).starts_with("\xE2");
  if (!is_range) return kUnknownYear;
  title = rest;
  return *year;
}

bool is_article(std::string_view text) { return std::find(kArticles.begin(), kArticles.end(), text) != kArticles.end(); }

std::string_view concatenate(std::initializer_list<std::string_view> parts, std::pmr::memory_resource& arena) {
  std::size_t size = 0;
  for (const std::string_view part : parts) size += part.size();
  char* const begin = static_cast<char*>(arena.allocate(size, 1));
  char* out = begin;
  for (const std::string_view part : parts) out = std::copy(part.begin(), part.end(), out);
  return {begin, size};
}

std::string_view with_article_first(std::string_view title, std::pmr::memory_resource& arena) {
  const std::size_t parenthesis = title.find(" (");
  const std::string_view main = title.substr(0, parenthesis);
  const std::string_view others = parenthesis == std::string_view::npos ? std::string_view() : title.substr(parenthesis);
  const std::size_t comma = main.rfind(", ");
  if (comma == std::string_view::npos || comma == 0) return title;
  const std::string_view article = main.substr(comma + 2);
  if (!is_article(article)) return title;
  return concatenate({article, article.ends_with('\'') ? "" : " ", main.substr(0, comma), others}, arena);
}

}  // namespace

MovieLensTitle parse_movielens_title(std::string_view text, std::pmr::memory_resource& arena) {
  std::string_view title = textio::trim(text);
  const std::int32_t year = take_year(title);
  return {with_article_first(title, arena), year};
}

}  // namespace kinora::ingest
