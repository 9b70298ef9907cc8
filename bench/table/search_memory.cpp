// search_memory TABLE.lance QUESTIONS.json COUNT: the memory that opening a table and searching it takes beside the mapped files.
//
// The kernel's RssAnon, looked at from another thread every 200 microseconds, less what the process had before it opened the
// table. Vectors that the kernel maps from the table's files are no part of it, copies of them would be.
#include "questions.hpp"

#include <malloc.h>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>

namespace {

using namespace kinora::bench;

double anonymous_megabytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("RssAnon:")) return static_cast<double>(std::atoll(line.c_str() + 8)) * 1024 / 1e6;
  std::fputs("search_memory: the kernel does not tell RssAnon\n", stderr);
  std::exit(1);
}

double file_megabytes(const char* table) {
  std::uintmax_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(table))
    if (entry.is_regular_file()) bytes += entry.file_size();
  return static_cast<double>(bytes) / 1e6;
}

/// The most that was seen between its making and peak().
class Watch {
 public:
  Watch()
      : thread_([this](const std::stop_token& stop) {
          while (!stop.stop_requested()) {
            look();
            std::this_thread::sleep_for(std::chrono::microseconds(200));
          }
        }) {}

  double peak() {
    thread_.request_stop();
    thread_.join();
    look();
    return peak_;
  }

 private:
  void look() { peak_ = std::max(peak_, anonymous_megabytes()); }

  double peak_ = 0;
  std::jthread thread_;
};

int run(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("usage: search_memory TABLE.lance QUESTIONS.json COUNT\n", stderr);
    return 2;
  }
  const Questions questions = read_questions(argv[2], static_cast<std::size_t>(std::max(1, std::atoi(argv[3]))));
  malloc_trim(0);  // or what reading the questions left free would be taken for the table's
  const double before = anonymous_megabytes();
  Watch watch;
  const kinora::Table table = value_or_exit(kinora::Table::open(argv[1]));
  for (const std::vector<float>& vector : questions.vectors) value_or_exit(table.search({.vector = vector, .k = kNearest}));
  const double peak = watch.peak();
  const Json json = {{"before_mb", before}, {"beyond_mb", peak - before}, {"files_mb", file_megabytes(argv[1])}};
  std::printf("%s\n", json.dump().c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) { return kinora::bench::run_main(run, argc, argv); }
