#pragma once

#include "kinora/ingest/ingest.hpp"
#include "support/recorder.hpp"
#include "support/temp_directory.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {

inline Result<IngestedCatalogue> ingest_text(std::string_view text, const IngestOptions& options = {},
                                             const Execution& execution = {}) {
  const testing::TempDirectory directory;
  return read_catalogue({.catalogue = directory.write("catalogue", text)}, options, execution);
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

}  // namespace kinora
