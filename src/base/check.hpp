#pragma once

#include <sstream>
#include <string>

namespace kinora::internal {

/// Prints the failed check with its values to stderr and aborts: a bug, never an expected failure.
[[noreturn]] void check_failed(const char* file, int line, const char* condition, const std::string& values);

template <class... Values>
std::string describe_values(const Values&... values) {
  std::ostringstream text;
  ((text << ' ' << values), ...);
  return text.str();
}

}  // namespace kinora::internal

/// Aborts in every build when an invariant of our own code does not hold: KINORA_CHECK(row < size, row, size).
#define KINORA_CHECK(condition, ...)                                                                                      \
  do {                                                                                                                    \
    if (!(condition)) [[unlikely]]                                                                                        \
      ::kinora::internal::check_failed(__FILE__, __LINE__, #condition, ::kinora::internal::describe_values(__VA_ARGS__)); \
  } while (false)

/// The same for hot loops: compiled away when NDEBUG is set.
#ifdef NDEBUG
#define KINORA_DCHECK(condition, ...) static_cast<void>(0)
#else
#define KINORA_DCHECK(condition, ...) KINORA_CHECK(condition __VA_OPT__(, ) __VA_ARGS__)
#endif
