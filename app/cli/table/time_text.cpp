#include "time_text.hpp"

#include <fmt/format.h>
#include <ctime>

namespace kinora::cli {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

std::string formatted(std::int64_t nanoseconds, const char* format) {
  const std::int64_t part = nanoseconds % kSecond;
  const std::time_t seconds = nanoseconds / kSecond - (part < 0 ? 1 : 0);
  std::tm utc{};
  if (gmtime_r(&seconds, &utc) == nullptr) return "";
  char text[40];
  return {text, std::strftime(text, sizeof text, format, &utc)};
}

}  // namespace

std::string time_text(std::int64_t nanoseconds) { return formatted(nanoseconds, "%Y-%m-%d %H:%M:%S"); }

std::string time_for_json(std::int64_t nanoseconds) {
  const std::int64_t part = (nanoseconds % kSecond + kSecond) % kSecond;
  return formatted(nanoseconds, "%Y-%m-%dT%H:%M:%S") + fmt::format(".{:06}Z", part / 1000);
}

}  // namespace kinora::cli
