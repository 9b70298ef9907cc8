#include "environment.hpp"

#include <ctime>
#include <fstream>
#include <kinora_commit.hpp>  // written by the build
#include <thread>

namespace kinora::cli {
namespace {

std::string processor_name() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("model name")) {
      const std::size_t colon = line.find(": ");
      return colon == std::string::npos ? "" : line.substr(colon + 2);
    }
  return "";
}

std::string compiler_name() {
#ifdef __clang__
  return std::string("Clang ") + __clang_version__;
#else
  return std::string("GCC ") + __VERSION__;
#endif
}

}  // namespace

Environment environment() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char date[16];
  std::strftime(date, sizeof date, "%Y-%m-%d", &utc);
  return {.date = date,
          .processor = processor_name(),
          .cores = std::thread::hardware_concurrency(),
          .version = KINORA_VERSION,
          .commit = KINORA_COMMIT,
          .compiler = compiler_name()};
}

}  // namespace kinora::cli
