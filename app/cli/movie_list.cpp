#include "movie_list.hpp"

#include <charconv>
#include <filesystem>
#include <fstream>

namespace kinora::cli {
namespace {

void trim(std::string& text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r' || text.back() == '\t')) text.pop_back();
  text.erase(0, text.find_first_not_of(" \t"));
}

template <class T>
std::optional<T> parsed_number(std::string_view text) {
  T number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

MovieReference parse_movie_reference(std::string line) {
  trim(line);
  MovieReference reference{.id = parsed_number<std::int64_t>(line), .title = line, .year = {}};
  constexpr std::size_t kYearSuffix = 7;  // " (1995)"
  if (line.size() > kYearSuffix && line.ends_with(')') && line.substr(line.size() - kYearSuffix, 2) == " (") {
    reference.year = parsed_number<std::int32_t>(std::string_view(line).substr(line.size() - 5, 4));
    if (reference.year) reference.title.resize(line.size() - kYearSuffix);
  }
  return reference;
}

Result<std::vector<MovieReference>> read_movie_list(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error))
    return fail(
        {.code = ErrorCode::kFileNotFound, .what = "there is no such file", .where = path, .next_step = "Check the path"});
  std::ifstream file(path);
  std::vector<MovieReference> movies;
  for (std::string line; std::getline(file, line);) {
    if (line.find_first_not_of(" \t\r") == std::string::npos || line.front() == '#') continue;
    movies.push_back(parse_movie_reference(std::move(line)));
  }
  if (!file.eof())
    return fail({.code = ErrorCode::kFileUnreadable,
                 .what = "the file cannot be read",
                 .where = path,
                 .expected = "a text file of ids or titles",
                 .next_step = "Check the path and its permissions"});
  return movies;
}

}  // namespace kinora::cli
