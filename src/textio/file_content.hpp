#pragma once

#include <optional>
#include <string_view>

namespace kinora::textio {

/// Something that is no text of records, by its first bytes.
struct OtherContent {
  std::string_view found;      ///< "a Parquet file"
  std::string_view next_step;  ///< what to do with it
};

[[nodiscard]] std::optional<OtherContent> find_other_content(std::string_view bytes);

}  // namespace kinora::textio
