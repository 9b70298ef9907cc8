#include "kinora/base/execution.hpp"

#include <gtest/gtest.h>
#include <string>

namespace kinora {
namespace {

class Recorder : public Observer {
 public:
  void stage_begin(std::string_view stage, std::uint64_t total, std::string_view unit) override {
    heard += "begin " + std::string(stage) + " " + std::to_string(total) + " " + std::string(unit) + "\n";
  }
  void stage_progress(std::uint64_t done) override { heard += "progress " + std::to_string(done) + "\n"; }
  void stage_end() override { heard += "end\n"; }
  void figure(std::string_view name, std::uint64_t step, double value) override {
    heard += std::string(name) + " " + std::to_string(step) + " " + std::to_string(value) + "\n";
  }
  void warning(std::string_view message) override { heard += "warning " + std::string(message) + "\n"; }

  std::string heard;
};

void run_stage(const Execution& execution) {
  execution.stage_begin("train", 2, "steps");
  execution.stage_progress(1);
  execution.figure("loss", 0, 0.5);
  execution.warning("careful");
  execution.stage_end();
}

TEST(Execution, PassesOnWhatHappensIfSomebodyListens) {
  Recorder recorder;
  run_stage({.observer = &recorder});
  EXPECT_EQ(recorder.heard, "begin train 2 steps\nprogress 1\nloss 0 0.500000\nwarning careful\nend\n");
  run_stage({});
  Observer indifferent;
  run_stage({.observer = &indifferent});
}

TEST(Execution, IsCancelledOnceThatIsRequested) {
  CancellationToken token;
  const Execution execution{.cancellation = &token};
  EXPECT_FALSE(execution.cancelled());
  token.request();
  EXPECT_TRUE(execution.cancelled());
  EXPECT_FALSE(Execution{}.cancelled());
  const Error error = cancelled_error("training");
  EXPECT_EQ(error.code, ErrorCode::kCancelled);
  EXPECT_NE(error.message().find("training was stopped"), std::string::npos);
}

}  // namespace
}  // namespace kinora
