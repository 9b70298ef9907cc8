#include "base/try.hpp"
#include "exchange/chosen_columns.hpp"
#include "exchange/readers.hpp"
#include "tensors/npy.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace kinora::exchange {
namespace {

constexpr std::string_view kVectorName = "vector";

bool is_vector(const Field& field) { return field.type == DataType::kVector; }

tl::unexpected<Error> bad(std::string what, std::string where, std::string expected, std::string found, std::string next_step) {
  return fail({.code = ErrorCode::kInvalidArgument,
               .what = std::move(what),
               .where = std::move(where),
               .expected = std::move(expected),
               .found = std::move(found),
               .next_step = std::move(next_step)});
}

/// The schema's one column of vectors, or the one that is called so.
Result<Field> find_vector_field(const Schema& schema, std::string_view file) {
  const auto count = std::count_if(schema.fields.begin(), schema.fields.end(), is_vector);
  if (count == 1) return *std::find_if(schema.fields.begin(), schema.fields.end(), is_vector);
  if (const auto named = schema.find(kVectorName); named && is_vector(schema.fields[*named])) return schema.fields[*named];
  return bad("the array has no name, and the table not one column of vectors that it could be", std::string(file),
             "one column of vectors, or one that is called 'vector'", std::to_string(count) + " columns of vectors",
             "Name the column");
}

/// The column of the table that the array is for.
Result<Field> find_target(const Schema& schema, const ImportOptions& options, std::string_view file) {
  if (options.columns.empty()) return find_vector_field(schema, file);
  KINORA_TRY(Field field, find_field(schema, options.columns.front(), file));
  if (is_vector(field)) return field;
  return bad("an array is a column of vectors", std::string(file), "a column of vectors",
             "'" + field.name + "', which is of another type", "Name another column");
}

}  // namespace

Result<std::vector<Column>> read_npy_vectors(std::span<const std::byte> bytes, std::string_view name,
                                             const ImportOptions& options) {
  if (options.columns.size() > 1)
    return bad("an array is one column", std::string(name), "one name", std::to_string(options.columns.size()) + " names",
               "Name the column that the array is to be");
  KINORA_TRY(const Matrix matrix, parse_npy(bytes, name));
  const MatrixView vectors = matrix.view();
  Column column = make_vector_column(options.columns.empty() ? std::string(kVectorName) : options.columns.front(), vectors);
  if (options.schema) {
    KINORA_TRY(const Field field, find_target(*options.schema, options, name));
    if (field.dimension != vectors.cols)
      return bad("the vectors are not as long as the table's", std::string(name) + ", column '" + field.name + "'",
                 std::to_string(field.dimension) + " numbers", std::to_string(vectors.cols),
                 "Make the vectors with the model that made the table's");
    column.field = field;
  }
  for (std::size_t row = 0; row < vectors.rows; ++row)
    for (const float value : vectors.row(row))
      if (!std::isfinite(value))
        return bad("a vector has an element that is not finite as float32", std::string(name) + ", row " + std::to_string(row),
                   "finite numbers", std::to_string(value), "Leave the row out or compute its vector again");
  return std::vector<Column>{std::move(column)};
}

}  // namespace kinora::exchange
