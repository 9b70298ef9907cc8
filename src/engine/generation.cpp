#include "base/try.hpp"
#include "engine/bundle.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

namespace kinora {
namespace {

constexpr const char* kClaim = "claimed";

std::optional<std::uint64_t> generation_number(const std::string& name) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return number;
}

Result<std::vector<std::uint64_t>> list_generations(FileSystem& files, const BundleLayout& bundle) {
  KINORA_TRY(const std::vector<std::string> names, files.list(bundle.models()));
  std::vector<std::uint64_t> numbers;
  for (const std::string& name : names)
    if (const auto number = generation_number(name)) numbers.push_back(*number);
  return numbers;
}

/// Refuses a path at which there is something that a build must not write into.
Result<void> check_output(FileSystem& files, const BundleLayout& bundle) {
  if (!files.exists(bundle.root()) || files.exists(bundle.manifest()) || files.exists(bundle.models())) return {};
  const auto entries = files.list(bundle.root());
  if (entries && entries->empty()) return {};
  return fail({.code = ErrorCode::kOutputUnwritable,
               .what = "there is something else at the output's path",
               .where = bundle.root().string(),
               .expected = "nothing, an empty directory or an older bundle",
               .found = entries ? "a directory with other files" : "a file",
               .next_step = "Choose another path with -o"});
}

}  // namespace

Result<NewGeneration> NewGeneration::claim(FileSystem& files, const BundleLayout& bundle) {
  KINORA_TRY_VOID(check_output(files, bundle));
  const bool first_build = !files.exists(bundle.root());
  KINORA_TRY_VOID(files.create_directories(bundle.models()));
  KINORA_TRY(const std::vector<std::uint64_t> numbers, list_generations(files, bundle));
  std::uint64_t number = numbers.empty() ? 1 : *std::max_element(numbers.begin(), numbers.end()) + 1;
  while (true) {
    const std::filesystem::path directory = bundle.generation(number);
    KINORA_TRY_VOID(files.create_directories(directory));
    const auto claimed = files.create(directory / kClaim, CreateMode::kExclusive);
    if (claimed) return NewGeneration(files, number, directory, first_build ? bundle.root() : directory);
    if (claimed.error().code != ErrorCode::kAlreadyExists) return fail(claimed.error());
    ++number;
  }
}

void NewGeneration::keep_and_prune(const BundleLayout& bundle, std::uint64_t previous) {
  temporary_ = false;
  static_cast<void>(files_->remove(directory_ / kClaim));
  const auto numbers = list_generations(*files_, bundle);
  if (!numbers) return;
  for (const std::uint64_t number : *numbers)
    if (number < previous) static_cast<void>(files_->remove_all(bundle.generation(number)));
}

NewGeneration::NewGeneration(NewGeneration&& other) noexcept
    : files_(other.files_),
      number_(other.number_),
      directory_(std::move(other.directory_)),
      remove_on_failure_(std::move(other.remove_on_failure_)),
      temporary_(std::exchange(other.temporary_, false)) {}

NewGeneration::~NewGeneration() {
  if (temporary_) static_cast<void>(files_->remove_all(remove_on_failure_));
}

}  // namespace kinora
