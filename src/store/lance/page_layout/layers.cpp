#include "store/lance/page_layout/layers.hpp"

#include "store/lance/errors.hpp"

#include <string>

namespace kinora::lance {

Result<Layers> read_layers(const google::protobuf::RepeatedField<int>& layers, std::string_view where) {
  if (layers.empty()) return corrupt(where, "a page does not say of which layers it is");
  if (layers.size() > 100) return unsupported(where, "columns of more than 100 layers");
  Layers result;
  for (const int layer : layers) {
    LayerLevels levels;
    switch (layer) {
      case layout::ALL_VALID_ITEM:
        break;
      case layout::NULLABLE_ITEM:
        levels.null = ++result.highest;
        break;
      case layout::ALL_VALID_LIST:
        levels.list = true;
        break;
      case layout::NULLABLE_LIST:
        levels.list = true;
        levels.null = ++result.highest;
        break;
      case layout::EMPTYABLE_LIST:
        levels.list = true;
        levels.empty = ++result.highest;
        break;
      case layout::NULL_AND_EMPTY_LIST:
        levels.list = true;
        levels.null = ++result.highest;
        levels.empty = ++result.highest;
        break;
      default:
        return unsupported(where, "pages with layers of kind " + std::to_string(layer));
    }
    if (levels.list) {
      ++result.lists;
    } else if (result.lists == 0) {
      result.highest_visible = result.highest;
    }
    result.layers.push_back(levels);
  }
  return result;
}

}  // namespace kinora::lance
