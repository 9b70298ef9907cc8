#include "store/filter/lists.hpp"

#include "store/filter/text_block.hpp"
#include "store/filter/text_equality.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <utility>

namespace kinora::filter {
namespace {

class ListHas final : public Condition {
 public:
  ListHas(ListTest test, std::size_t slot, std::vector<std::optional<std::string>> wanted) : test_(test), slot_(slot) {
    wants_null_ = std::erase(wanted, std::nullopt) > 0;
    for (std::optional<std::string>& item : wanted) texts_.push_back(*std::move(item));
    std::sort(texts_.begin(), texts_.end());
    texts_.erase(std::unique(texts_.begin(), texts_.end()), texts_.end());
  }

  void evaluate(Rows rows, Scratch& scratch, Truth* out) const override {
    const Column& column = rows.columns[slot_];
    if (texts_.size() > kFew) {
      search(column, rows, out);
    } else if (test_ == ListTest::kAny) {
      find(column, items_of(column, rows), texts_, wants_null_, scratch.item_hits);
      fold(column, rows, scratch, out);
    } else {
      find_each(column, rows, scratch, out);
    }
    mask_nulls(column, rows, out);
  }

 private:
  /// The items of the rows, which lie one after another.
  struct Items {
    std::size_t begin = 0;
    TextBlock texts;
  };

  static Items items_of(const Column& column, Rows rows) {
    const std::size_t begin = column.items_of(rows.begin).first;
    const std::size_t end = column.items_of(rows.begin + rows.count - 1).second;
    return {begin, text_block_of(column, begin, end - begin)};
  }

  /// Whether a row has all of the wanted items: a pass for each.
  void find_each(const Column& column, Rows rows, Scratch& scratch, Truth* out) const {
    const Items items = items_of(column, rows);
    std::fill_n(out, rows.count, kTrue);
    for (const std::string& text : texts_) {
      find(column, items, {&text, 1}, false, scratch.item_hits);
      fold(column, rows, scratch, out);
    }
    if (!wants_null_) return;
    find(column, items, {}, true, scratch.item_hits);
    fold(column, rows, scratch, out);
  }

  /// One pass, in which each item is searched for among the wanted ones.
  void search(const Column& column, Rows rows, Truth* out) const {
    const std::size_t wanted = texts_.size() + (wants_null_ ? 1 : 0);
    const std::size_t needed = test_ == ListTest::kAny ? 1 : wanted;
    std::vector<std::size_t> seen_in(wanted, 0);  // the number, from 1, of the last row that had each wanted item
    for (std::size_t i = 0; i < rows.count; ++i) {
      const auto items = column.items_of(rows.begin + i);
      std::size_t found = 0;
      for (std::size_t item = items.first; item < items.second && found < needed; ++item) {
        const std::size_t index = index_of(column, item);
        if (index == kNone || seen_in[index] == i + 1) continue;
        seen_in[index] = i + 1;
        ++found;
      }
      out[i] = found == needed ? kTrue : kFalse;
    }
  }

  /// Which of the wanted items an item is.
  [[nodiscard]] std::size_t index_of(const Column& column, std::size_t item) const {
    if (column.is_null_item(item)) return wants_null_ ? texts_.size() : kNone;
    const std::string_view text = column.text_at(item);
    const auto place = std::lower_bound(texts_.begin(), texts_.end(), text, std::less<>());
    return place != texts_.end() && *place == text ? static_cast<std::size_t>(place - texts_.begin()) : kNone;
  }

  /// Which items are one of the texts or, if that is wanted, null.
  static void find(const Column& column, const Items& items, std::span<const std::string> texts, bool null,
                   std::vector<Truth>& hits) {
    hits.assign(items.texts.size(), kFalse);
    for (const std::string& text : texts) mark_equal(items.texts, text, hits.data());
    if (column.item_validity.empty()) return;
    for (std::size_t i = 0; i < hits.size(); ++i)
      if (column.is_null_item(items.begin + i)) hits[i] = null ? kTrue : kFalse;
  }

  /// Combines into `out` whether a row has a hit: whether more hits lie before its end than before its begin (no loop over each
  /// row's items, whose number would be mispredicted).
  void fold(const Column& column, Rows rows, Scratch& scratch, Truth* out) const {
    std::vector<std::uint32_t>& before = scratch.hits_before;
    before.resize(scratch.item_hits.size() + 1);
    std::uint32_t count = 0;
    for (std::size_t i = 0; i < scratch.item_hits.size(); ++i) {
      before[i] = count;
      count += scratch.item_hits[i] == kTrue ? 1U : 0U;
    }
    before.back() = count;
    const std::uint64_t* const ends = column.list_ends.span().data() + rows.begin;
    const std::uint64_t first = column.items_of(rows.begin).first;
    const std::uint32_t* last = &before.front();
    for (std::size_t i = 0; i < rows.count; ++i) {
      const std::uint32_t* const next = &before[ends[i] - first];
      const Truth has = *next != *last ? kTrue : kFalse;
      out[i] = test_ == ListTest::kAny ? has : std::min(out[i], has);
      last = next;
    }
  }

  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  static constexpr std::size_t kFew = 8;  // so many passes cost less than a search for each item

  ListTest test_;
  std::size_t slot_;
  std::vector<std::string> texts_;  ///< sorted, each once
  bool wants_null_ = false;
};

}  // namespace

ConditionPointer make_list_test(ListTest test, std::size_t slot, std::vector<std::optional<std::string>> wanted) {
  return std::make_unique<ListHas>(test, slot, std::move(wanted));
}

}  // namespace kinora::filter
