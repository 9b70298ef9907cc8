#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

namespace kinora {

/// A list of plain values that keeps its memory when cleared and does not initialise what it makes room for: filled through
/// a raw pointer by loops that append without testing the capacity each time.
template <class T>
class GrowBuffer {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] T* data() { return values_.get(); }
  [[nodiscard]] const T* data() const { return values_.get(); }
  [[nodiscard]] const T& operator[](std::size_t index) const { return values_[index]; }

  void clear() { size_ = 0; }
  /// Room for `extra` values after those there are; returns where they go.
  T* make_room(std::size_t extra) {
    if (size_ + extra > capacity_) {
      capacity_ = std::max(size_ + extra, capacity_ + capacity_ / 2);
      std::unique_ptr<T[]> larger(new T[capacity_]);
      std::copy_n(values_.get(), size_, larger.get());
      values_ = std::move(larger);
    }
    return values_.get() + size_;
  }
  /// Says that the values up to `end`, in the room that was made, are there now.
  void set_end(const T* end) { size_ = static_cast<std::size_t>(end - values_.get()); }

 private:
  std::unique_ptr<T[]> values_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace kinora
