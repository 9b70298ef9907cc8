#pragma once

#include "kinora/ingest/ingest.hpp"
#include "textio/input_text.hpp"

#include <span>
#include <thread>
#include <vector>

namespace kinora::ingest {

/// Computes the SHA-256 of the input files, beside the parsing if there is a thread to spare.
class InputHasher {
 public:
  /// The inputs must outlive the object.
  InputHasher(std::span<const textio::InputText> inputs, unsigned threads);
  ~InputHasher();
  InputHasher(const InputHasher&) = delete;
  InputHasher& operator=(const InputHasher&) = delete;

  /// In the order of the inputs. Call once.
  [[nodiscard]] std::vector<InputFile> finish();

 private:
  void run();

  std::span<const textio::InputText> inputs_;
  std::vector<InputFile> files_;
  std::thread thread_;
};

}  // namespace kinora::ingest
