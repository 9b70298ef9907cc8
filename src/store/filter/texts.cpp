#include "store/filter/texts.hpp"

#include "store/filter/case_fold.hpp"
#include "store/filter/compare.hpp"
#include "store/filter/text_block.hpp"
#include "store/filter/text_equality.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace kinora::filter {
namespace {

TextBlock block_of(Rows rows, std::size_t slot) { return text_block_of(rows.columns[slot], rows.begin, rows.count); }

class TextComparison final : public Condition {
 public:
  TextComparison(CompareOp op, std::size_t slot, std::string literal) : op_(op), slot_(slot), literal_(std::move(literal)) {}

  void evaluate(Rows rows, Scratch& /*scratch*/, Truth* out) const override {
    const TextBlock block = block_of(rows, slot_);
    const std::string_view literal = literal_;
    with_operator(op_, [&](const auto& holds_for) {
      for (std::size_t i = 0; i < rows.count; ++i) out[i] = holds_for(block.at(i), literal) ? kTrue : kFalse;
    });
    mask_nulls(rows.columns[slot_], rows, out);
  }

 private:
  CompareOp op_;
  std::size_t slot_;
  std::string literal_;
};

class TextColumnsComparison final : public Condition {
 public:
  TextColumnsComparison(CompareOp op, std::size_t left, std::size_t right) : op_(op), left_(left), right_(right) {}

  void evaluate(Rows rows, Scratch& /*scratch*/, Truth* out) const override {
    const TextBlock left = block_of(rows, left_);
    const TextBlock right = block_of(rows, right_);
    with_operator(op_, [&](const auto& holds_for) {
      for (std::size_t i = 0; i < rows.count; ++i) out[i] = holds_for(left.at(i), right.at(i)) ? kTrue : kFalse;
    });
    mask_nulls(rows.columns[left_], rows, out);
    mask_nulls(rows.columns[right_], rows, out);
  }

 private:
  CompareOp op_;
  std::size_t left_;
  std::size_t right_;
};

class TextSet final : public Condition {
 public:
  TextSet(std::size_t slot, std::vector<std::string> literals) : slot_(slot), literals_(std::move(literals)) {
    std::sort(literals_.begin(), literals_.end());
  }

  void evaluate(Rows rows, Scratch& /*scratch*/, Truth* out) const override {
    const TextBlock block = block_of(rows, slot_);
    if (literals_.size() <= kFew) {
      std::fill_n(out, rows.count, kFalse);
      for (const std::string& literal : literals_) mark_equal(block, literal, out);
    } else {
      for (std::size_t i = 0; i < rows.count; ++i)
        out[i] = std::binary_search(literals_.begin(), literals_.end(), block.at(i), std::less<>()) ? kTrue : kFalse;
    }
    mask_nulls(rows.columns[slot_], rows, out);
  }

 private:
  static constexpr std::size_t kFew = 8;  // so many passes cost less than a search for each row

  std::size_t slot_;
  std::vector<std::string> literals_;
};

class Like final : public Condition {
 public:
  Like(std::size_t slot, LikePattern pattern, bool ignore_case)
      : slot_(slot), pattern_(std::move(pattern)), ignore_case_(ignore_case) {}

  void evaluate(Rows rows, Scratch& scratch, Truth* out) const override {
    TextBlock block = block_of(rows, slot_);
    if (ignore_case_) block = fold_case(block, scratch.folded_text, scratch.folded_ends);
    pattern_.match(block, out);
    mask_nulls(rows.columns[slot_], rows, out);
  }

 private:
  std::size_t slot_;
  LikePattern pattern_;
  bool ignore_case_;
};

}  // namespace

ConditionPointer make_text_comparison(CompareOp op, std::size_t slot, std::string literal) {
  return std::make_unique<TextComparison>(op, slot, std::move(literal));
}

ConditionPointer make_text_columns_comparison(CompareOp op, std::size_t left, std::size_t right) {
  return std::make_unique<TextColumnsComparison>(op, left, right);
}

ConditionPointer make_text_set(std::size_t slot, std::vector<std::string> literals) {
  return std::make_unique<TextSet>(slot, std::move(literals));
}

ConditionPointer make_like(std::size_t slot, LikePattern pattern, bool ignore_case) {
  return std::make_unique<Like>(slot, std::move(pattern), ignore_case);
}

}  // namespace kinora::filter
