// JSON cells and JSON lines: accepted exactly where nlohmann's parser accepts them, half surrogates and huge numbers aside.
#include "base/check.hpp"
#include "textio/encoding.hpp"
#include "textio/json_members.hpp"
#include "textio/value_cursor.hpp"

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <nlohmann/json.hpp>

using namespace kinora::textio;

namespace {

/// What the two are known to see differently.
bool is_comparable(std::string_view text, const ValueCursor& cursor) {
  const bool may_hold_half_pair = text.find("\\ud") != std::string_view::npos || text.find("\\uD") != std::string_view::npos;
  const bool may_overflow = text.find_first_of("eE") != std::string_view::npos || text.size() > 300;
  const bool has_mark = text.starts_with("\xEF\xBB\xBF");
  const bool has_nul = text.find('\0') != std::string_view::npos;  // the end of the input to the other
  return is_utf8(text) && !has_nul && !may_hold_half_pair && !may_overflow && !has_mark && !cursor.error().starts_with("at most");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::pmr::monotonic_buffer_resource arena;
  ValueCursor cursor(text, ValueSyntax::kJson, arena);
  ValueToken token = cursor.next();
  while (token != ValueToken::kEnd && token != ValueToken::kError) token = cursor.next();
  const bool accepted = token == ValueToken::kEnd;
  if (is_comparable(text, cursor)) KINORA_CHECK(accepted == nlohmann::json::accept(text), accepted, text);

  const auto result = for_each_member(text, arena, [&](const JsonMember& member) {
    KINORA_CHECK(!is_utf8(text) || (is_utf8(member.key) && is_utf8(member.value)));
  });
  if (!accepted) KINORA_CHECK(!result);
  return 0;
}
