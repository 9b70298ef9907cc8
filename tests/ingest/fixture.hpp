#pragma once

#include "kinora/ingest/ingest.hpp"
#include "support/temp_directory.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {

inline Result<IngestedCatalogue> ingest_text(std::string_view text, const IngestOptions& options = {},
                                             const Execution& execution = {}) {
  const testing::TempDirectory directory;
  return ingest({.catalogue = directory.write("catalogue", text)}, options, execution);
}

/// The reasons of the rejections, in order.
inline std::vector<std::string> reasons(const IngestReport& report) {
  std::vector<std::string> result;
  for (const Rejection& rejection : report.rejections) result.push_back(rejection.reason);
  return result;
}

inline std::vector<std::string> titles(const Catalogue& catalogue) {
  std::vector<std::string> result;
  for (std::size_t row = 0; row < catalogue.size(); ++row) result.emplace_back(catalogue.titles[row]);
  return result;
}

/// Collects what an observer hears.
class Recorder final : public Observer {
 public:
  void stage_begin(std::string_view stage, std::uint64_t total, std::string_view unit) override {
    stages.emplace_back(stage);
    stage_total = total;
    stage_unit = unit;
  }
  void stage_progress(std::uint64_t done) override {
    EXPECT_GE(done, stage_done);
    stage_done = done;
    if (cancel_at_progress != nullptr) cancel_at_progress->request();
  }
  void stage_end() override { ++ends; }
  void warning(std::string_view message) override { warnings.emplace_back(message); }

  std::vector<std::string> stages;
  std::vector<std::string> warnings;
  std::uint64_t stage_total = 0;
  std::uint64_t stage_done = 0;
  std::string stage_unit;
  int ends = 0;
  CancellationToken* cancel_at_progress = nullptr;
};

}  // namespace kinora
