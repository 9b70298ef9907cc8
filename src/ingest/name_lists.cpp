#include "ingest/name_lists.hpp"
#include "textio/words.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace kinora::ingest {
namespace {

constexpr std::string_view kTooMany = "at most 4096 names";

tl::unexpected<CellError> refuse_list(std::string detail) { return tl::unexpected<CellError>({std::move(detail)}); }

tl::unexpected<CellError> refuse_list(std::string_view expected, std::size_t offset) {
  return refuse_list("expected " + std::string(expected) + " at byte " + std::to_string(offset));
}

/// Reads with the style's own syntax, then with the other; the error is that of the first. `read` returns what was expected.
template <class Read>
CellResult in_either_syntax(std::string_view cell, const ListStyle& style, std::pmr::memory_resource& arena, const Read& read) {
  if (cell.size() > kMaxListBytes) return refuse_list("expected at most 16 MiB, found " + std::to_string(cell.size()) + " bytes");
  const textio::ValueSyntax first = style.json_first ? textio::ValueSyntax::kJson : textio::ValueSyntax::kPythonLiteral;
  const textio::ValueSyntax second = style.json_first ? textio::ValueSyntax::kPythonLiteral : textio::ValueSyntax::kJson;
  textio::ValueCursor cursor(cell, first, arena);
  const std::string_view expected = read(cursor);
  if (expected.empty()) return {};
  textio::ValueCursor other(cell, second, arena);
  if (read(other).empty()) return {};
  return refuse_list(expected, cursor.offset());
}

/// TMDB's names end in spaces, tabs and no-break spaces here and there, and one keyword is nothing else.
std::string_view trim_name(std::string_view name) {
  constexpr std::string_view kNoBreakSpace = "\xC2\xA0";
  while (true) {
    name = textio::trim(name);
    const bool starts_with_it = name.starts_with(kNoBreakSpace);
    if (starts_with_it) name.remove_prefix(kNoBreakSpace.size());
    const bool ends_with_it = name.ends_with(kNoBreakSpace);
    if (ends_with_it) name.remove_suffix(kNoBreakSpace.size());
    if (!starts_with_it && !ends_with_it) return name;
  }
}

bool is_name_suffix(std::string_view part) {
  constexpr std::array<std::string_view, 7> kSuffixes = {"Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV"};
  return std::find(kSuffixes.begin(), kSuffixes.end(), part) != kSuffixes.end();
}

std::string_view expected_end(textio::ValueCursor& cursor) {
  return cursor.next() == textio::ValueToken::kEnd ? std::string_view() : cursor.error();
}

}  // namespace

CellResult NameLists::read_names(std::string_view cell, const ListStyle& style, Names& names) {
  if (CellResult result = read_records(cell, style); !result) return result;
  for (const Record& record : records_) names.push_back(record.name);
  return {};
}

CellResult NameLists::read_name(std::string_view cell, const ListStyle& style, std::string_view& name) {
  cell = textio::trim(cell);
  if (!cell.starts_with('{')) {
    name = cell;
    return {};
  }
  Record record;
  CellResult result = in_either_syntax(cell, style, *arena_, [&](textio::ValueCursor& cursor) {
    record = {};
    cursor.next();
    const std::string_view expected = read_record(cursor, record);
    return expected.empty() ? expected_end(cursor) : expected;
  });
  if (result) name = record.name;
  return result;
}

CellResult NameLists::read_cast(std::string_view cell, const ListStyle& style, std::size_t limit, Names& names) {
  if (CellResult result = read_records(cell, style); !result) return result;
  std::stable_sort(records_.begin(), records_.end(), [](const Record& a, const Record& b) { return a.order < b.order; });
  const std::size_t count = std::min(limit, records_.size());
  for (std::size_t i = 0; i < count; ++i) names.push_back(records_[i].name);
  return {};
}

CellResult NameLists::read_directors(std::string_view cell, const ListStyle& style, Names& names) {
  if (CellResult result = read_records(cell, style); !result) return result;
  for (const Record& record : records_)
    if (record.job == "Director") names.push_back(record.name);
  return {};
}

CellResult NameLists::read_records(std::string_view cell, const ListStyle& style) {
  records_.clear();
  cell = textio::trim(cell);
  if (cell.empty()) return {};
  if (!cell.starts_with('[') && cell != "None" && cell != "null") return split(cell, style);
  return in_either_syntax(cell, style, *arena_, [this](textio::ValueCursor& cursor) { return read_list(cursor); });
}

std::string_view NameLists::read_list(textio::ValueCursor& cursor) {
  records_.clear();
  if (cursor.next() == textio::ValueToken::kNull) return expected_end(cursor);
  while (true) {
    Record record;
    const textio::ValueToken token = cursor.next();
    switch (token) {
      case textio::ValueToken::kEndList:
        return expected_end(cursor);
      case textio::ValueToken::kString:
      case textio::ValueToken::kNumber:
        record.name = trim_name(cursor.text());
        break;
      case textio::ValueToken::kBeginDict:
        if (const std::string_view expected = read_record(cursor, record); !expected.empty()) return expected;
        break;
      default:
        if (!cursor.skip(token)) return cursor.error();
    }
    if (record.name.empty()) continue;
    if (records_.size() == kMaxNames) return kTooMany;
    records_.push_back(record);
  }
}

std::string_view NameLists::read_record(textio::ValueCursor& cursor, Record& record) {
  while (true) {
    const textio::ValueToken token = cursor.next();
    if (token == textio::ValueToken::kEndDict) return {};
    if (token == textio::ValueToken::kError) return cursor.error();
    const std::string_view key = cursor.text();
    const textio::ValueToken value = cursor.next();
    const bool has_text = value == textio::ValueToken::kString || value == textio::ValueToken::kNumber;
    if (has_text && key == "name") record.name = trim_name(cursor.text());
    if (has_text && key == "job") record.job = cursor.text();
    if (has_text && key == "order") {
      const std::string_view digits = cursor.text();
      std::from_chars(digits.data(), digits.data() + digits.size(), record.order);
    }
    if (!cursor.skip(value)) return cursor.error();
  }
}

CellResult NameLists::split(std::string_view cell, const ListStyle& style) {
  std::size_t begin = 0;
  std::size_t name_begin = 0;  // differs from begin where a suffix is added to the name before
  while (begin <= cell.size()) {
    const std::size_t end = std::min(cell.find(style.separator, begin), cell.size());
    const std::string_view part = trim_name(cell.substr(begin, end - begin));
    const bool is_suffix = style.are_people && !records_.empty() && is_name_suffix(part);
    if (is_suffix) {
      records_.back().name = trim_name(cell.substr(name_begin, end - name_begin));
    } else if (!style.inner.empty() && part.find(style.inner) != std::string_view::npos) {
      if (CellResult result = split(part, {.separator = style.inner}); !result) return result;
    } else if (!part.empty()) {
      if (records_.size() == kMaxNames) return refuse_list(kTooMany, begin);
      records_.push_back({.name = part, .job = {}});
      name_begin = begin;
    }
    begin = end + style.separator.size();
  }
  return {};
}

}  // namespace kinora::ingest
