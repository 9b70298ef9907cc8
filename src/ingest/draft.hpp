#pragma once

#include "ingest/field.hpp"
#include "ingest/name_lists.hpp"
#include "kinora/catalogue/movie.hpp"
#include "textio/csv_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kinora::ingest {

/// A cell that could not be read.
struct CellFault {
  Field field;
  std::string detail;
};

/// How the cells of one column are written, in a file of no known form.
struct CellStyle {
  ListStyle list = {};
  bool decimal_comma = false;
  double scale = 1;            ///< of votes: 0.1 if they go up to 100
  bool are_genre_ids = false;  ///< TMDB's numbers of genres
};

/// One record on its way into the catalogue. One object serves all records of a file, so that its scratch is allocated once.
/// Everything in it is valid until clear().
class Draft {
 public:
  explicit Draft(std::size_t cast_limit);
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  void clear();
  /// Reads a cell into its field. A cell that is not what the field holds becomes a fault, and the field stays unknown.
  void read(Field field, std::string_view cell, const ListStyle& style);
  /// The same for files of no known form: values in any of the forms of cell_forms.hpp. Words such as nan are blank, and names
  /// are added to those that other columns gave.
  void read_any(Field field, std::string_view cell, const CellStyle& style);
  /// Whether a scalar field has a value.
  [[nodiscard]] bool knows(Field field) const;
  [[nodiscard]] std::string_view text_of(const textio::CsvField& field) { return textio::decode(field, arena_); }
  [[nodiscard]] std::pmr::memory_resource& arena() { return arena_; }

  void set_id(std::int64_t id) { id_ = id; }
  void set_year(std::int32_t year) { movie_.year = year; }
  void set_title(std::string_view title) { movie_.title = title; }
  void set_imdb_id(std::string_view imdb_id) { movie_.imdb_id = imdb_id; }
  void add_genre(std::string_view name) { genres_.push_back(name); }

  [[nodiscard]] std::optional<std::int64_t> id() const { return id_; }
  /// What stood where the id should be.
  [[nodiscard]] std::string_view id_cell() const { return id_cell_; }
  [[nodiscard]] std::string_view title() const { return movie_.title; }
  /// Of a field that is a list.
  [[nodiscard]] const Names& names(Field field) const;
  [[nodiscard]] const std::vector<CellFault>& faults() const { return faults_; }
  /// The film, without what is not known: an average of no votes, a runtime of 0. Requires id().
  [[nodiscard]] MovieView film() const;

 private:
  void read_number(Field field, std::string_view cell);
  void read_list(Field field, std::string_view cell, const ListStyle& style);
  void read_any_number(Field field, std::string_view cell, const CellStyle& style);
  void read_any_list(Field field, std::string_view cell, const CellStyle& style);
  void read_imdb_id(std::string_view cell);
  void add_fault(Field field, std::string detail);

  std::size_t cast_limit_;
  std::vector<std::byte> block_;
  std::pmr::monotonic_buffer_resource arena_;
  NameLists lists_;
  MovieView movie_;  // without its lists
  std::optional<std::int64_t> id_;
  std::string_view id_cell_;
  bool knows_vote_count_ = false;
  Names genres_, keywords_, directors_, cast_;
  std::vector<CellFault> faults_;
};

}  // namespace kinora::ingest
