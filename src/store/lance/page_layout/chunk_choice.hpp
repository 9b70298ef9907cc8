#pragma once

#include "store/lance/data_file.hpp"
#include "store/lance/page_rows.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace kinora::lance {

/// Some chunks of a page, as a page of their own.
struct ChosenChunks {
  Page page;  ///< refers to what follows, and to the page that it is of
  std::vector<std::byte> words;
  std::vector<std::byte> bytes;
  PageRows rows;  ///< those that were wanted, counted in `page`
};

/// The chunks that have these rows, so that no others need be decompressed. Nothing if the page is not cut into chunks by rows:
/// another layout or lists, or one that is damaged, as reading the whole of it will tell.
[[nodiscard]] std::optional<ChosenChunks> choose_chunks(const Page& page, const PageRows& rows);

}  // namespace kinora::lance
