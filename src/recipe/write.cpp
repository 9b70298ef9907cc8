#include "kinora/recipe/recipe.hpp"
#include "recipe/fields.hpp"

#include <toml++/toml.h>
#include <map>
#include <sstream>

namespace kinora {
namespace {

struct Format {
  std::ostringstream& out;

  void operator()(bool value) const { out << (value ? "true" : "false"); }
  void operator()(const std::string& value) const { out << toml::value<std::string>(value); }
  void operator()(double value) const { out << toml::value<double>(value); }
  template <class T>
  requires std::is_unsigned_v<T>
  void operator()(T value) const { out << value; }
  void operator()(const std::vector<std::size_t>& values) const {
    out << '[';
    for (std::size_t i = 0; i < values.size(); ++i) out << (i == 0 ? "" : ", ") << values[i];
    out << ']';
  }
  template <class E, class Names>
  void operator()(const EnumField<E, Names>& field) const {
    for (const auto& [value, name] : field.names)
      if (value == field.value) out << '"' << name << '"';
  }
};

}  // namespace

std::string recipe_to_toml(const Recipe& recipe) {
  std::ostringstream out;
  std::string section;
  visit_recipe_fields(recipe, [&](std::string_view path, const auto& member) {
    const std::size_t dot = path.rfind('.');
    const std::string_view field_section = dot == std::string_view::npos ? "" : path.substr(0, dot);
    if (field_section != section) {
      section = field_section;
      out << "\n[" << section << "]\n";
    }
    out << path.substr(dot == std::string_view::npos ? 0 : dot + 1) << " = ";
    Format{out}(member);
    out << '\n';
  });
  return out.str();
}

}  // namespace kinora
