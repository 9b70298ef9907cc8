#include "base/file_system.hpp"
#include "base/try.hpp"
#include "kinora/base/edit_distance.hpp"
#include "kinora/recipe/recipe.hpp"
#include "recipe/fields.hpp"

#include <toml++/toml.h>
#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <sstream>
#include <type_traits>

namespace kinora {
namespace {

std::string describe(const toml::node& node) {
  std::ostringstream text;
  node.visit([&](const auto& value) { text << value; });
  std::string result = text.str();
  if (result.size() > 60) result = result.substr(0, 57) + "...";
  return result;
}

std::string place_of(const std::string& file, const toml::node& node, std::string_view key) {
  const auto line = node.source().begin.line;
  std::string place = file;
  if (line > 0) place += ", line " + std::to_string(line);
  return place + ", " + std::string(key);
}

tl::unexpected<Error> wrong_value(const std::string& file, const toml::node& node, std::string_view key, std::string expected) {
  return fail({.code = ErrorCode::kRecipeValue,
               .what = "the value cannot be used",
               .where = place_of(file, node, key),
               .expected = std::move(expected),
               .found = describe(node),
               .next_step = "Correct the value; docs/recipes.md lists every key"});
}

/// Puts a TOML value into a member of a recipe; an overload for each type of member.
struct Assign {
  const std::string& file;
  std::string_view key;
  const toml::node& node;

  Result<void> operator()(bool& member) const {
    const auto value = node.value_exact<bool>();
    if (!value) return wrong_value(file, node, key, "true or false");
    member = *value;
    return {};
  }
  Result<void> operator()(std::string& member) const {
    const auto value = node.value_exact<std::string>();
    if (!value) return wrong_value(file, node, key, "a string in quotes");
    member = *value;
    return {};
  }
  Result<void> operator()(double& member) const {
    const auto value = node.value<double>();
    if (!value || node.is_boolean() || !std::isfinite(*value)) return wrong_value(file, node, key, "a number");
    member = *value;
    return {};
  }
  template <class T>
  requires std::is_unsigned_v<T> Result<void>
  operator()(T& member) const {
    const auto value = node.value_exact<std::int64_t>();
    if (!value || *value < 0 || static_cast<std::uint64_t>(*value) > std::numeric_limits<T>::max())
      return wrong_value(file, node, key, "a whole number, not negative");
    member = static_cast<T>(*value);
    return {};
  }
  Result<void> operator()(std::vector<std::size_t>& member) const {
    std::vector<std::size_t> values;
    if (const toml::array* array = node.as_array()) {
      for (const toml::node& item : *array) {
        const auto value = item.value_exact<std::int64_t>();
        if (!value || *value < 0) return wrong_value(file, node, key, "a list of whole numbers");
        values.push_back(static_cast<std::size_t>(*value));
      }
      member = std::move(values);
      return {};
    }
    return wrong_value(file, node, key, "a list of whole numbers, such as [512, 256, 128]");
  }
  template <class E, class Names>
  Result<void> operator()(EnumField<E, Names> field) const {
    std::string expected;
    for (const auto& [value, name] : field.names) {
      if (node.value_exact<std::string>() == std::string(name)) {
        field.value = value;
        return {};
      }
      expected += (expected.empty() ? "\"" : ", \"") + std::string(name) + '"';
    }
    return wrong_value(file, node, key, "one of " + expected);
  }
};

Error unknown_key(const std::string& file, const toml::node& node, std::string_view key) {
  Recipe any;
  std::string nearest;
  std::size_t nearest_distance = std::numeric_limits<std::size_t>::max();
  visit_recipe_fields(any, [&](std::string_view known, auto&&) {
    const std::size_t distance = edit_distance(key, known);
    if (distance < nearest_distance) {
      nearest_distance = distance;
      nearest = known;
    }
  });
  return {.code = ErrorCode::kRecipeSyntax,
          .what = "a recipe has no such key",
          .where = place_of(file, node, key),
          .found = std::string(key),
          .next_step = "Did you mean " + nearest + "? docs/recipes.md lists every key"};
}

Result<void> assign_key(Recipe& recipe, const std::string& file, const std::string& key, const toml::node& node) {
  bool known = false;
  Result<void> assigned;
  visit_recipe_fields(recipe, [&](std::string_view field, auto&& member) {
    if (field != key) return;
    known = true;
    assigned = Assign{file, field, node}(member);
  });
  if (!known) return fail(unknown_key(file, node, key));
  return assigned;
}

Result<void> assign_table(Recipe& recipe, const std::string& file, const std::string& prefix, const toml::table& table) {
  for (const auto& [key, node] : table) {
    const std::string path = prefix + std::string(key.str());
    if (path == "base") continue;
    if (const toml::table* section = node.as_table()) {
      KINORA_TRY_VOID(assign_table(recipe, file, path + ".", *section));
    } else {
      KINORA_TRY_VOID(assign_key(recipe, file, path, node));
    }
  }
  return {};
}

/// Of before there were two sets of weights: those were the ones of `audience` now, and they were all that ranked.
void move_older_weights(toml::table& stored) {
  toml::table* ranking = stored["ranking"].as_table();
  if (ranking == nullptr || ranking->contains("taste")) return;
  toml::table audience = std::move(*ranking);
  *ranking = toml::table{{"taste", 1.0}, {"audience", std::move(audience)}};
}

/// Whether a stored recipe has its last key: a file that was cut off can still be TOML.
bool is_whole(const toml::table& stored) {
  const auto ranking = stored["ranking"];
  return ranking["dislike"].is_number() && (!ranking["taste"] || ranking["audience"]["dislike"].is_number());
}

Result<toml::table> parse_toml(std::string_view text, const std::string& name) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    const auto& begin = error.source().begin;
    return fail({.code = ErrorCode::kRecipeSyntax,
                 .what = "this is not TOML: " + std::string(error.description()),
                 .where = name + ", line " + std::to_string(begin.line) + ", column " + std::to_string(begin.column),
                 .next_step = "Correct the line; strings stand in double quotes"});
  }
}

Result<Recipe> recipe_over(Recipe recipe, const toml::table& table, const std::string& name) {
  KINORA_TRY_VOID(assign_table(recipe, name, "", table));
  KINORA_TRY_VOID(recipe.validate());
  return recipe;
}

/// What an older bundle's recipe means by the keys that it does not name: the program that wrote it had no choice there.
Result<Recipe> older_defaults() {
  KINORA_TRY(Recipe recipe, preset_recipe("default"));
  recipe.classifier.model = GenreModelKind::kMlp;
  recipe.embedding.encoder = EncoderKind::kDoc2Vec;
  return recipe;
}

Result<std::shared_ptr<const MappedFile>> map_recipe(const std::string& path) {
  KINORA_TRY(const auto file, local_file_system().map(path));
  if (file->bytes().empty())
    return fail({.code = ErrorCode::kFileEmpty, .what = "the recipe is empty", .where = path, .next_step = "Check the path"});
  return file;
}

}  // namespace

Result<Recipe> parse_recipe(std::string_view toml, const std::string& name) {
  KINORA_TRY(const toml::table table, parse_toml(toml, name));
  std::string base = "default";
  if (const toml::node* node = table.get("base")) KINORA_TRY_VOID((Assign{name, "base", *node}(base)));
  KINORA_TRY(Recipe recipe, preset_recipe(base));
  return recipe_over(std::move(recipe), table, name);
}

Result<Recipe> load_recipe(const std::string& name_or_path) {
  if (name_or_path == "default" || name_or_path == "article") return preset_recipe(name_or_path);
  if (!name_or_path.ends_with(".toml") && !local_file_system().exists(name_or_path)) return preset_recipe(name_or_path);
  KINORA_TRY(const auto file, map_recipe(name_or_path));
  return parse_recipe(file->text(), name_or_path);
}

Result<Recipe> load_saved_recipe(const std::filesystem::path& path) {
  KINORA_TRY(const auto file, map_recipe(path.string()));
  KINORA_TRY(toml::table table, parse_toml(file->text(), path.string()));
  if (!is_whole(table))
    return fail({.code = ErrorCode::kBundleCorrupt,
                 .what = "the recipe of the bundle is cut off",
                 .where = path.string(),
                 .next_step = "Build the bundle again"});
  move_older_weights(table);
  KINORA_TRY(Recipe recipe, older_defaults());
  return recipe_over(std::move(recipe), table, path.string());
}

Result<void> set_recipe_value(Recipe& recipe, std::string_view assignment) {
  const std::size_t equals = assignment.find('=');
  if (equals == std::string_view::npos || equals == 0)
    return fail({.code = ErrorCode::kRecipeSyntax,
                 .what = "this sets nothing",
                 .where = "--set " + std::string(assignment),
                 .expected = "section.key=value",
                 .found = std::string(assignment),
                 .next_step = "For example: --set doc2vec.epochs=5"});
  const std::string key(assignment.substr(0, equals));
  const std::string value(assignment.substr(equals + 1));
  const std::string where = "--set " + std::string(assignment);
  Result<toml::table> parsed = parse_toml("value = " + value, where);
  if (!parsed) {
    parsed = toml::table{};
    parsed->insert("value", value);
  }
  const toml::node* node = parsed->get("value");
  if (parsed->size() != 1 || node == nullptr)
    return fail({.code = ErrorCode::kRecipeSyntax, .what = "the value cannot be read", .where = where, .expected = "one value"});
  KINORA_TRY_VOID(assign_key(recipe, where, key, *node));
  return recipe.validate();
}

}  // namespace kinora
