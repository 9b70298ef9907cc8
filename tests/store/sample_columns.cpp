#include "store/sample_columns.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string_view>

namespace kinora::testing {
namespace {

constexpr std::string_view kWords[] = {
    "",     "a",    "Toy Story", "Amélie",      "千と千尋の神隠し",           "Ω",     "🎬🍿",
    "it's", "100%", "a_b",       "back\\slash", "line\nbreak and \"quotes\"", "naïve", " "};
constexpr std::string_view kGenres[] = {"Comedy", "Drama", "Animation", "Family", "Science Fiction", "Film-Noir", ""};

constexpr std::size_t kLongTextRow = 103;
constexpr std::size_t kLongListRow = 105;
constexpr std::size_t kTwinStep = 13;

class Sampler {
 public:
  Sampler(std::uint64_t seed, bool nulls) : rng_(seed), nulls_(nulls) {}

  bool is_null() { return rng_.below(5) == 0 && nulls_; }
  std::uint64_t below(std::uint64_t bound) { return rng_.below(bound); }
  std::uint64_t next() { return rng_.next(); }
  std::string_view word() { return kWords[rng_.below(std::size(kWords))]; }
  std::string_view genre() { return kGenres[rng_.below(std::size(kGenres))]; }
  float number() { return rng_.uniform_float() * 2 - 1; }

 private:
  Rng rng_;
  bool nulls_;
};

template <class T, class Make>
std::vector<std::optional<T>> optionals(std::size_t rows, Sampler& sampler, const Make& make) {
  std::vector<std::optional<T>> values(rows);
  for (std::size_t row = 0; row < rows; ++row)
    if (!sampler.is_null()) values[row] = make(row);
  return values;
}

Buffer<std::uint8_t> every_third_null(std::size_t count) {
  std::vector<std::uint8_t> validity((count + 7) / 8);
  for (std::size_t i = 0; i < count; ++i)
    if (i % 3 != 1) validity[i / 8] = static_cast<std::uint8_t>(validity[i / 8] | 1U << (i % 8));
  return Buffer<std::uint8_t>(std::move(validity));
}

Column texts(std::size_t rows, Sampler& sampler) {
  const auto owned = optionals<std::string>(rows, sampler, [&](std::size_t row) {
    if (row == kLongTextRow) return std::string(60000, 'x') + "é";
    std::string text(sampler.word());
    while (sampler.below(3) != 0) text.append(sampler.word());
    return text;
  });
  std::vector<std::optional<std::string_view>> views;
  for (const auto& text : owned) views.push_back(text ? std::optional<std::string_view>(*text) : std::nullopt);
  return make_string_column("text", views);
}

Column tags(std::size_t rows, Sampler& sampler, bool nulls) {
  Column column = make_string_list_column("tags", optionals<std::vector<std::string_view>>(rows, sampler, [&](std::size_t row) {
                                            std::vector<std::string_view> items;
                                            const std::size_t count = row == kLongListRow ? 5000 : sampler.below(4);
                                            for (std::size_t i = 0; i < count; ++i) items.push_back(sampler.genre());
                                            return items;
                                          }));
  const std::size_t items = column.text_ends.size();
  if (nulls && items != 0) column.item_validity = every_third_null(items);
  return column;
}

Column genre_text(std::size_t rows, Sampler& sampler) {
  const auto owned = optionals<std::string>(rows, sampler, [&](std::size_t) {
    const std::string last(sampler.genre());  // drawn first: the order of the golden fixtures
    const std::string first(sampler.genre());
    return first + ", " + last;
  });
  std::vector<std::optional<std::string_view>> views;
  for (const auto& text : owned) views.push_back(text ? std::optional<std::string_view>(*text) : std::nullopt);
  return make_string_column("genres_text", views);
}

std::vector<float> random_floats(std::size_t count, Sampler& sampler) {
  std::vector<float> values(count);
  for (float& value : values) value = sampler.number();
  return values;
}

/// Every thirteenth vector is its neighbour's: they tie in every search.
std::vector<float> vectors_with_twins(std::size_t rows, std::size_t dimension, Sampler& sampler) {
  std::vector<float> values = random_floats(rows * dimension, sampler);
  for (std::size_t row = kTwinStep; row < rows; row += kTwinStep)
    std::copy_n(values.begin() + static_cast<std::ptrdiff_t>((row - 1) * dimension), dimension,
                values.begin() + static_cast<std::ptrdiff_t>(row * dimension));
  return values;
}

std::vector<Column> make_columns(std::size_t rows, std::uint64_t seed, std::size_t dimension, bool nulls) {
  Sampler sampler(seed, nulls);
  std::vector<std::int64_t> ids(rows);
  for (std::size_t row = 0; row < rows; ++row) ids[row] = static_cast<std::int64_t>(row * 7 + 1);
  const auto edge = [&](std::size_t row, auto low, auto high, auto value) { return row == 0 ? low : row == 1 ? high : value; };
  const auto int32s = optionals<std::int32_t>(rows, sampler, [&](std::size_t row) {
    using Limits = std::numeric_limits<std::int32_t>;
    return edge(row, Limits::min(), Limits::max(), static_cast<std::int32_t>(sampler.below(200)) + 1850);
  });
  const auto floats = optionals<float>(
      rows, sampler, [&](std::size_t row) { return edge(row, -0.0F, std::numeric_limits<float>::infinity(), sampler.number()); });
  const auto doubles = optionals<double>(rows, sampler, [&](std::size_t row) {
    return edge(row, std::numeric_limits<double>::denorm_min(), std::nan(""), static_cast<double>(sampler.next()) * 1e-7);
  });
  const auto bools = optionals<bool>(rows, sampler, [&](std::size_t) { return sampler.below(2) == 0; });

  std::vector<Column> columns;
  columns.push_back(make_int64_column("id", std::move(ids)));
  columns.push_back(texts(rows, sampler));
  columns.push_back(make_int32_column("year", int32s));
  columns.push_back(make_float_column("score", floats));
  columns.push_back(make_double_column("exact", doubles));
  columns.push_back(make_bool_column("seen", bools));
  columns.push_back(tags(rows, sampler, nulls));
  columns.push_back(genre_text(rows, sampler));
  const std::vector<float> vectors = vectors_with_twins(rows, dimension, sampler);
  columns.push_back(make_vector_column("vector", {vectors.data(), rows, dimension, dimension}));
  return columns;
}

}  // namespace

std::vector<Column> sample_columns(std::size_t rows, std::uint64_t seed, std::size_t dimension) {
  return make_columns(rows, seed, dimension, true);
}

std::vector<Column> sample_columns_without_nulls(std::size_t rows, std::uint64_t seed, std::size_t dimension) {
  return make_columns(rows, seed, dimension, false);
}

Column nullable_vectors(std::size_t rows, std::uint64_t seed, std::size_t dimension) {
  Sampler sampler(seed, false);
  const std::vector<float> vectors = random_floats(rows * dimension, sampler);
  Column column = make_vector_column("vector", {vectors.data(), rows, dimension, dimension});
  column.validity = every_third_null(rows);
  return column;
}

}  // namespace kinora::testing
