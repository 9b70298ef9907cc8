#pragma once

#include "kinora/base/result.hpp"
#include "kinora/store/index.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kinora::indexes {

/// A fragment whose rows, the dead ones too, an index has, and where their vectors lie. The same fragment with its vectors
/// elsewhere has other vectors.
struct CoveredFragment {
  std::uint64_t id = 0;
  std::uint64_t rows = 0;
  std::string file;          ///< in data/
  std::uint64_t column = 0;  ///< of that file

  friend bool operator==(const CoveredFragment&, const CoveredFragment&) = default;
};

/// What `_kinora/<name>.json` says of an index.
struct Description {
  std::string name;
  std::string column;
  std::int32_t field = 0;  ///< the column's number in the schema: it stays when a column is given another name
  std::uint64_t dimension = 0;
  Metric metric = Metric::kCosine;
  IndexKind kind = IndexKind::kGraph;
  std::uint64_t neighbours = 0;
  std::uint64_t build_beam = 0;
  std::uint64_t seed = 0;
  std::string file;  ///< in _kinora
  std::uint64_t bytes = 0;
  std::uint64_t checksum = 0;  ///< XXH3 of the file
  std::uint64_t table_version = 0;
  std::int64_t created_ns = 0;
  std::vector<CoveredFragment> fragments;  ///< their rows, one after the other, are those of the index

  [[nodiscard]] std::uint64_t rows() const;
  friend bool operator==(const Description&, const Description&) = default;
};

/// An index cannot have more rows than this: their numbers take 31 bits.
inline constexpr std::uint64_t kMostIndexRows = 0x7FFF'FFFE;

[[nodiscard]] std::string to_json(const Description& description);
/// What to_json wrote of an index of this name. Errors: kTableCorrupt (any other bytes: it has a checksum), kTableUnsupported
/// (a newer form).
[[nodiscard]] Result<Description> parse_description(std::string_view text, std::string_view name, const std::string& where);

/// Whether an index can have this name: that of a file, the same on every system. Error: kInvalidArgument.
[[nodiscard]] Result<void> check_name(std::string_view name);

}  // namespace kinora::indexes
