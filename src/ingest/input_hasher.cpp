#include "ingest/input_hasher.hpp"

#include "base/hash.hpp"

#include <utility>

namespace kinora::ingest {

InputHasher::InputHasher(std::span<const textio::InputText> inputs, unsigned threads) : inputs_(inputs) {
  if (threads > 1) thread_ = std::thread([this] { run(); });
}

InputHasher::~InputHasher() {
  if (thread_.joinable()) thread_.join();
}

std::vector<InputFile> InputHasher::finish() {
  if (thread_.joinable()) {
    thread_.join();
  } else {
    run();
  }
  return std::exchange(files_, {});
}

void InputHasher::run() {
  for (const textio::InputText& input : inputs_) {
    const auto bytes = input.file_bytes();
    files_.push_back({.path = input.path(), .sha256 = sha256_hex(bytes), .bytes = bytes.size()});
  }
}

}  // namespace kinora::ingest
