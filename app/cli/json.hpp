#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace kinora::cli {

/// A JSON value to be printed: null, a boolean, a number, a text, an array or an object whose members keep their order. It is
/// written from C++ values and never read back, so what has been put into it is held as JSON text already.
class Json {
 public:
  struct Member;

  // Implicit: the members of an object and the items of an array are written as plain values.
  // NOLINTBEGIN(google-explicit-constructor)
  Json(std::nullptr_t = nullptr);
  Json(bool value);
  template <std::integral Number>
  Json(Number value) : kind_(Kind::kScalar), text_(std::to_string(value)) {}
  /// The shortest text that reads as the same number; null for one that is not finite.
  Json(double value);
  /// Bytes that are no UTF-8 become U+FFFD.
  Json(std::string_view text);
  Json(const std::string& text);
  Json(const char* text);
  template <class Item>
  Json(const std::vector<Item>& items) : kind_(Kind::kArray) {
    for (const Item& item : items) push_back(item);
  }
  /// `{{"id", 862}, {"title", "Toy Story"}}`: an object.
  Json(std::initializer_list<Member> members);
  // NOLINTEND(google-explicit-constructor)
  Json(const Json& other);
  Json(Json&& other) noexcept;
  Json& operator=(const Json& other);
  Json& operator=(Json&& other) noexcept;
  ~Json();

  [[nodiscard]] static Json array();
  [[nodiscard]] static Json object();

  /// The member of an object with this name, null if it is new. REQUIRES: an object, or null, which becomes one.
  [[nodiscard]] Json& operator[](std::string_view name);

  /// Appends to an array. REQUIRES: an array, or null, which becomes one.
  void push_back(const Json& item);

  /// On one line, without spaces.
  [[nodiscard]] std::string text() const;

 private:
  enum class Kind : std::uint8_t { kNull, kScalar, kArray, kObject };

  Kind kind_ = Kind::kNull;
  std::string text_;  ///< of a scalar; of an array the items with commas between them
  std::vector<Member> members_;
};

struct Json::Member {
  std::string name;
  Json value;
};

/// Prints a value as one line on standard output.
void print_json(const Json& json);

}  // namespace kinora::cli
