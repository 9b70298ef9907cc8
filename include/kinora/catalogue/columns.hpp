#pragma once

#include "kinora/base/export.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {

/// Strings of many rows in one block of bytes.
class KINORA_EXPORT StringColumn {
 public:
  [[nodiscard]] std::size_t size() const { return ends_.size(); }
  [[nodiscard]] std::string_view operator[](std::size_t row) const {
    const std::size_t begin = row == 0 ? 0 : ends_[row - 1];
    return std::string_view(bytes_).substr(begin, ends_[row] - begin);
  }
  void append(std::string_view text);

 private:
  std::string bytes_;
  std::vector<std::uint64_t> ends_;
};

/// Lists of labels (genres, keywords, people): each distinct name once, numbered in the order of its first appearance, and the
/// numbers of every row. A name occurs at most once in a row; the order within a row is the source's.
class KINORA_EXPORT LabelColumn {
 public:
  using Label = std::uint32_t;

  [[nodiscard]] std::size_t size() const { return ends_.size(); }
  [[nodiscard]] std::span<const Label> operator[](std::size_t row) const {
    const std::size_t begin = row == 0 ? 0 : ends_[row - 1];
    return std::span(labels_).subspan(begin, ends_[row] - begin);
  }
  [[nodiscard]] std::size_t label_count() const { return names_.size(); }
  [[nodiscard]] std::string_view name(Label label) const { return names_[label]; }
  /// All names, by number.
  [[nodiscard]] const StringColumn& label_names() const { return names_; }
  [[nodiscard]] std::optional<Label> find(std::string_view name) const;
  /// The names of a row, copied.
  [[nodiscard]] std::vector<std::string> names(std::size_t row) const;

  /// The number of a name, which is new if it was never seen.
  Label intern(std::string_view name);
  /// Appends a row; empty and repeated names are passed over.
  void append(std::span<const std::string> names);
  void append(std::span<const std::string_view> names);
  /// Appends a row of numbers that intern() gave; repeated ones are passed over.
  void append_labels(std::span<const Label> labels);

 private:
  /// Adds a label to the row that began at `row_begin` of labels_, if it is not there yet.
  void add_to_row(Label label, std::size_t row_begin);

  StringColumn names_;
  std::vector<std::uint64_t> slots_;  // catalogue/hash_slots.hpp: finds the number of a name
  std::vector<Label> labels_;
  std::vector<std::uint64_t> ends_;
};

}  // namespace kinora
