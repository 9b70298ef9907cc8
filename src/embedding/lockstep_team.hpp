#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

namespace kinora {

/// Threads for many parallel loops of a few microseconds each, where waking a sleeping thread would cost more than the work:
/// helpers wait by spinning (and yield after a while). Task t is done by thread t mod threads where it can be, so that a thread
/// finds its data in its own cache; a thread that is late is not waited for, unless it is in the middle of a task: whoever is
/// free does what nobody has begun.
class LockstepTeam {
 public:
  /// `threads` >= 1 in all; the caller of run() is the first. No loop has more than `most_tasks` tasks.
  LockstepTeam(unsigned threads, std::size_t most_tasks);
  ~LockstepTeam();
  LockstepTeam(const LockstepTeam&) = delete;
  LockstepTeam& operator=(const LockstepTeam&) = delete;

  /// Runs work(0) … work(tasks - 1), each once, and returns when all are done; what they wrote is then visible to the caller and
  /// to later tasks. `work` must not throw. Called by one thread only.
  template <class Work>
  void run(std::size_t tasks, Work&& work) {
    run_tasks(tasks,
              {&work, [](void* context, std::size_t task) { (*static_cast<std::remove_reference_t<Work>*>(context))(task); }});
  }

 private:
  struct Job {
    void* context = nullptr;
    void (*call)(void* context, std::size_t task) = nullptr;
  };
  /// The last loop for which a task was taken and done.
  struct alignas(64) TaskState {
    std::atomic<std::uint64_t> taken{0};
    std::atomic<std::uint64_t> done{0};
  };

  void run_tasks(std::size_t tasks, Job job);
  void help(std::size_t thread);
  void take_part(std::size_t thread, std::uint64_t loop, std::size_t tasks);

  std::size_t threads_;
  std::unique_ptr<TaskState[]> states_;
  std::size_t most_tasks_;
  Job job_;                                              ///< read only by who has taken a task of the published loop
  std::uint64_t loop_ = 0;                               ///< the caller's
  alignas(64) std::atomic<std::uint64_t> published_{0};  ///< loop · 2^16 + tasks; kStop ends the helpers
  std::vector<std::thread> helpers_;
};

}  // namespace kinora
