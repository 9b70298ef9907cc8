#include "option_names.hpp"

namespace kinora::cli {

Error naming_options(Error error, std::initializer_list<std::pair<std::string_view, std::string_view>> options) {
  for (const auto& [field, option] : options) {
    if (error.where != field) continue;
    error.where = option;
    break;
  }
  return error;
}

}  // namespace kinora::cli
