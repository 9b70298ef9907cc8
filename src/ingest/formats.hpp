#pragma once

#include "ingest/source.hpp"
#include "kinora/base/result.hpp"
#include "kinora/ingest/ingest.hpp"
#include "textio/input_text.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace kinora::ingest {

/// A catalogue file whose form is known.
struct Format {
  std::string name;               ///< as IngestReport::format
  bool may_have_tmdb_ids = true;  ///< false: its ids are its own, and a join by TMDB id would match wrong films
  std::function<Result<RowCount>(const SourceContext&)> read;
};

/// Recognises a file by its header, or by the shape of its first line where the form has none. With mapped columns it is generic.
/// Errors: kFormatUnknown (with what was found, what is known and what to do), kFileTruncated (an open quote in the header).
[[nodiscard]] Result<Format> recognise(const textio::InputText& input, const ColumnMapping& mapping);

/// The error of a mapping that names a column which is not there.
[[nodiscard]] tl::unexpected<Error> unknown_column(const textio::InputText& input, std::string_view name,
                                                   const std::vector<std::string>& columns);

/// At most 40 names: "'movieId', 'title' and 38 more".
[[nodiscard]] std::string list_columns(const std::vector<std::string>& columns);

}  // namespace kinora::ingest
