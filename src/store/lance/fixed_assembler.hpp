#pragma once

#include "base/check.hpp"
#include "kinora/store/column.hpp"
#include "store/lance/bytes.hpp"

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace kinora::lance {

/// Joins values of one width: a view if all lie back to back in one file and aligned, else one copy.
template <class T>
class FixedAssembler {
 public:
  void add(Bytes values, std::shared_ptr<const void> owner) {
    if (values.empty()) return;
    if (!parts_.empty() && parts_.back().owner == owner && parts_.back().end() == values.data() && !parts_.back().zero()) {
      parts_.back().size += values.size();
    } else {
      parts_.push_back({values.data(), values.size(), std::move(owner)});
    }
    size_ += values.size();
  }

  void add_zeros(std::size_t count) {
    if (count == 0) return;
    parts_.push_back({nullptr, count * sizeof(T), nullptr});
    size_ += count * sizeof(T);
  }

  [[nodiscard]] Buffer<T> finish() {
    if (parts_.empty()) return {};
    const std::size_t count = size_ / sizeof(T);
    const Part& first = parts_.front();
    if (parts_.size() == 1 && !first.zero() && is_aligned_for<T>({first.data, first.size}))
      return Buffer<T>({reinterpret_cast<const T*>(first.data), count}, first.owner);

    // calloc: the system gives zero pages, so that rows without bytes of their own cost nothing until they are written.
    const std::shared_ptr<T> copy(static_cast<T*>(std::calloc(count, sizeof(T))), [](T* pointer) { std::free(pointer); });
    if (copy == nullptr) throw std::bad_alloc();
    auto* out = reinterpret_cast<std::byte*>(copy.get());
    for (const Part& part : parts_) {
      if (!part.zero()) std::memcpy(out, part.data, part.size);
      out += part.size;
    }
    return Buffer<T>({copy.get(), count}, copy);
  }

 private:
  struct Part {
    const std::byte* data = nullptr;  ///< null: zeros
    std::size_t size = 0;
    std::shared_ptr<const void> owner;

    [[nodiscard]] bool zero() const { return data == nullptr; }
    [[nodiscard]] const std::byte* end() const { return data + size; }
  };

  std::vector<Part> parts_;
  std::size_t size_ = 0;
};

}  // namespace kinora::lance
