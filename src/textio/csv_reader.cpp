#include "textio/csv_reader.hpp"

#include <cstring>

namespace kinora::textio {
namespace {

bool ends_line(char c) { return c == '\n' || c == '\r'; }

char* allocate(std::pmr::memory_resource& arena, std::size_t size) { return static_cast<char*>(arena.allocate(size, 1)); }

std::string_view decode_doubled(std::string_view raw, std::pmr::memory_resource& arena) {
  char* const begin = allocate(arena, raw.size());
  char* out = begin;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    *out++ = raw[i];
    if (raw[i] == '"') ++i;
  }
  return {begin, static_cast<std::size_t>(out - begin)};
}

std::string_view decode_mixed(std::string_view raw, std::pmr::memory_resource& arena) {
  char* const begin = allocate(arena, raw.size());
  char* out = begin;
  std::size_t i = 1;
  for (; i < raw.size(); ++i) {
    if (raw[i] == '"' && (i + 1 == raw.size() || raw[i + 1] != '"')) break;
    *out++ = raw[i];
    if (raw[i] == '"') ++i;
  }
  if (i < raw.size()) {
    const std::string_view rest = raw.substr(i + 1);
    out = std::copy(rest.begin(), rest.end(), out);
  }
  return {begin, static_cast<std::size_t>(out - begin)};
}

}  // namespace

std::string_view decode(const CsvField& field, std::pmr::memory_resource& arena) {
  switch (field.coding) {
    case CsvField::Coding::kDoubled:
      return decode_doubled(field.raw, arena);
    case CsvField::Coding::kMixed:
      return decode_mixed(field.raw, arena);
    case CsvField::Coding::kPlain:
      break;
  }
  return field.raw;
}

CsvReader::CsvReader(std::string_view text, CsvDialect dialect) : text_(text), dialect_(dialect) {
  stops_[static_cast<unsigned char>('\n')] = true;
  stops_[static_cast<unsigned char>('\r')] = true;
  stops_[static_cast<unsigned char>(dialect.delimiter)] = true;
}

CsvReader::Step CsvReader::next() {
  while (position_ < text_.size() && ends_line(text_[position_])) ++position_;
  if (position_ == text_.size()) return Step::kEnd;
  record_.fields.clear();
  record_.field_count = 0;
  record_.begin = position_;
  while (true) {
    if (dialect_.quoting && position_ < text_.size() && text_[position_] == '"') {
      if (!read_quoted()) return Step::kOpenQuote;
    } else {
      read_plain();
    }
    record_.end = position_;
    if (position_ == text_.size()) return Step::kRecord;
    const char stop = text_[position_++];
    if (ends_line(stop)) {
      if (stop == '\r' && position_ < text_.size() && text_[position_] == '\n') ++position_;
      return Step::kRecord;
    }
  }
}

bool CsvReader::read_quoted() {
  const std::size_t open = position_;
  CsvField::Coding coding = CsvField::Coding::kPlain;
  std::size_t from = open + 1;
  while (true) {
    const std::size_t quote = text_.find('"', from);
    if (quote == std::string_view::npos) {
      open_quote_ = open;
      return false;
    }
    const std::size_t after = quote + 1;
    if (after < text_.size() && text_[after] == '"') {
      coding = CsvField::Coding::kDoubled;
      from = after + 1;
      continue;
    }
    position_ = after;
    if (after == text_.size() || stops_[static_cast<unsigned char>(text_[after])]) {
      add(text_.substr(open + 1, quote - open - 1), coding);
    } else {
      skip_to_stop();
      add(text_.substr(open, position_ - open), CsvField::Coding::kMixed);
    }
    return true;
  }
}

void CsvReader::read_plain() {
  const std::size_t begin = position_;
  skip_to_stop();
  add(text_.substr(begin, position_ - begin), CsvField::Coding::kPlain);
}

void CsvReader::skip_to_stop() {
  while (position_ < text_.size() && !stops_[static_cast<unsigned char>(text_[position_])]) ++position_;
}

void CsvReader::add(std::string_view raw, CsvField::Coding coding) {
  ++record_.field_count;
  if (record_.fields.size() < kMaxFields) record_.fields.push_back({raw, coding});
}

}  // namespace kinora::textio
