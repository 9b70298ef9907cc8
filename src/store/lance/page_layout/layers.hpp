#pragma once

#include "kinora/base/result.hpp"
#include "store/lance/page_layout.pb.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace kinora::lance {

inline constexpr std::uint32_t kNoLevel = 0;

/// What the definition levels of a page say of one layer of its column. Level 0 is a value that is there.
struct LayerLevels {
  bool list = false;
  std::uint32_t null = kNoLevel;
  std::uint32_t empty = kNoLevel;  ///< lists only
};

/// The layers of a column, from the values outwards.
struct Layers {
  std::vector<LayerLevels> layers;
  std::uint32_t highest = 0;          ///< level
  std::uint32_t highest_visible = 0;  ///< levels above it stand for a list without items: there is no value
  std::size_t lists = 0;

  [[nodiscard]] bool visible(std::uint32_t level) const { return level <= highest_visible; }
};

/// Errors: kTableCorrupt (no layers), kTableUnsupported (a layer that is not known).
[[nodiscard]] Result<Layers> read_layers(const google::protobuf::RepeatedField<int>& layers, std::string_view where);

}  // namespace kinora::lance
