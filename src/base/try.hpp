#pragma once

#include "kinora/base/result.hpp"

#define KINORA_CONCATENATE_INNER(a, b) a##b
#define KINORA_CONCATENATE(a, b) KINORA_CONCATENATE_INNER(a, b)

/// `KINORA_TRY(auto file, open(path));` takes the value out of a Result or returns its error from this function.
#define KINORA_TRY(declaration, expression) KINORA_TRY_IMPL(KINORA_CONCATENATE(kinora_result_, __LINE__), declaration, expression)
// NOLINTBEGIN(bugprone-macro-parentheses): a declaration and the name of a variable cannot stand in parentheses
#define KINORA_TRY_IMPL(result, declaration, expression)                            \
  auto result = (expression);                                                       \
  if (!result) return ::tl::unexpected<::kinora::Error>(std::move(result).error()); \
  declaration = *std::move(result)
// NOLINTEND(bugprone-macro-parentheses)

/// The same for a Result<void>: `KINORA_TRY_VOID(file.sync());`
#define KINORA_TRY_VOID(expression)                                                                 \
  do {                                                                                              \
    auto kinora_result = (expression);                                                              \
    if (!kinora_result) return ::tl::unexpected<::kinora::Error>(std::move(kinora_result).error()); \
  } while (false)
