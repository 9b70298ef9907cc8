#include "synthetic/kaggle_files.hpp"

#include "synthetic/distributions.hpp"
#include "synthetic/spelling.hpp"

#include <cstdio>

namespace kinora::synthetic {
namespace {

/// As Python's csv writes it: quoted only where it must be.
void append_cell(std::string_view cell, std::string& out) {
  if (cell.find_first_of(",\"\n") == std::string_view::npos) {
    out += cell;
    return;
  }
  out += '"';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

/// As Python's repr: in double quotes where it holds an apostrophe.
std::string literal(const std::string& text) {
  const char quote = text.find('\'') == std::string::npos ? '\'' : '"';
  return quote + text + quote;
}

std::string named_item(std::uint64_t id, const std::string& name) {
  return "{'id': " + std::to_string(id) + ", 'name': " + literal(name) + "}";
}

std::string joined(const std::vector<std::string>& items) {
  std::string list = "[";
  for (const std::string& item : items) list += (list.size() > 1 ? ", " : "") + item;
  return list + "]";
}

std::string genres_cell(const Film& film) {
  std::vector<std::string> items;
  for (const std::size_t genre : film.genres)
    items.push_back(named_item(static_cast<std::uint64_t>(kGenres[genre].id), kGenres[genre].name));
  return joined(items);
}

std::string companies_cell(const Film& film) {
  std::vector<std::string> items;
  for (const std::uint32_t company : film.companies)
    items.push_back("{'name': " + literal(spell_name(company)) + ", 'id': " + std::to_string(company + 1) + "}");
  return joined(items);
}

std::string collection_cell(const Film& film) {
  if (film.collection == nullptr) return "";
  const std::string id = std::to_string(100'000 + film.collection->number);
  return "{'id': " + id + ", 'name': " + literal(film.collection->title + " Collection") + ", 'poster_path': '/" + id +
         ".jpg', 'backdrop_path': None}";
}

template <class... Arguments>
std::string formatted(const char* pattern, Arguments... arguments) {
  char text[32];
  std::snprintf(text, sizeof text, pattern, arguments...);
  return text;
}

std::string tenths(std::uint64_t value) { return std::to_string(value / 10) + "." + std::to_string(value % 10); }

}  // namespace

void append_movie_record(const Film& film, std::string& out) {
  const auto id = static_cast<unsigned long long>(film.id);
  const std::string path = film.described ? formatted("/%010llx.jpg", id * 0x9E3779B1ULL % (1ULL << 40U)) : "";
  const auto described = [&film](std::string_view cell) { return film.described ? std::string(cell) : std::string(); };
  const std::string cells[] = {"False",
                               collection_cell(film),
                               described("0"),
                               genres_cell(film),
                               "",
                               std::to_string(film.id),
                               described(formatted("tt%07llu", id)),
                               described("en"),
                               described(film.original_title),
                               film.overview,
                               described(tenths(film.votes)),
                               path,
                               film.described ? companies_cell(film) : "",
                               described("[{'iso_3166_1': 'US', 'name': 'United States of America'}]"),
                               formatted("%04d-%02d-%02d", film.year, film.month, film.day),
                               "0",
                               std::to_string(film.runtime) + ".0",
                               described("[{'iso_639_1': 'en', 'name': 'English'}]"),
                               described("Released"),
                               film.tagline,
                               film.title,
                               "False",
                               tenths(film.average_tenths),
                               std::to_string(film.votes)};
  bool first = true;
  for (const std::string& cell : cells) {
    if (!first) out += ',';
    first = false;
    append_cell(cell, out);
  }
  out += '\n';
}

void append_keywords_record(const Film& film, std::string& out) {
  std::vector<std::string> items;
  for (const std::uint32_t keyword : film.keywords) items.push_back(named_item(keyword + 1, spell_keyword(keyword)));
  append_cell(std::to_string(film.id), out);
  out += ',';
  append_cell(joined(items), out);
  out += '\n';
}

}  // namespace kinora::synthetic
