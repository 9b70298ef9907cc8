// kinora-make-catalogue FILMS DIRECTORY [SEED [DESCRIBED_PERCENT]]
// Writes DIRECTORY/movies_metadata.csv and keywords.csv with that many made-up films.

#include "base/file_system.hpp"
#include "base/try.hpp"
#include "synthetic/film_source.hpp"
#include "synthetic/kaggle_files.hpp"

#include <charconv>
#include <cstdio>
#include <filesystem>
#include <string_view>

namespace {

constexpr std::size_t kBufferBytes = 1U << 20U;
constexpr std::uint64_t kMostFilms = 100'000'000;

kinora::Result<void> write_catalogue(std::size_t films, const std::filesystem::path& directory,
                                     const kinora::synthetic::FilmOptions& options) {
  kinora::FileSystem& files = kinora::local_file_system();
  KINORA_TRY_VOID(files.create_directories(directory));
  KINORA_TRY(const auto movies, files.create(directory / "movies_metadata.csv", kinora::CreateMode::kTruncate));
  KINORA_TRY(const auto keywords, files.create(directory / "keywords.csv", kinora::CreateMode::kTruncate));
  std::string movie_records(kinora::synthetic::kMoviesHeader);
  std::string keyword_records(kinora::synthetic::kKeywordsHeader);
  kinora::synthetic::FilmSource source(options);
  for (std::size_t i = 0; i < films; ++i) {
    const kinora::synthetic::Film film = source.next();
    append_movie_record(film, movie_records);
    append_keywords_record(film, keyword_records);
    if (movie_records.size() + keyword_records.size() < kBufferBytes && i + 1 < films) continue;
    KINORA_TRY_VOID(movies->append(movie_records));
    KINORA_TRY_VOID(keywords->append(keyword_records));
    movie_records.clear();
    keyword_records.clear();
  }
  KINORA_TRY_VOID(movies->close());
  return keywords->close();
}

/// False unless the text is a number from `least` to `most`.
bool read_number(std::string_view text, std::uint64_t least, std::uint64_t most, std::uint64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value >= least && value <= most;
}

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t films = 0;
  std::uint64_t seed = 42;
  std::uint64_t described = 13;
  const bool understood = argc >= 3 && argc <= 5 && read_number(argv[1], 1, kMostFilms, films) &&
                          (argc < 4 || read_number(argv[3], 0, ~std::uint64_t{0}, seed)) &&
                          (argc < 5 || read_number(argv[4], 0, 100, described));
  if (!understood) {
    std::fputs("usage: kinora-make-catalogue FILMS DIRECTORY [SEED [DESCRIBED_PERCENT]]\n", stderr);
    return 2;
  }
  const auto written = write_catalogue(films, argv[2], {.seed = seed, .described_percent = static_cast<unsigned>(described)});
  if (written) return 0;
  std::fprintf(stderr, "%s: %s %s\n", written.error().where.c_str(), written.error().what.c_str(), written.error().found.c_str());
  return 1;
}
