#pragma once

#include "kinora/base/result.hpp"
#include "store/lance/bytes.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace kinora::lance {

/// The symbols of an FSST compressed column (Boncz, Neumann and Leis, 2020): each byte of it stands for up to eight.
class FsstTable {
 public:
  /// Error: kTableCorrupt.
  static Result<FsstTable> parse(Bytes bytes, std::string_view where);

  /// Appends what `compressed` stands for; false if a byte of it stands for nothing. At most 8 bytes for one.
  [[nodiscard]] bool expand(Bytes compressed, std::vector<std::byte>& out) const;

 private:
  static constexpr std::size_t kMostSymbols = 255;

  bool on_ = true;  ///< else the text is stored as it is
  std::size_t count_ = 0;
  std::array<std::array<std::byte, 8>, kMostSymbols> symbols_ = {};
  std::array<std::uint8_t, kMostSymbols> lengths_ = {};
};

}  // namespace kinora::lance
