#pragma once

#include "kinora/base/result.hpp"

#include <mutex>
#include <optional>
#include <utility>

namespace kinora {

/// A value that is loaded when it is first asked for, once, whoever asks.
template <class T>
class Lazy {
 public:
  template <class Load>
  Result<const T*> get(Load&& load) const {
    const std::lock_guard lock(mutex_);
    if (!value_) value_.emplace(std::forward<Load>(load)());
    if (!*value_) return fail(value_->error());
    return &**value_;
  }

 private:
  mutable std::mutex mutex_;
  mutable std::optional<Result<T>> value_;
};

}  // namespace kinora
