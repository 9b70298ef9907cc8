#include "json.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <cassert>
#include <nlohmann/json.hpp>

namespace kinora::cli {
namespace {

std::string scalar_text(const nlohmann::json& scalar) {
  return scalar.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

Json::Json(double value) : kind_(Kind::kScalar), text_(scalar_text(value)) {}

Json::Json(std::string_view text) : kind_(Kind::kScalar), text_(scalar_text(text)) {}

// All of these need the whole of Member, which the class does not have yet.
Json::Json(std::nullptr_t /*null*/) : text_("null") {}
Json::Json(bool value) : kind_(Kind::kScalar), text_(value ? "true" : "false") {}
Json::Json(const std::string& text) : Json(std::string_view(text)) {}
Json::Json(const char* text) : Json(std::string_view(text)) {}
Json::Json(const Json& other) = default;
Json::Json(Json&& other) noexcept = default;
Json& Json::operator=(const Json& other) = default;
Json& Json::operator=(Json&& other) noexcept = default;
Json::~Json() = default;

Json::Json(std::initializer_list<Member> members) : kind_(Kind::kObject), members_(members) {}

Json Json::array() {
  Json json;
  json.kind_ = Kind::kArray;
  json.text_.clear();
  return json;
}

Json Json::object() {
  Json json;
  json.kind_ = Kind::kObject;
  return json;
}

Json& Json::operator[](std::string_view name) {
  if (kind_ == Kind::kNull) *this = object();
  assert(kind_ == Kind::kObject);
  const auto found = std::find_if(members_.begin(), members_.end(), [&](const Member& member) { return member.name == name; });
  if (found != members_.end()) return found->value;
  members_.push_back({.name = std::string(name), .value = {}});
  return members_.back().value;
}

void Json::push_back(const Json& item) {
  if (kind_ == Kind::kNull) *this = array();
  assert(kind_ == Kind::kArray);
  if (!text_.empty()) text_ += ',';
  text_ += item.text();
}

std::string Json::text() const {
  if (kind_ == Kind::kArray) return '[' + text_ + ']';
  if (kind_ != Kind::kObject) return text_;
  std::string text = "{";
  for (const Member& member : members_) {
    if (text.size() > 1) text += ',';
    text += Json(member.name).text() + ':' + member.value.text();
  }
  return text + '}';
}

void print_json(const Json& json) { fmt::print("{}\n", json.text()); }

}  // namespace kinora::cli
