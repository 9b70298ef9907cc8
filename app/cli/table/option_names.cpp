#include "option_names.hpp"

#include <cctype>
#include <string>

namespace kinora::cli {
namespace {

bool is_of_a_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-'; }

void replace_word(std::string& text, std::string_view word, std::string_view by) {
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at)) {
    const std::size_t end = at + word.size();
    const bool is_whole = (at == 0 || !is_of_a_word(text[at - 1])) && (end == text.size() || !is_of_a_word(text[end]));
    if (is_whole) text.replace(at, word.size(), by);
    at += is_whole ? by.size() : word.size();
  }
}

}  // namespace

Error naming_options(Error error, std::initializer_list<std::pair<std::string_view, std::string_view>> options) {
  for (const auto& [field, option] : options) {
    if (error.where == field) error.where = option;
    replace_word(error.next_step, field, option);
  }
  return error;
}

Result<Metric> metric_option(std::string_view name) {
  Result<Metric> metric = parse_metric(name);
  if (!metric) metric.error().where = "--metric";
  return metric;
}

}  // namespace kinora::cli
