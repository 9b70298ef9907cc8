#pragma once

#include "kinora/catalogue/columns.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace kinora {

/// Numbers distinct strings in the order of their first appearance. An open-addressing table over one block of bytes: nothing is
/// allocated a token, which is what makes it several times as fast here as the standard map.
class TokenInterner {
 public:
  /// The number of a token, which is new if it was never seen.
  std::uint32_t intern(std::string_view token);

  [[nodiscard]] std::size_t size() const { return tokens_.size(); }
  [[nodiscard]] const StringColumn& tokens() const { return tokens_; }
  [[nodiscard]] StringColumn take_tokens() && { return std::move(tokens_); }

 private:
  struct Slot {
    std::uint32_t tag = 0;     // the upper half of the hash: few strings are compared in vain
    std::uint32_t number = 0;  // of the token, plus 1; 0 in a free slot
  };
  void grow();

  StringColumn tokens_;
  std::vector<Slot> slots_;  // a power of two, at most three quarters full
};

}  // namespace kinora
