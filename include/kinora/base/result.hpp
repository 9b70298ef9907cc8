#pragma once

#include "kinora/base/export.hpp"

#include <cstdint>
#include <string>
#include <tl/expected.hpp>

namespace kinora {

/// The kinds of expected failure. Each has its own exit status (app/cli/exit_codes) and its own way out.
enum class ErrorCode : std::uint8_t {
  kInvalidArgument,   ///< a parameter is out of its range or two contradict each other
  kFileNotFound,      ///< an input does not exist
  kFileUnreadable,    ///< an input exists and cannot be read (permission, a directory, an I/O error)
  kFileEmpty,         ///< an input has no bytes
  kFileBinary,        ///< a text file was expected
  kFileTruncated,     ///< an input ends in the middle of a value
  kFormatUnknown,     ///< no known format has this header
  kNoUsableRow,       ///< a catalogue or ratings were read and no row, or too few, can be used
  kRecipeSyntax,      ///< a recipe that is no TOML, or an unknown section or key
  kRecipeValue,       ///< a value of a recipe is of the wrong type or out of its range
  kOutputUnwritable,  ///< an output cannot be created or replaced
  kDiskFull,          ///< no space left, or a quota is used up
  kBundleMissing,     ///< there is no bundle at this path
  kBundleForeign,     ///< not a bundle of Kinora's, or of a newer format version
  kBundleCorrupt,     ///< a file of a bundle or model does not hold what it should
  kTableCorrupt,      ///< a Lance table whose manifest or data is torn or damaged
  kTableUnsupported,  ///< a Lance table that uses a feature or encoding that is not supported, named in the message
  kCommitConflict,    ///< another writer committed first and the change cannot be rebased
  kFilterSyntax,      ///< a filter that does not parse; `where` has the offset
  kFilterType,        ///< a filter that names no column, or compares values of different types
  kMovieNotFound,     ///< no film has this title or id
  kCancelled,         ///< the caller asked to stop
  kAlreadyExists,     ///< a file that must be new exists
};

/// What went wrong, in the five parts that a user needs. Only `code` and `what` are always set.
struct KINORA_EXPORT Error {
  ErrorCode code = ErrorCode::kInvalidArgument;
  std::string what;            ///< one clause without a full stop: "the row has 15 fields"
  std::string where = {};      ///< file, line, column, offset: "movies.csv, line 19731"
  std::string expected = {};   ///< "24 fields"
  std::string found = {};      ///< "15 fields"
  std::string next_step = {};  ///< "quote cells that hold a newline"

  /// One line: "where: what (expected …, found …). next_step". Parts that are not set are left out.
  [[nodiscard]] std::string message() const;
};

/// A value or an Error. Results are never ignored: the type is [[nodiscard]].
template <class T>
using Result = tl::expected<T, Error>;

/// `return fail({.code = ..., .what = ...});`
inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

}  // namespace kinora
