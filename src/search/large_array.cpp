#include "search/large_array.hpp"

#include <sys/mman.h>
#include <cstdlib>
#include <new>

namespace kinora {
namespace {

constexpr std::size_t kCacheLine = 64;
constexpr std::size_t kLargePage = std::size_t{2} << 20U;

}  // namespace

void* allocate_large(std::size_t bytes) {
  const std::size_t unit = bytes < 2 * kLargePage ? kCacheLine : kLargePage;
  void* const memory = std::aligned_alloc(unit, (bytes + unit - 1) / unit * unit);
  if (memory == nullptr) throw std::bad_alloc();
#ifdef MADV_HUGEPAGE
  if (unit == kLargePage) madvise(memory, bytes, MADV_HUGEPAGE);  // a wish: ordinary pages do as well
#endif
  return memory;
}

void free_large(void* memory) { std::free(memory); }

}  // namespace kinora
