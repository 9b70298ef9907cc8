#pragma once

#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace kinora::exchange {

/// A stage of an import or export, which ends with the object.
class Stage {
 public:
  Stage(const Execution& execution, std::string_view name, std::uint64_t total, std::string_view unit)
      : execution_(execution), name_(name) {
    execution_.stage_begin(name, total, unit);
  }
  ~Stage() { execution_.stage_end(); }
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  /// Error: kCancelled.
  [[nodiscard]] Result<void> report(std::uint64_t done) const {
    if (execution_.cancelled()) return tl::unexpected<Error>(cancelled_error(name_));
    execution_.stage_progress(done);
    return {};
  }

 private:
  const Execution& execution_;
  std::string name_;
};

}  // namespace kinora::exchange
