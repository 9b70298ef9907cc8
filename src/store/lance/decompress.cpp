#include "store/lance/decompress.hpp"

#include <lz4.h>
#include <lz4frame.h>
#include <zstd.h>
#include <cstdlib>
#include <limits>
#include <memory>
#include <new>
#include <string>

namespace kinora::lance {
namespace {

struct FreeLz4Context {
  void operator()(LZ4F_dctx* context) const { LZ4F_freeDecompressionContext(context); }
};

bool lz4_block(Bytes compressed, std::span<std::byte> out) {
  constexpr auto kMost = static_cast<std::size_t>(std::numeric_limits<int>::max());
  if (compressed.size() > kMost || out.size() > kMost) return false;
  const int size = LZ4_decompress_safe(reinterpret_cast<const char*>(compressed.data()), reinterpret_cast<char*>(out.data()),
                                       static_cast<int>(compressed.size()), static_cast<int>(out.size()));
  return size >= 0 && static_cast<std::size_t>(size) == out.size();
}

bool lz4_frame(Bytes compressed, std::span<std::byte> out) {
  LZ4F_dctx* raw = nullptr;
  if (LZ4F_isError(LZ4F_createDecompressionContext(&raw, LZ4F_VERSION)) != 0) throw std::bad_alloc();
  const std::unique_ptr<LZ4F_dctx, FreeLz4Context> context(raw);
  std::size_t written = 0;
  std::size_t read = 0;
  while (read < compressed.size()) {
    std::size_t produced = out.size() - written;
    std::size_t consumed = compressed.size() - read;
    const std::size_t hint =
        LZ4F_decompress(context.get(), out.data() + written, &produced, compressed.data() + read, &consumed, nullptr);
    if (LZ4F_isError(hint) != 0) return false;
    written += produced;
    read += consumed;
    if (hint == 0) break;
    if (produced == 0 && consumed == 0) return false;
  }
  return read == compressed.size() && written == out.size();
}

struct FreeZstdContext {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

bool zstd(Bytes compressed, std::span<std::byte> out) {
  // Values may be compressed one by one, and making a context takes longer than most of them.
  static thread_local const std::unique_ptr<ZSTD_DCtx, FreeZstdContext> context(ZSTD_createDCtx());
  if (context == nullptr) throw std::bad_alloc();
  const std::size_t size = ZSTD_decompressDCtx(context.get(), out.data(), out.size(), compressed.data(), compressed.size());
  return ZSTD_isError(size) == 0 && size == out.size();
}

}  // namespace

OwnedBytes::OwnedBytes(std::size_t size) : size_(size) {
  if (size == 0) return;
  bytes_ = std::shared_ptr<std::byte>(static_cast<std::byte*>(std::calloc(size, 1)), [](std::byte* bytes) { std::free(bytes); });
  if (bytes_ == nullptr) throw std::bad_alloc();
}

Result<void> decompress(CompressionScheme scheme, Bytes compressed, std::span<std::byte> out, std::string_view where) {
  bool whole = false;
  std::string_view name = "lz4";
  switch (scheme) {
    case CompressionScheme::kLz4Block:
      whole = lz4_block(compressed, out);
      break;
    case CompressionScheme::kLz4Frame:
      whole = lz4_frame(compressed, out);
      break;
    case CompressionScheme::kZstd:
      whole = zstd(compressed, out);
      name = "zstd";
      break;
  }
  if (whole) return {};
  return corrupt(where, "bytes that should be compressed by " + std::string(name) + " are not, or not of the length they say",
                 std::to_string(out.size()) + " bytes out of " + std::to_string(compressed.size()));
}

}  // namespace kinora::lance
