// Any bytes as a page of data format 2.1 or 2.2: [u16 size of the layout][u16 rows][u8 buffers][u16 size of
// each][layout][buffers]. It is read as a page of every type that a column may have; whatever comes out is looked at.
#include "store/lance/data_file_layout.hpp"
#include "store/lance/page_decoder.hpp"
#include "store/lance/read_budget.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

namespace {

using kinora::lance::Bytes;
using kinora::lance::Page;
using kinora::lance::ReadBudget;

/// Every buffer in memory of its own, so that a read behind its end is seen.
struct Input {
  Page page;
  std::vector<std::unique_ptr<std::byte[]>> buffers;
};

class Reader {
 public:
  Reader(const std::uint8_t* data, std::size_t size) : data_(data), left_(size) {}
  std::size_t number(std::size_t width) {
    std::size_t value = 0;
    if (left_ >= width) std::memcpy(&value, data_, width);
    take(width);
    return value;
  }
  std::pair<const std::uint8_t*, std::size_t> take(std::size_t size) {
    size = std::min(size, left_);
    const auto* from = data_;
    data_ += size;
    left_ -= size;
    return {from, size};
  }

 private:
  const std::uint8_t* data_;
  std::size_t left_;
};

Input read_input(const std::uint8_t* data, std::size_t size) {
  Reader reader(data, size);
  Input input;
  const std::size_t layout_size = reader.number(2);
  input.page.rows = reader.number(2);
  std::vector<std::size_t> sizes(reader.number(1) % 5);
  for (std::size_t& each : sizes) each = reader.number(2);
  const auto [layout, found] = reader.take(layout_size);
  input.page.encoding.assign(reinterpret_cast<const char*>(layout), found);
  input.page.encoding_type = kinora::lance::kPageLayoutType;
  for (const std::size_t each : sizes) {
    const auto [bytes, length] = reader.take(each);
    input.buffers.push_back(std::make_unique<std::byte[]>(length));
    if (length != 0) std::memcpy(input.buffers.back().get(), bytes, length);
    input.page.buffers.emplace_back(input.buffers.back().get(), length);
  }
  return input;
}

std::size_t sum(Bytes bytes) {
  std::size_t total = 0;
  for (const std::byte each : bytes) total += std::to_integer<std::size_t>(each);
  return total;
}

void look_at(const kinora::lance::PageValidity& validity, std::uint64_t rows) {
  if (!validity.bits.empty() && validity.bits.size() < (rows + 7) / 8) std::abort();
  sum(validity.bits);
}

void look_at(const kinora::lance::TextPage& page) {
  look_at(page.validity, page.rows);
  if (page.validity.all_null) return;
  if (page.dictionary || page.strings.rows != page.rows || page.strings.ends.size() != 8 * page.rows) std::abort();
  std::uint64_t last = 0;
  for (std::size_t i = 0; i < page.rows; ++i) {
    const auto end = kinora::lance::load<std::uint64_t>(page.strings.ends, 8 * i);
    if (end < last || end > page.strings.text.size()) std::abort();
    last = end;
  }
  sum(page.strings.text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kinora::lance;
  const Input input = read_input(data, size);
  const std::pair<std::uint64_t, std::uint64_t> shapes[] = {{1, 1}, {32, 1}, {64, 1}, {32, 4}};
  for (const auto& [bits, dimension] : shapes) {
    ReadBudget budget;
    const auto fixed = decode_fixed_page(input.page, bits, dimension, budget, "fuzz");
    if (!fixed) continue;
    look_at(fixed->validity, fixed->rows);
    if (!fixed->validity.all_null && fixed->values.size() != (fixed->rows * bits * dimension + 7) / 8) std::abort();
    sum(fixed->values);
  }
  ReadBudget budget;
  if (const auto text = decode_text_page(input.page, budget, "fuzz")) look_at(*text);
  const auto lists = decode_text_list_page(input.page, budget, "fuzz");
  if (!lists) return 0;
  look_at(lists->items);
  if (lists->lists.ends.size() != 8 * lists->lists.rows) std::abort();
  return 0;
}
