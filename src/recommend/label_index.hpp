#pragma once

#include "kinora/base/result.hpp"
#include "kinora/catalogue/columns.hpp"
#include "tensors/safetensors.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {

/// Strings by number, in a mapped file. A damaged end makes an empty string, never an access outside of the bytes.
struct TextTable {
  std::span<const std::uint64_t> ends;
  std::span<const std::uint8_t> bytes;

  [[nodiscard]] std::size_t size() const { return ends.size(); }
  [[nodiscard]] std::string_view operator[](std::size_t index) const {
    const std::uint64_t begin = index == 0 ? 0 : ends[index - 1];
    const std::uint64_t end = ends[index];
    if (begin > end || end > bytes.size()) return {};
    return {reinterpret_cast<const char*>(bytes.data()) + begin, end - begin};
  }
  /// The tensors `name`.ends and `name`.bytes; kBundleCorrupt unless the last end is the size of the bytes.
  static Result<TextTable> open(const SafetensorsFile& file, const std::string& name);
};

/// The labels of every film with their TF-IDF weights: a binary term frequency, idf = log(n / df) + 1 as the smooth-free form of
/// Manning et al. 2008, §6.2, and the norm of each row. Label sets are compared by the cosine of these vectors.
/// Opening reads none of it; what a question touches is checked where it is touched: damaged rows and lists are empty.
struct LabelIndex {
  std::span<const std::uint64_t> ends;
  std::span<const std::uint32_t> labels;
  std::span<const float> idf;                ///< by label
  std::span<const float> norms;              ///< by row; 0 for a film without labels
  std::span<const std::uint64_t> list_ends;  ///< by label
  std::span<const std::uint32_t> list_rows;  ///< the rows that have each label of a weight, rising
  TextTable names;

  [[nodiscard]] std::size_t size() const { return ends.size(); }
  /// The labels of a row, rising; each is one of idf and names.
  [[nodiscard]] std::span<const std::uint32_t> operator[](std::size_t row) const {
    const auto of_row = slice(labels, ends, row);
    const auto is_known = [this](std::uint32_t label) { return label < idf.size(); };
    return std::all_of(of_row.begin(), of_row.end(), is_known) ? of_row : std::span<const std::uint32_t>();
  }
  /// How many labels a row has.
  [[nodiscard]] std::size_t count(std::size_t row) const { return slice(labels, ends, row).size(); }
  /// The rows that have a label, rising; none for a label without weight. Of a damaged file they may be any numbers.
  [[nodiscard]] std::span<const std::uint32_t> rows_with(std::uint32_t label) const { return slice(list_rows, list_ends, label); }
  /// The tensors `name`.*; kBundleCorrupt unless their sizes fit each other and `rows` rows.
  static Result<LabelIndex> open(const SafetensorsFile& file, const std::string& name, std::size_t rows);

 private:
  static std::span<const std::uint32_t> slice(std::span<const std::uint32_t> items, std::span<const std::uint64_t> slice_ends,
                                              std::size_t index) {
    const std::uint64_t begin = index == 0 ? 0 : slice_ends[index - 1];
    const std::uint64_t end = slice_ends[index];
    return begin > end || end > items.size() ? std::span<const std::uint32_t>() : items.subspan(begin, end - begin);
  }
};

/// Builds the arrays of a LabelIndex and adds them to a file. Keeps them until the file is written.
class LabelIndexBuilder {
 public:
  /// Labels of every row, by number. A label may stand several times in a row; it counts once.
  struct Source {
    std::size_t rows = 0;
    std::vector<std::uint64_t> ends;
    std::vector<std::uint32_t> labels;
    const StringColumn* names = nullptr;
  };
  /// How labels are weighed.
  struct Weighing {
    /// So many labels of the mean weight are added to every row's norm: labels that nobody wrote down. Two films of one keyword
    /// each are not all alike if it is the same one.
    double unseen = 0;
    /// A label of more than this share of the rows that have any carries no weight: stop words.
    double most_frequent = 1;
  };
  void add(SafetensorsWriter& file, const std::string& name, Source source, const Weighing& weighing);
  /// The same with given weights of the labels in place of idf. The norm of a row is 1, or 0 without labels.
  void add_weighted(SafetensorsWriter& file, const std::string& name, Source source, std::vector<float> weights);
  void add_texts(SafetensorsWriter& file, const std::string& name, const StringColumn& texts);

 private:
  void add_arrays(SafetensorsWriter& file, const std::string& name, Source source, std::vector<float> weights,
                  std::vector<float> norms);

  template <class T>
  std::span<const T> keep(std::vector<T> values, std::deque<std::vector<T>>& kept) {
    return kept.emplace_back(std::move(values));
  }

  std::deque<std::vector<std::uint64_t>> kept_u64_;
  std::deque<std::vector<std::uint32_t>> kept_u32_;
  std::deque<std::vector<float>> kept_f32_;
  std::deque<std::vector<std::uint8_t>> kept_u8_;
};

}  // namespace kinora
