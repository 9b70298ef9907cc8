#include "textio/read_progress.hpp"

namespace kinora::textio {

ReadProgress::ReadProgress(const Execution& execution, std::uint64_t total_bytes) : execution_(execution) {
  execution_.stage_begin("read", total_bytes, "bytes");
}

ReadProgress::~ReadProgress() { execution_.stage_end(); }

void ReadProgress::file_done(std::size_t bytes) {
  bytes_of_done_files_ += bytes;
  execution_.stage_progress(bytes_of_done_files_);
}

bool ReadProgress::report(std::size_t offset) {
  if (execution_.cancelled()) return false;
  execution_.stage_progress(bytes_of_done_files_ + offset);
  return true;
}

}  // namespace kinora::textio
