#include "textio/json_members.hpp"

#include "textio/value_cursor.hpp"

namespace kinora::textio {
namespace {

tl::unexpected<JsonError> refuse(std::string_view expected, std::size_t offset) {
  return tl::unexpected<JsonError>({"expected " + std::string(expected) + " at byte " + std::to_string(offset)});
}

}  // namespace

tl::expected<void, JsonError> for_each_member(std::string_view text, std::pmr::memory_resource& arena,
                                              const std::function<void(const JsonMember&)>& handle) {
  ValueCursor cursor(text, ValueSyntax::kJson, arena);
  if (cursor.next() != ValueToken::kBeginDict) return refuse("'{'", 0);
  while (true) {
    const ValueToken token = cursor.next();
    if (token == ValueToken::kEndDict) break;
    if (token == ValueToken::kError) return refuse(cursor.error(), cursor.offset());
    JsonMember member{.key = cursor.text(), .value = {}};
    const ValueToken value = cursor.next();
    if (value == ValueToken::kString || value == ValueToken::kNumber) {
      member.kind = JsonMember::Kind::kScalar;
      member.value = cursor.text();
    }
    const bool is_container = value == ValueToken::kBeginList || value == ValueToken::kBeginDict;
    const std::size_t begin = cursor.offset() - (is_container ? 1 : 0);
    if (!cursor.skip(value)) return refuse(cursor.error(), cursor.offset());
    if (is_container) {
      member.kind = JsonMember::Kind::kContainer;
      member.value = text.substr(begin, cursor.offset() - begin);
    }
    handle(member);
  }
  if (cursor.next() != ValueToken::kEnd) return refuse(cursor.error(), cursor.offset());
  return {};
}

}  // namespace kinora::textio
