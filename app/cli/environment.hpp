#pragma once

#include <string>

namespace kinora::cli {

/// Where and with what figures were made, for a report that is kept.
struct Environment {
  std::string date;       ///< "2026-11-23", UTC
  std::string processor;  ///< as the kernel calls it; empty if it does not say
  unsigned cores = 0;
  std::string version;   ///< of Kinora
  std::string commit;    ///< of the sources; ends in "-dirty" if they differ from it; empty if not known
  std::string compiler;  ///< "GCC 12.2.0"
};

[[nodiscard]] Environment environment();

}  // namespace kinora::cli
