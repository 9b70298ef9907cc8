#pragma once

#include <gtest/gtest.h>
#include <hwy/highway.h>
#include <cstdint>
#include <string>
#include <vector>

namespace kinora::testing {

/// Runs `body` once for each instruction set of this processor, so that every compiled kernel is tested.
template <class Body>
void for_every_target(const Body& body) {
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    SCOPED_TRACE(hwy::TargetName(target));
    hwy::SetSupportedTargetsForTest(target);
    body();
  }
  hwy::SetSupportedTargetsForTest(0);
}

/// The same for whole tests: a suite derived from this, instantiated with every_target() and named by target_name.
class OnEveryTarget : public ::testing::TestWithParam<std::int64_t> {
 protected:
  void SetUp() override { choose(GetParam()); }
  void TearDown() override { choose(0); }

 private:
  static void choose(std::int64_t target) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().DeInit();
  }
};

inline auto every_target() { return ::testing::ValuesIn(hwy::SupportedAndGeneratedTargets()); }
inline std::string target_name(const ::testing::TestParamInfo<std::int64_t>& info) { return hwy::TargetName(info.param); }

}  // namespace kinora::testing
