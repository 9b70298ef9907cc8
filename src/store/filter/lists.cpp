#include "store/filter/lists.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace kinora::filter {
namespace {

/// Which of the wanted items an item is.
class WantedItems {
 public:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  explicit WantedItems(std::vector<std::optional<std::string>> wanted) {
    wants_null_ = std::erase(wanted, std::nullopt) > 0;
    for (std::optional<std::string>& item : wanted) texts_.push_back(*std::move(item));
    std::sort(texts_.begin(), texts_.end());
    texts_.erase(std::unique(texts_.begin(), texts_.end()), texts_.end());
  }

  [[nodiscard]] std::size_t size() const { return texts_.size() + (wants_null_ ? 1 : 0); }
  [[nodiscard]] std::size_t null_index() const { return wants_null_ ? texts_.size() : kNone; }
  [[nodiscard]] std::size_t index_of(std::string_view item) const {
    if (texts_.size() <= kFew) {
      for (std::size_t i = 0; i < texts_.size(); ++i)
        if (texts_[i] == item) return i;
      return kNone;
    }
    const auto place = std::lower_bound(texts_.begin(), texts_.end(), item, std::less<>());
    return place != texts_.end() && *place == item ? static_cast<std::size_t>(place - texts_.begin()) : kNone;
  }

 private:
  static constexpr std::size_t kFew = 8;  // compared one by one faster than searched

  std::vector<std::string> texts_;
  bool wants_null_ = false;
};

class ListHas final : public Condition {
 public:
  ListHas(ListTest test, std::size_t slot, std::vector<std::optional<std::string>> wanted)
      : test_(test), slot_(slot), wanted_(std::move(wanted)) {}

  void evaluate(const Rows& rows, Scratch& /*scratch*/, Truth* out) const override {
    const Column& column = rows.columns[slot_];
    const std::size_t needed = test_ == ListTest::kAny ? 1 : wanted_.size();
    std::vector<std::size_t> seen_in(wanted_.size(), 0);  // the number, from 1, of the last row that had each wanted item
    for (std::size_t i = 0; i < rows.count; ++i) {
      const auto items = column.items_of(rows.begin + i);
      std::size_t found = 0;
      for (std::size_t item = items.first; item < items.second && found < needed; ++item) {
        const std::size_t index = column.is_null_item(item) ? wanted_.null_index() : wanted_.index_of(column.text_at(item));
        if (index == WantedItems::kNone || seen_in[index] == i + 1) continue;
        seen_in[index] = i + 1;
        ++found;
      }
      out[i] = found == needed ? kTrue : kFalse;
    }
    mask_nulls(column, rows, out);
  }

 private:
  ListTest test_;
  std::size_t slot_;
  WantedItems wanted_;
};

}  // namespace

ConditionPointer make_list_test(ListTest test, std::size_t slot, std::vector<std::optional<std::string>> wanted) {
  return std::make_unique<ListHas>(test, slot, std::move(wanted));
}

}  // namespace kinora::filter
