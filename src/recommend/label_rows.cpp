#include "recommend/label_rows.hpp"

#include "base/check.hpp"

#include <limits>
#include <string_view>
#include <utility>

namespace kinora {

/// From the numbers of one place to those here. A name is looked up once.
class LabelRows::Renumbering {
 public:
  Renumbering(TokenInterner& names, std::size_t labels) : names_(names), numbers_(labels, kNone) {}

  template <class NameOf>
  std::uint32_t operator()(std::uint32_t label, const NameOf& name_of) {
    std::uint32_t& number = numbers_[label];
    if (number == kNone) number = names_.intern(name_of(label));
    return number;
  }

 private:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  TokenInterner& names_;
  std::vector<std::uint32_t> numbers_;
};

void LabelRows::append(const LabelIndex& index, std::span<const std::size_t> rows) {
  Renumbering renumbered(names_, index.idf.size());
  const auto name_of = [&](std::uint32_t label) { return index.names[label]; };
  for (const std::size_t row : rows) {
    for (const std::uint32_t label : index[row]) labels_.push_back(renumbered(label, name_of));
    close_row();
  }
}

void LabelRows::append(std::initializer_list<const LabelColumn*> columns) {
  std::vector<Renumbering> renumbered;
  for (const LabelColumn* column : columns) {
    KINORA_CHECK(column->size() == (*columns.begin())->size(), column->size());
    renumbered.emplace_back(names_, column->label_count());
  }
  const std::size_t rows = columns.size() == 0 ? 0 : (*columns.begin())->size();
  for (std::size_t row = 0; row < rows; ++row) {
    std::size_t next = 0;
    for (const LabelColumn* column : columns) {
      const auto name_of = [&](std::uint32_t label) { return column->name(label); };
      for (const LabelColumn::Label label : (*column)[row]) labels_.push_back(renumbered[next](label, name_of));
      ++next;
    }
    close_row();
  }
}

void LabelRows::append(const EncodedDocuments& documents, const StringColumn& names) {
  Renumbering renumbered(names_, names.size());
  const auto name_of = [&](std::uint32_t label) { return names[label]; };
  for (std::size_t document = 0; document < documents.size(); ++document) {
    for (const WordId word : documents[document]) labels_.push_back(renumbered(word, name_of));
    close_row();
  }
}

LabelIndexBuilder::Source LabelRows::take_source() {
  const std::size_t rows = ends_.size();
  return {.rows = rows, .ends = std::move(ends_), .labels = std::move(labels_), .names = &names_.tokens()};
}

}  // namespace kinora
