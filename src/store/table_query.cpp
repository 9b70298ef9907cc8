#include "kinora/store/table.hpp"
#include "store/table_state.hpp"

namespace kinora {

Result<RowSelection> Table::select(std::string_view where) const { return state_->open.select(where); }

Result<std::vector<SearchHit>> Table::search(const VectorQuery& query) const { return state_->vectors.search(query); }

Result<SearchExplanation> Table::explain(const VectorQuery& query) const { return state_->vectors.explain(query); }

std::string_view search_method_name(SearchMethod method) {
  switch (method) {
    case SearchMethod::kScan:
      return "scan";
    case SearchMethod::kCodes:
      return "codes";
    case SearchMethod::kGraph:
      return "graph";
    case SearchMethod::kOverfetch:
      break;
  }
  return "over-fetch";
}

}  // namespace kinora
