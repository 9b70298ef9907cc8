#pragma once

#include <gtest/gtest.h>
#include <hwy/targets.h>

namespace kinora {

/// Runs `body` once for each instruction set of this processor, so that every compiled kernel is tested.
template <class Body>
void for_every_target(const Body& body) {
  for (const int64_t target : hwy::SupportedAndGeneratedTargets()) {
    SCOPED_TRACE(hwy::TargetName(target));
    hwy::SetSupportedTargetsForTest(target);
    body();
  }
  hwy::SetSupportedTargetsForTest(0);
}

}  // namespace kinora
