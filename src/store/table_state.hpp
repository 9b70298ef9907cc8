#pragma once

#include "base/file_system.hpp"
#include "kinora/store/table.hpp"
#include "store/open_version.hpp"
#include "store/search/table_search.hpp"

#include <filesystem>
#include <utility>

namespace kinora {

struct Table::State {
  State(std::filesystem::path table_directory, lance::Snapshot snapshot, bool is_pinned)
      : directory(std::move(table_directory)),
        open(std::move(snapshot), directory.string()),
        vectors(local_file_system(), open, directory),
        pinned(is_pinned) {}

  std::filesystem::path directory;
  OpenVersion open;
  TableSearch vectors;
  bool pinned;  ///< asked for by number: it follows no commit and makes none
};

}  // namespace kinora
