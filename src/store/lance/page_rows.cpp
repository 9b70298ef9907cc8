#include "store/lance/page_rows.hpp"

#include "base/try.hpp"
#include "store/lance/errors.hpp"

#include <cstring>
#include <memory>
#include <string>
#include <utility>

namespace kinora::lance {
namespace {

bool bit_at(Bytes bits, std::size_t index) { return (std::to_integer<unsigned>(bits[index / 8]) >> (index % 8) & 1U) != 0; }

std::vector<std::byte> take_bits(Bytes bits, const PageRows& rows) {
  std::vector<std::byte> taken((rows.size() + 7) / 8);
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (bit_at(bits, rows[i])) taken[i / 8] |= std::byte{1} << (i % 8);
  return taken;
}

std::vector<std::byte> take_values(Bytes values, const PageRows& rows, std::size_t width) {
  std::vector<std::byte> taken(rows.size() * width);
  for (std::size_t i = 0; i < rows.size(); ++i) std::memcpy(taken.data() + i * width, values.data() + rows[i] * width, width);
  return taken;
}

/// What a page of taken rows refers to.
struct KeptRows {
  std::vector<std::byte> validity;
  std::vector<std::byte> values;
  std::vector<std::uint64_t> ends;
  std::vector<std::byte> text;
  std::shared_ptr<const void> of_page;
};

PageValidity take_validity(const PageValidity& validity, const PageRows& rows, KeptRows& kept) {
  if (validity.bits.empty()) return validity;
  kept.validity = take_bits(validity.bits, rows);
  return {.all_null = validity.all_null, .bits = kept.validity};
}

/// RaisedEnds, with those under nulls raised by an adjustment.
class RaisedEnds {
 public:
  RaisedEnds(Bytes ends, std::uint64_t null_adjustment) : ends_(ends), adjustment_(null_adjustment) {}

  [[nodiscard]] bool is_null(std::size_t row) const { return adjustment_ != 0 && stored(row) >= adjustment_; }
  [[nodiscard]] std::uint64_t end(std::size_t row) const { return is_null(row) ? stored(row) - adjustment_ : stored(row); }
  [[nodiscard]] std::uint64_t begin(std::size_t row) const { return row == 0 ? 0 : end(row - 1); }

 private:
  [[nodiscard]] std::uint64_t stored(std::size_t row) const { return load<std::uint64_t>(ends_, row * sizeof(std::uint64_t)); }

  Bytes ends_;
  std::uint64_t adjustment_;
};

Result<void> check_range(const RaisedEnds& ends, std::size_t row, std::uint64_t size, std::string_view where) {
  if (ends.begin(row) <= ends.end(row) && ends.end(row) <= size) return {};
  return corrupt(where, "value " + std::to_string(row) + " of a page ends before it starts or behind all values",
                 std::to_string(ends.begin(row)) + " to " + std::to_string(size), std::to_string(ends.end(row)));
}

Result<PlainTextPage> take_texts(const PlainTextPage& page, const PageRows& rows, KeptRows& kept, std::string_view where) {
  const RaisedEnds ends(page.ends, page.null_adjustment);
  PlainTextPage taken;
  taken.rows = rows.size();
  kept.ends.reserve(rows.size());
  for (const std::size_t row : rows) {
    KINORA_TRY_VOID(check_range(ends, row, page.text.size(), where));
    const auto begin = static_cast<std::size_t>(ends.begin(row));
    const Bytes text = page.text.subspan(begin, static_cast<std::size_t>(ends.end(row)) - begin);
    if (!ends.is_null(row)) kept.text.insert(kept.text.end(), text.begin(), text.end());
    kept.ends.push_back(kept.text.size());
  }
  taken.null_adjustment = page.null_adjustment == 0 ? 0 : kept.text.size() + 1;
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (ends.is_null(rows[i])) kept.ends[i] += taken.null_adjustment;
  taken.text = kept.text;
  taken.ends = std::as_bytes(std::span(kept.ends));
  return taken;
}

}  // namespace

std::optional<PageRows> RowChoice::next(std::uint64_t count) {
  if (all_) return std::nullopt;
  PageRows rows;
  while (!rows_.empty() && rows_.front() - first_ < count) {
    rows.push_back(static_cast<std::size_t>(rows_.front() - first_));
    rows_ = rows_.subspan(1);
  }
  first_ += count;
  return rows;
}

FixedPage take_rows(const FixedPage& page, const PageRows& rows, std::uint64_t row_bits) {
  const auto kept = std::make_shared<KeptRows>();
  FixedPage taken;
  taken.rows = rows.size();
  taken.validity = take_validity(page.validity, rows, *kept);
  if (page.validity.all_null) return taken;
  kept->values =
      row_bits == 1 ? take_bits(page.values, rows) : take_values(page.values, rows, static_cast<std::size_t>(row_bits / 8));
  taken.values = kept->values;
  taken.owner = kept;
  return taken;
}

Result<TextPage> take_rows(const TextPage& page, const PageRows& rows, std::string_view where) {
  const auto kept = std::make_shared<KeptRows>();
  TextPage taken = page;
  taken.rows = rows.size();
  taken.validity = take_validity(page.validity, rows, *kept);
  if (page.validity.all_null) return taken;
  if (page.dictionary) {
    kept->values = take_values(page.indices, rows, page.index_width);
    taken.indices = kept->values;
  } else {
    KINORA_TRY(taken.strings, take_texts(page.strings, rows, *kept, where));
  }
  kept->of_page = page.owner;
  taken.owner = kept;
  return taken;
}

Result<TakenLists> take_rows(const ListPage& page, const PageRows& rows, std::string_view where) {
  TakenLists taken{.lists = page, .items = {}};
  taken.lists.rows = rows.size();
  if (page.all_null) return taken;
  const RaisedEnds ends(page.ends, page.null_adjustment);
  const auto kept = std::make_shared<KeptRows>();
  kept->ends.reserve(rows.size());
  for (const std::size_t row : rows) {
    KINORA_TRY_VOID(check_range(ends, row, page.items, where));
    for (std::uint64_t item = ends.begin(row); item < ends.end(row); ++item)
      taken.items.push_back(static_cast<std::size_t>(item));
    kept->ends.push_back(taken.items.size());
  }
  taken.lists.items = taken.items.size();
  taken.lists.null_adjustment = page.null_adjustment == 0 ? 0 : taken.items.size() + 1;
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (ends.is_null(rows[i])) kept->ends[i] += taken.lists.null_adjustment;
  taken.lists.ends = std::as_bytes(std::span(kept->ends));
  taken.lists.owner = kept;
  return taken;
}

}  // namespace kinora::lance
