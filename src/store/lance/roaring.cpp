#include "store/lance/roaring.hpp"

#include "base/try.hpp"

#include <bit>
#include <string>

namespace kinora::lance {
namespace {

constexpr std::uint32_t kRoaringCookie = 12346;
constexpr std::uint32_t kCookieWithRuns = 12347;  // in the low half; the high half is the number of containers - 1
constexpr std::size_t kMostContainers = 1U << 16U;
constexpr std::size_t kFewestWithOffsets = 4;  // in the form with runs
constexpr std::size_t kMostInArray = 4096;
constexpr std::size_t kBitmapSize = 8192;

class RoaringReader {
 public:
  RoaringReader(Bytes bytes, std::uint64_t limit, std::string_view where) : bytes_(bytes), limit_(limit), where_(where) {}

  Result<std::vector<std::uint32_t>> read() {
    KINORA_TRY_VOID(read_header());
    KINORA_TRY_VOID(check_counts());
    std::vector<std::uint32_t> numbers;
    numbers.reserve(static_cast<std::size_t>(total_));
    for (std::size_t container = 0; container < containers_; ++container) {
      if (!offsets_.empty() && load<std::uint32_t>(offsets_, 4 * container) != position_)
        return corrupt(where_, "container " + std::to_string(container) + " of the bitmap is not where the bitmap says");
      KINORA_TRY_VOID(read_container(container, numbers));
    }
    if (position_ != bytes_.size()) return corrupt(where_, "bytes follow upon the bitmap");
    return numbers;
  }

 private:
  Result<Bytes> take(std::size_t size, std::string_view what) {
    KINORA_TRY(const Bytes taken, slice(bytes_, position_, size, where_, what));
    position_ += size;
    return taken;
  }

  Result<void> read_header() {
    KINORA_TRY(const Bytes cookie_bytes, take(4, "the bitmap's cookie"));
    const auto cookie = load<std::uint32_t>(cookie_bytes, 0);
    bool with_offsets = true;
    if (cookie == kRoaringCookie) {
      KINORA_TRY(const Bytes count, take(4, "the number of containers"));
      containers_ = load<std::uint32_t>(count, 0);
    } else if ((cookie & 0xFFFFU) == kCookieWithRuns) {
      containers_ = (cookie >> 16U) + 1;
      KINORA_TRY(runs_, take((containers_ + 7) / 8, "the marks of run containers"));
      with_offsets = containers_ >= kFewestWithOffsets;
    } else {
      return corrupt(where_, "the file is no Roaring bitmap", "cookie 12346 or 12347", std::to_string(cookie));
    }
    if (containers_ > kMostContainers)
      return corrupt(where_, "the bitmap has more containers than can be", "65536", std::to_string(containers_));
    KINORA_TRY(keys_, take(4 * containers_, "the keys of the bitmap"));
    if (with_offsets) {
      KINORA_TRY(offsets_, take(4 * containers_, "the offsets of the bitmap"));
    }
    return {};
  }

  Result<void> check_counts() {
    for (std::size_t container = 0; container < containers_; ++container) {
      if (container != 0 && key(container) <= key(container - 1)) return corrupt(where_, "the keys of the bitmap do not rise");
      total_ += count(container);
    }
    if (total_ <= limit_) return {};
    return corrupt(where_, "the bitmap has too many numbers", "at most " + std::to_string(limit_), std::to_string(total_));
  }

  Result<void> read_container(std::size_t container, std::vector<std::uint32_t>& numbers) {
    const bool runs = !runs_.empty() && (std::to_integer<unsigned>(runs_[container / 8]) >> (container % 8) & 1U) != 0;
    const std::size_t before = numbers.size();
    if (runs) {
      KINORA_TRY_VOID(read_runs(container, numbers));
    } else if (count(container) <= kMostInArray) {
      KINORA_TRY_VOID(read_array(container, numbers));
    } else {
      KINORA_TRY_VOID(read_bitmap(container, numbers));
    }
    if (numbers.size() - before == count(container)) return {};
    return corrupt(where_, "container " + std::to_string(container) + " of the bitmap has not as many numbers as it says",
                   std::to_string(count(container)), std::to_string(numbers.size() - before));
  }

  Result<void> read_array(std::size_t container, std::vector<std::uint32_t>& numbers) {
    KINORA_TRY(const Bytes values, take(2 * count(container), "an array of the bitmap"));
    for (std::size_t i = 0; i < count(container); ++i) {
      const auto low = load<std::uint16_t>(values, 2 * i);
      if (i != 0 && low <= load<std::uint16_t>(values, 2 * i - 2))
        return corrupt(where_, "the numbers of an array of the bitmap do not rise");
      numbers.push_back(base(container) + low);
    }
    return {};
  }

  Result<void> read_bitmap(std::size_t container, std::vector<std::uint32_t>& numbers) {
    KINORA_TRY(const Bytes bits, take(kBitmapSize, "a container of bits of the bitmap"));
    for (std::size_t word = 0; word < kBitmapSize / 8; ++word)
      for (auto left = load<std::uint64_t>(bits, 8 * word); left != 0; left &= left - 1)
        numbers.push_back(base(container) + static_cast<std::uint32_t>(64 * word) +
                          static_cast<std::uint32_t>(std::countr_zero(left)));
    return {};
  }

  Result<void> read_runs(std::size_t container, std::vector<std::uint32_t>& numbers) {
    KINORA_TRY(const Bytes run_count, take(2, "the number of runs of a container"));
    const std::size_t runs = load<std::uint16_t>(run_count, 0);
    KINORA_TRY(const Bytes pairs, take(4 * runs, "the runs of a container"));
    std::uint32_t next = 0;  // the first number that may follow
    std::size_t left = count(container);
    for (std::size_t run = 0; run < runs; ++run) {
      const std::uint32_t first = load<std::uint16_t>(pairs, 4 * run);
      const std::uint32_t length = std::uint32_t{load<std::uint16_t>(pairs, 4 * run + 2)} + 1;
      if (first < next || first + length > kMostContainers || length > left)
        return corrupt(where_, "the runs of a container of the bitmap overlap or are too long");
      for (std::uint32_t low = first; low < first + length; ++low) numbers.push_back(base(container) + low);
      next = first + length;
      left -= length;
    }
    return {};
  }

  [[nodiscard]] std::uint16_t key(std::size_t container) const { return load<std::uint16_t>(keys_, 4 * container); }
  [[nodiscard]] std::uint32_t base(std::size_t container) const { return std::uint32_t{key(container)} << 16U; }
  [[nodiscard]] std::size_t count(std::size_t container) const {
    return std::size_t{load<std::uint16_t>(keys_, 4 * container + 2)} + 1;
  }

  Bytes bytes_;
  std::uint64_t limit_;
  std::string_view where_;
  std::size_t position_ = 0;
  std::size_t containers_ = 0;
  std::uint64_t total_ = 0;
  Bytes runs_;
  Bytes keys_;     // u16 key, u16 count - 1 of each container
  Bytes offsets_;  // u32 of each; empty if the form has none
};

}  // namespace

Result<std::vector<std::uint32_t>> read_roaring(Bytes bytes, std::uint64_t limit, std::string_view where) {
  return RoaringReader(bytes, limit, where).read();
}

}  // namespace kinora::lance
