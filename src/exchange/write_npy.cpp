#include "exchange/writers.hpp"
#include "tensors/npy.hpp"

#include <string>

namespace kinora::exchange {

Result<void> write_npy_vectors(FileSystem& files, const std::filesystem::path& path, const Column& column) {
  for (std::size_t row = 0; row < column.rows; ++row)
    if (column.is_null(row))
      return fail({.code = ErrorCode::kInvalidArgument,
                   .what = "an array has no word for a vector that is null",
                   .where = "column '" + column.field.name + "', row " + std::to_string(row),
                   .next_step = "Export the rows where " + column.field.name + " IS NOT NULL, or an Arrow file"});
  return write_npy(files, path, column.vectors());
}

}  // namespace kinora::exchange
