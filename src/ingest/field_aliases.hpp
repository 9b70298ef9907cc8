#pragma once

#include "ingest/field.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace kinora::ingest {

/// A name by which files call a field.
struct FieldAlias {
  Field field;
  std::string_view name;        ///< as plain_name() writes it
  bool may_be_percent = false;  ///< votes up to 100 are known under this name
};

/// A name without what differs from file to file: "Runtime (Minutes)", "runtime_minutes" and "runtimeMinutes" are the same one.
[[nodiscard]] std::string plain_name(std::string_view column);

/// All names, field by field; within a field the best one comes first.
[[nodiscard]] std::span<const FieldAlias> field_aliases();

/// Names such as Star1, actor_2_name and "Actor 3": one column for each name of a list. Zero if the name has no number.
struct NumberedName {
  std::string base;
  std::size_t number = 0;
};
[[nodiscard]] NumberedName numbered_name(std::string_view column);

/// Whether these columns can be a catalogue's: one holds titles and another one any other field.
[[nodiscard]] bool name_films(std::span<const std::string> columns);

/// Whether a column of this name holds titles and nothing else.
[[nodiscard]] bool names_titles(std::string_view column);

}  // namespace kinora::ingest
