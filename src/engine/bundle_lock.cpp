#include "engine/bundle_lock.hpp"

#include "base/try.hpp"

#include <chrono>
#include <optional>
#include <thread>
#include <utility>

namespace kinora {

Result<DirectoryLock> lock_bundle(FileSystem& files, const BundleLayout& bundle, const Execution& execution) {
  constexpr std::chrono::milliseconds kPause(20);
  for (bool first = true;; first = false) {
    KINORA_TRY(std::optional<DirectoryLock> lock, files.try_lock(bundle.models()));
    if (lock) return *std::move(lock);
    if (first) execution.warning("another process is changing " + bundle.root().string() + ": waiting for it");
    if (execution.cancelled()) return fail(cancelled_error("waiting for another change"));
    std::this_thread::sleep_for(kPause);
  }
}

}  // namespace kinora
