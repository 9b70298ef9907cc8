#include "store/lance/deletion_file_writer.hpp"
#include "store/lance/bytes.hpp"

#include "base/check.hpp"
#include "base/try.hpp"
#include "store/lance/bytes.hpp"
#include "store/lance/deletion_file.hpp"
#include "store/lance/new_file.hpp"

#include <array>
#include <cstddef>
#include <cstring>
#include <random>
#include <vector>

namespace kinora::lance {
namespace {

constexpr std::uint32_t kCookieWithoutRuns = 12346;
constexpr std::size_t kMostInAnArray = 4096;
constexpr std::size_t kBitmapBytes = 8192;

/// The numbers that share their upper 16 bits.
struct Container {
  std::uint16_t key = 0;
  std::span<const std::uint32_t> numbers;

  [[nodiscard]] bool is_array() const { return numbers.size() <= kMostInAnArray; }
  [[nodiscard]] std::size_t bytes() const { return is_array() ? 2 * numbers.size() : kBitmapBytes; }
};

std::uint16_t key_of(std::uint32_t number) { return static_cast<std::uint16_t>(number >> 16U); }

std::vector<Container> containers_of(std::span<const std::uint32_t> numbers) {
  std::vector<Container> containers;
  std::size_t begin = 0;
  for (std::size_t i = 1; i <= numbers.size(); ++i) {
    if (i < numbers.size() && key_of(numbers[i]) == key_of(numbers[begin])) continue;
    containers.push_back({key_of(numbers[begin]), numbers.subspan(begin, i - begin)});
    begin = i;
  }
  return containers;
}

void append_container(std::string& out, const Container& container) {
  if (container.is_array()) {
    for (const std::uint32_t number : container.numbers) append_number(out, static_cast<std::uint16_t>(number & 0xFFFFU));
    return;
  }
  std::array<char, kBitmapBytes> bits{};
  for (const std::uint32_t number : container.numbers) {
    char& byte = bits[(number & 0xFFFFU) / 8];
    byte = static_cast<char>(static_cast<unsigned char>(byte) | 1U << (number % 8));
  }
  out.append(bits.data(), bits.size());
}

std::uint64_t random_id() {
  std::random_device device;
  return std::uint64_t{device()} << 32U | device();
}

}  // namespace

std::string roaring_bytes(std::span<const std::uint32_t> numbers) {
  const std::vector<Container> containers = numbers.empty() ? std::vector<Container>() : containers_of(numbers);
  std::string out;
  append_number(out, kCookieWithoutRuns);
  append_number(out, static_cast<std::uint32_t>(containers.size()));
  for (const Container& container : containers) {
    append_number(out, container.key);
    append_number(out, static_cast<std::uint16_t>(container.numbers.size() - 1));
  }
  std::size_t offset = out.size() + containers.size() * sizeof(std::uint32_t);
  for (const Container& container : containers) {
    append_number(out, static_cast<std::uint32_t>(offset));
    offset += container.bytes();
  }
  for (const Container& container : containers) append_container(out, container);
  return out;
}

Result<wire::DeletionFile> write_deletion_file(FileSystem& files, const std::filesystem::path& table, std::uint64_t fragment_id,
                                               std::uint64_t read_version, std::span<const std::uint32_t> dead,
                                               NewFiles& new_files) {
  KINORA_CHECK(!dead.empty());
  wire::DeletionFile file;
  file.set_kind(kBitmapDeletions);
  file.set_read_version(read_version);
  file.set_id(random_id());
  file.set_deleted_rows(dead.size());
  const std::filesystem::path path = table / kDeletionsDirectory / deletion_file_name(fragment_id, file);
  KINORA_TRY_VOID(write_new_file(files, path, roaring_bytes(dead)));
  new_files.push_back(path);
  return file;
}

}  // namespace kinora::lance
