#include "textio/gzip.hpp"

#include <zlib.h>
#include <algorithm>
#include <cstdint>
#include <limits>

namespace kinora::textio {
namespace {

constexpr std::size_t kMaxContent = std::size_t{8} << 30U;
constexpr std::size_t kStep = std::size_t{4} << 20U;  // between looks at a request to stop
constexpr std::size_t kFirstRoom = std::size_t{64} << 10U;
constexpr int kGzipOnly = 16 + MAX_WBITS;

class Inflater {
 public:
  Inflater() { ready_ = inflateInit2(&stream_, kGzipOnly) == Z_OK; }
  ~Inflater() {
    if (ready_) inflateEnd(&stream_);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  [[nodiscard]] bool ready() const { return ready_; }
  [[nodiscard]] const char* message() const { return stream_.msg != nullptr ? stream_.msg : "no gzip stream"; }
  bool start_member() { return inflateReset(&stream_) == Z_OK; }

  /// Inflates from `input` into `output`; both are shortened by what was used.
  int run(std::string_view& input, char*& output, std::size_t& room) {
    const auto in = static_cast<uInt>(std::min<std::size_t>(input.size(), std::numeric_limits<uInt>::max()));
    const auto out = static_cast<uInt>(std::min<std::size_t>(room, std::numeric_limits<uInt>::max()));
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));  // zlib reads it only
    stream_.avail_in = in;
    stream_.next_out = reinterpret_cast<Bytef*>(output);
    stream_.avail_out = out;
    const int status = inflate(&stream_, Z_NO_FLUSH);
    input.remove_prefix(in - stream_.avail_in);
    output += out - stream_.avail_out;
    room -= out - stream_.avail_out;
    return status;
  }

 private:
  z_stream stream_{};
  bool ready_ = false;
};

tl::unexpected<Error> truncated(const std::string& path) {
  return fail({.code = ErrorCode::kFileTruncated,
               .what = "the gzip stream is cut off",
               .where = path,
               .expected = "the end of the compressed data",
               .found = "the end of the file",
               .next_step = "Copy or download the file again"});
}

tl::unexpected<Error> damaged(const std::string& path, const char* reason) {
  return fail({.code = ErrorCode::kFileUnreadable,
               .what = "the gzip stream is damaged",
               .where = path,
               .found = reason,
               .next_step = "Copy or download the file again"});
}

tl::unexpected<Error> too_large(const std::string& path) {
  return fail({.code = ErrorCode::kFileUnreadable,
               .what = "the file is too large when decompressed",
               .where = path,
               .expected = "at most 8 GiB",
               .next_step = "Split it, or pass it decompressed"});
}

bool is_padding(std::string_view bytes) { return bytes.find_first_not_of('\0') == std::string_view::npos; }

}  // namespace

bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1f\x8b"); }

Result<std::string> gunzip(std::string_view bytes, const std::string& path, const Execution& execution) {
  Inflater inflater;
  if (!inflater.ready()) return damaged(path, inflater.message());
  std::string content;
  std::size_t used = 0;
  std::string_view input = bytes;
  while (true) {
    if (execution.cancelled()) return tl::unexpected<Error>(cancelled_error("read"));
    if (used == content.size()) content.resize(std::min(std::max({used * 2, input.size() * 3, kFirstRoom}), kMaxContent + 1));
    char* output = content.data() + used;
    std::size_t room = std::min(content.size() - used, kStep);
    const int status = inflater.run(input, output, room);
    used = static_cast<std::size_t>(output - content.data());
    if (used > kMaxContent) return too_large(path);
    if (status == Z_STREAM_END) {
      if (is_padding(input)) break;
      if (!inflater.start_member()) return damaged(path, inflater.message());
    } else if (status == Z_BUF_ERROR || (status == Z_OK && input.empty() && room > 0)) {
      return truncated(path);
    } else if (status != Z_OK) {
      return damaged(path, inflater.message());
    }
  }
  content.resize(used);
  return content;
}

}  // namespace kinora::textio
