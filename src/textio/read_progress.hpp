#pragma once

#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"

#include <cstddef>
#include <cstdint>

namespace kinora::textio {

/// The stage "read": reports bytes and sees a request to stop every few thousand records. The stage ends with the object.
class ReadProgress {
 public:
  ReadProgress(const Execution& execution, std::uint64_t total_bytes);
  ~ReadProgress();
  ReadProgress(const ReadProgress&) = delete;
  ReadProgress& operator=(const ReadProgress&) = delete;

  /// Call for every record, with its offset in the current file. False once the work should stop.
  bool step(std::size_t offset) { return ++records_ % kRecordsBetweenReports != 0 || report(offset); }
  void file_done(std::size_t bytes);
  [[nodiscard]] static tl::unexpected<Error> stopped() { return tl::unexpected<Error>(cancelled_error("read")); }

 private:
  static constexpr std::uint64_t kRecordsBetweenReports = 2048;
  bool report(std::size_t offset);

  const Execution& execution_;
  std::uint64_t records_ = 0;
  std::uint64_t bytes_of_done_files_ = 0;
};

}  // namespace kinora::textio
