#pragma once

#include "kinora/catalogue/columns.hpp"
#include "kinora/text/vocabulary.hpp"
#include "recommend/label_index.hpp"
#include "text/token_interner.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

namespace kinora {

/// The labels of rows that come from several places, under one numbering: by first appearance, and only those that a row has. So
/// the same rows make the same numbers, whether they come from one place or from two.
class LabelRows {
 public:
  /// Rows of an index, in the order given.
  void append(const LabelIndex& index, std::span<const std::size_t> rows);
  /// Every row of the columns, which have the same number: in a row, the labels of one column after those of another.
  void append(std::initializer_list<const LabelColumn*> columns);
  /// Every document; its words are numbers of `names`.
  void append(const EncodedDocuments& documents, const StringColumn& names);

  /// All rows, as the source of an index. It refers to the names in here.
  [[nodiscard]] LabelIndexBuilder::Source take_source();

 private:
  class Renumbering;
  void close_row() { ends_.push_back(labels_.size()); }

  TokenInterner names_;
  std::vector<std::uint64_t> ends_;
  std::vector<std::uint32_t> labels_;
};

}  // namespace kinora
