#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <string_view>
#include <vector>

namespace kinora::textio {

/// One cell as it lies in the file.
struct CsvField {
  enum class Coding : std::uint8_t {
    kPlain,    ///< raw is the text
    kDoubled,  ///< raw is what stands between the quotes; "" means "
    kMixed     ///< raw starts with the opening quote and goes on after the closing one
  };
  std::string_view raw;
  Coding coding = Coding::kPlain;
};

/// The text of a cell: a view into the file where it stands there as such, else decoded into the arena.
[[nodiscard]] std::string_view decode(const CsvField& field, std::pmr::memory_resource& arena);

struct CsvRecord {
  std::vector<CsvField> fields;  ///< at most kMaxFields of them
  std::size_t field_count = 0;   ///< all
  std::size_t begin = 0;         ///< offset of the first byte
  std::size_t end = 0;           ///< offset after the last byte, without the line's end
};

struct CsvDialect {
  char delimiter = ',';
  bool quoting = true;  ///< false: a quote is a character as any other (IMDb)
};

/// Reads records as Python's csv module does (RFC 4180, lenient: text after a closing quote belongs to the cell; LF, CRLF and a
/// bare CR end a record), but for two points: a blank line is no record, and a quote that is open at the end is reported.
/// The bytes must outlive the reader and its records. Linear; allocates nothing once the record has grown to its width.
class CsvReader {
 public:
  static constexpr std::size_t kMaxFields = 4096;
  enum class Step : std::uint8_t { kRecord, kEnd, kOpenQuote };

  CsvReader(std::string_view text, CsvDialect dialect);

  /// Reads the next record into record().
  Step next();
  [[nodiscard]] const CsvRecord& record() const { return record_; }
  /// Offset of the quote that is never closed, after Step::kOpenQuote.
  [[nodiscard]] std::size_t open_quote() const { return open_quote_; }

 private:
  bool read_quoted();
  void read_plain();
  void skip_to_stop();
  void add(std::string_view raw, CsvField::Coding coding);

  std::string_view text_;
  CsvDialect dialect_;
  std::array<bool, 256> stops_{};  // the delimiter and the ends of a line
  std::size_t position_ = 0;
  std::size_t open_quote_ = 0;
  CsvRecord record_;
};

}  // namespace kinora::textio
