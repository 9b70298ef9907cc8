#include "tensors/safetensors_checksum.hpp"

#include "base/thread_pool.hpp"

#include <algorithm>
#include <bit>
#include <thread>

namespace kinora {
namespace {

static_assert(std::endian::native == std::endian::little, "hashes of chunks are hashed as they lie in memory: little-endian");

/// More threads than these read no faster: memory is the limit.
constexpr std::size_t kMostThreads = 8;

std::uint64_t hash_of_hashes(const std::vector<std::uint64_t>& chunks) { return xxh3_64(std::as_bytes(std::span(chunks))); }

}  // namespace

std::uint64_t chunked_checksum(std::span<const std::byte> data) {
  std::vector<std::uint64_t> chunks((data.size() + kChecksumChunk - 1) / kChecksumChunk);
  const std::size_t processors = std::max(1U, std::thread::hardware_concurrency());
  ThreadPool pool(static_cast<unsigned>(std::clamp<std::size_t>(std::min(chunks.size(), processors), 1, kMostThreads)));
  pool.for_each_shard(chunks.size(), [&](std::size_t chunk) {
    const std::size_t begin = chunk * kChecksumChunk;
    chunks[chunk] = xxh3_64(data.subspan(begin, std::min(kChecksumChunk, data.size() - begin)));
  });
  return hash_of_hashes(chunks);
}

void ChunkedChecksum::update(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const std::size_t taken = std::min(bytes.size(), kChecksumChunk - chunk_bytes_);
    chunk_->update(bytes.first(taken));
    chunk_bytes_ += taken;
    bytes = bytes.subspan(taken);
    if (chunk_bytes_ == kChecksumChunk) end_chunk();
  }
}

std::uint64_t ChunkedChecksum::digest() {
  if (chunk_bytes_ > 0) end_chunk();
  return hash_of_hashes(chunks_);
}

void ChunkedChecksum::end_chunk() {
  chunks_.push_back(chunk_->digest());
  chunk_ = std::make_unique<Xxh3Stream>();
  chunk_bytes_ = 0;
}

}  // namespace kinora
