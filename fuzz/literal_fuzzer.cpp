// Python literals in cells: nothing is read beyond the text, and what comes out of UTF-8 is UTF-8.
#include "base/check.hpp"
#include "ingest/name_lists.hpp"
#include "textio/encoding.hpp"

#include <cstddef>
#include <cstdint>
#include <memory_resource>

using namespace kinora::ingest;
using namespace kinora::textio;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const bool is_text = is_utf8(text);
  std::pmr::monotonic_buffer_resource arena;
  ValueCursor cursor(text, ValueSyntax::kPythonLiteral, arena);
  for (ValueToken token = cursor.next(); token != ValueToken::kEnd; token = cursor.next()) {
    if (token == ValueToken::kError) {
      KINORA_CHECK(!cursor.error().empty() && cursor.offset() <= size, cursor.offset(), size);
      break;
    }
    KINORA_CHECK(cursor.depth() <= ValueCursor::kMaxDepth);
    KINORA_CHECK(!is_text || is_utf8(cursor.text()));
  }

  NameLists lists(arena);
  const ListStyle style{.json_first = false, .separator = "|"};
  Names names;
  std::string_view name;
  if (!lists.read_names(text, style, names)) KINORA_CHECK(names.empty());
  KINORA_CHECK(names.size() <= kMaxNames);
  static_cast<void>(lists.read_cast(text, style, 5, names));
  static_cast<void>(lists.read_directors(text, style, names));
  static_cast<void>(lists.read_name(text, style, name));
  for (const std::string_view one : names) KINORA_CHECK(!one.empty() && (!is_text || is_utf8(one)));
  return 0;
}
