#pragma once

#include "kinora/base/result.hpp"
#include "kinora/store/column.hpp"
#include "store/lance/wire.pb.h"

#include <google/protobuf/repeated_field.h>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kinora::lance {

inline constexpr std::int32_t kNoField = -1;

/// A top-level column as a manifest describes it.
struct TableField {
  Field field;                      ///< type and dimension mean nothing if unsupported_type is set and the type is not kForeign
  std::int32_t id = kNoField;       ///< the column's own
  std::int32_t item_id = kNoField;  ///< kStringList: the items'
  std::string unsupported_type;     ///< Lance's logical type, if it is none of ours

  /// Whether the column's values can be read, be it only to write them again (kForeign).
  [[nodiscard]] bool carried() const { return unsupported_type.empty() || field.type == DataType::kForeign; }
};

using WireFields = google::protobuf::RepeatedPtrField<wire::Field>;

/// The top-level columns in their order. Error: kTableCorrupt (ids or names used twice, a name that is not UTF-8).
[[nodiscard]] Result<std::vector<TableField>> read_schema(const WireFields& fields, std::string_view where);

/// Lance's name of a column's type: "fixed_size_list:float:100".
[[nodiscard]] std::string logical_type_of(const Field& field);

/// The fields of columns to be written, numbered depth first from `first_id`: a list's items follow it.
[[nodiscard]] WireFields make_wire_fields(const std::vector<Field>& fields, std::int32_t first_id = 0);

}  // namespace kinora::lance
