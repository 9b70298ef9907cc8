#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace kinora {

/// Objects for as many users as there are at a time, kept for the next. Thread-safe.
template <class T>
class Leases {
 public:
  /// An object for its life.
  class Lease {
   public:
    explicit Lease(Leases& leases) : leases_(leases), object_(leases.take()) {}
    ~Lease() { leases_.give(std::move(object_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    [[nodiscard]] T& operator*() const { return *object_; }
    [[nodiscard]] T* operator->() const { return object_.get(); }

   private:
    Leases& leases_;
    std::unique_ptr<T> object_;
  };

 private:
  [[nodiscard]] std::unique_ptr<T> take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return std::make_unique<T>();
    std::unique_ptr<T> object = std::move(idle_.back());
    idle_.pop_back();
    return object;
  }
  void give(std::unique_ptr<T> object) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(object));
  }

  std::mutex mutex_;
  std::vector<std::unique_ptr<T>> idle_;
};

}  // namespace kinora
