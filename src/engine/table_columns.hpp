#pragma once

#include "kinora/catalogue/catalogue.hpp"
#include "kinora/recipe/recipe.hpp"
#include "kinora/store/column.hpp"

#include <vector>

namespace kinora {

/// The columns of a bundle's table: those of DESIGN.md, or the article's. `vectors` has a row for each film.
[[nodiscard]] std::vector<Column> make_table_columns(const Catalogue& catalogue, const MatrixView& vectors, TableColumns columns);

/// The name of the column that holds the genres as text ("Animation, Comedy, Family").
[[nodiscard]] std::string_view genres_text_column(TableColumns columns);

}  // namespace kinora
