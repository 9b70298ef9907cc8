#pragma once

#include <cstddef>
#include <vector>

namespace kinora {

/// Memory for arrays that are read in no order: in large pages if it is large, for the processor cannot keep the addresses of
/// many small ones at hand. Aligned to 64 bytes. Throws std::bad_alloc.
[[nodiscard]] void* allocate_large(std::size_t bytes);
void free_large(void* memory);

template <class T>
struct LargeAllocator {
  using value_type = T;

  LargeAllocator() = default;
  template <class Other>
  LargeAllocator(const LargeAllocator<Other>& /*other*/) {}  // NOLINT(google-explicit-constructor): as the standard has it

  [[nodiscard]] T* allocate(std::size_t count) { return static_cast<T*>(allocate_large(count * sizeof(T))); }
  void deallocate(T* memory, std::size_t /*count*/) { free_large(memory); }
  bool operator==(const LargeAllocator& /*other*/) const { return true; }
};

template <class T>
using LargeArray = std::vector<T, LargeAllocator<T>>;

}  // namespace kinora
