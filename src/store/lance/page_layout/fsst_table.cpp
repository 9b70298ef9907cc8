#include "store/lance/page_layout/fsst_table.hpp"

#include <string>

namespace kinora::lance {
namespace {

constexpr std::size_t kFsstHeaderSize = 8;
constexpr std::uint64_t kFsstMagic = 0x46535354;  // "FSST", in the top half of the header
constexpr std::uint64_t kOn = std::uint64_t{1} << 24U;
constexpr std::uint8_t kEscape = 255;

}  // namespace

Result<FsstTable> FsstTable::parse(Bytes bytes, std::string_view where) {
  if (bytes.size() < kFsstHeaderSize) return corrupt(where, "an FSST symbol table is cut off");
  const auto header = load<std::uint64_t>(bytes, 0);
  if (header >> 32U != kFsstMagic) return corrupt(where, "an FSST symbol table does not start as one");
  FsstTable table;
  table.on_ = (header & kOn) != 0;
  if (!table.on_) return table;
  table.count_ = header & 0xFFU;
  if (table.count_ > kMostSymbols || bytes.size() < kFsstHeaderSize + table.count_ * 9)
    return corrupt(where, "an FSST symbol table is cut off", std::to_string(kFsstHeaderSize + table.count_ * 9) + " bytes",
                   std::to_string(bytes.size()));
  for (std::size_t i = 0; i < table.count_; ++i) {
    std::memcpy(table.symbols_[i].data(), bytes.data() + kFsstHeaderSize + 8 * i, 8);
    table.lengths_[i] = load<std::uint8_t>(bytes, kFsstHeaderSize + 8 * table.count_ + i);
    if (table.lengths_[i] == 0 || table.lengths_[i] > 8)
      return corrupt(where, "a symbol of an FSST table is not of 1 to 8 bytes", {}, std::to_string(table.lengths_[i]));
  }
  return table;
}

bool FsstTable::expand(Bytes compressed, std::vector<std::byte>& out) const {
  if (!on_) {
    out.insert(out.end(), compressed.begin(), compressed.end());
    return true;
  }
  for (std::size_t i = 0; i < compressed.size(); ++i) {
    const auto code = std::to_integer<std::uint8_t>(compressed[i]);
    if (code == kEscape) {
      if (++i == compressed.size()) return false;
      out.push_back(compressed[i]);
    } else {
      if (code >= count_) return false;
      out.insert(out.end(), symbols_[code].begin(), symbols_[code].begin() + lengths_[code]);
    }
  }
  return true;
}

}  // namespace kinora::lance
