// kinora-make-table clustered|uniform ROWS DIMENSION QUESTIONS SEED TABLE.lance QUESTIONS.json
// Writes a made-up table (id, title, genres, bucket, region, vector) and questions to it: vectors of the same kind that are in no
// row, and filters. `bucket` is 0..99 whatever the vector, `region` 0..99 the same for a whole cluster: `bucket < 10` leaves a
// tenth of each neighbourhood, `region < 10` whole neighbourhoods and nothing of others.

#include "kinora/store/table.hpp"
#include "synthetic/distributions.hpp"
#include "synthetic/vectors.hpp"

#include <charconv>
#include <cstdio>
#include <exception>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using kinora::Column;
using kinora::Rng;
using kinora::synthetic::VectorSource;

constexpr std::uint64_t kQuestionSeed = 1;  // added to the seed: questions are drawn apart from the rows
constexpr std::uint64_t kParts = 100;

struct Arguments {
  kinora::synthetic::VectorOptions vectors;
  std::size_t rows = 0;
  std::size_t questions = 0;
  std::string table;
  std::string questions_path;
};

std::string draw_genres(Rng& rng) {
  using namespace kinora::synthetic;
  std::string genres;
  for (std::size_t count = draw_counted(kGenreListLengths, rng); count > 0; --count) {
    const std::string_view name = kGenres[draw_counted(kGenreCounts, rng)].name;
    if (genres.find(name) != std::string::npos) continue;
    if (!genres.empty()) genres += ", ";
    genres += name;
  }
  return genres;
}

Column text_column(const char* name, const std::vector<std::string>& values) {
  const std::vector<std::optional<std::string_view>> views(values.begin(), values.end());
  return kinora::make_string_column(name, views);
}

std::vector<Column> make_columns(const Arguments& arguments, const VectorSource& source) {
  kinora::Matrix vectors(arguments.rows, arguments.vectors.dimension);
  std::vector<std::int64_t> ids;
  std::vector<std::string> titles;
  std::vector<std::string> genres;
  std::vector<std::optional<std::int32_t>> buckets;
  std::vector<std::optional<std::int32_t>> regions;
  for (std::size_t row = 0; row < arguments.rows; ++row) {
    Rng rng(arguments.vectors.seed, row);
    const std::size_t cluster = source.draw(rng, vectors.row(row));
    ids.push_back(static_cast<std::int64_t>(row));
    titles.push_back("Film " + std::to_string(row));
    genres.push_back(draw_genres(rng));
    buckets.emplace_back(static_cast<std::int32_t>(rng.below(kParts)));
    regions.emplace_back(static_cast<std::int32_t>(Rng(arguments.vectors.seed + kQuestionSeed, cluster).below(kParts)));
  }
  std::vector<Column> columns;
  columns.push_back(kinora::make_int64_column("id", std::move(ids)));
  columns.push_back(text_column("title", titles));
  columns.push_back(text_column("genres", genres));
  columns.push_back(kinora::make_int32_column("bucket", buckets));
  columns.push_back(kinora::make_int32_column("region", regions));
  columns.push_back(kinora::make_vector_column("vector", vectors.view()));
  return columns;
}

bool write_questions(const Arguments& arguments, const VectorSource& source) {
  nlohmann::json questions = {{"filters",
                               {{"all", ""},
                                {"like", "genres LIKE '%Drama%' OR genres LIKE '%Crime%' OR genres LIKE '%Western%'"},
                                {"bucket 1", "bucket < 1"},
                                {"bucket 10", "bucket < 10"},
                                {"bucket 50", "bucket < 50"}}},
                              {"vectors", nlohmann::json::array()}};
  if (arguments.vectors.spread == kinora::synthetic::Spread::kClustered) {
    questions["filters"]["region 10"] = "region < 10";
    questions["filters"]["region 50"] = "region < 50";
  }
  std::vector<float> vector(arguments.vectors.dimension);
  for (std::size_t number = 0; number < arguments.questions; ++number) {
    Rng rng(arguments.vectors.seed + kQuestionSeed, ~number - 1);
    source.draw(rng, vector);
    questions["vectors"].push_back(vector);
  }
  std::ofstream file(arguments.questions_path);
  file << questions.dump() << '\n';
  return static_cast<bool>(file.flush());
}

bool read_number(std::string_view text, std::uint64_t least, std::uint64_t most, std::uint64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value >= least && value <= most;
}

std::optional<Arguments> read_arguments(int argc, char** argv) {
  Arguments arguments;
  if (argc != 8) return std::nullopt;
  const std::string_view spread = argv[1];
  if (spread != "clustered" && spread != "uniform") return std::nullopt;
  if (spread == "uniform") arguments.vectors.spread = kinora::synthetic::Spread::kUniform;
  if (!read_number(argv[2], 1, 100'000'000, arguments.rows) || !read_number(argv[3], 1, 10'000, arguments.vectors.dimension) ||
      !read_number(argv[4], 1, 100'000, arguments.questions) || !read_number(argv[5], 0, 1U << 31U, arguments.vectors.seed))
    return std::nullopt;
  arguments.table = argv[6];
  arguments.questions_path = argv[7];
  return arguments;
}

int run(int argc, char** argv) {
  const std::optional<Arguments> arguments = read_arguments(argc, argv);
  if (!arguments) {
    std::fputs("usage: kinora-make-table clustered|uniform ROWS DIMENSION QUESTIONS SEED TABLE.lance QUESTIONS.json\n", stderr);
    return 2;
  }
  const VectorSource source(arguments->vectors);
  const auto table = kinora::Table::overwrite(arguments->table, make_columns(*arguments, source));
  if (!table) {
    std::fprintf(stderr, "%s: %s %s\n", table.error().where.c_str(), table.error().what.c_str(), table.error().found.c_str());
    return 1;
  }
  if (write_questions(*arguments, source)) return 0;
  std::fprintf(stderr, "%s: cannot be written\n", arguments->questions_path.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "kinora-make-table: %s\n", error.what());
    return 1;
  }
}
