#include "interrupt.hpp"

#include <csignal>

namespace kinora::cli {
namespace {

CancellationToken interrupt_token;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables): a signal handler has no other

extern "C" void request_stop(int signal_number) {
  interrupt_token.request();
  std::signal(signal_number, SIG_DFL);
}

}  // namespace

InterruptHandler::InterruptHandler() {
  std::signal(SIGINT, request_stop);
  std::signal(SIGTERM, request_stop);
}

InterruptHandler::~InterruptHandler() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

const CancellationToken& InterruptHandler::token() const { return interrupt_token; }

}  // namespace kinora::cli
