#include "kinora/base/result.hpp"

namespace kinora {

std::string Error::message() const {
  std::string text;
  if (!where.empty()) text += where + ": ";
  text += what;
  if (!expected.empty() || !found.empty()) {
    text += " (";
    if (!expected.empty()) text += "expected " + expected;
    if (!expected.empty() && !found.empty()) text += ", ";
    if (!found.empty()) text += "found " + found;
    text += ")";
  }
  if (!next_step.empty()) text += ". " + next_step;
  return text;
}

}  // namespace kinora
