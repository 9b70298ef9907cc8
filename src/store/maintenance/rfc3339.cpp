#include "store/maintenance/rfc3339.hpp"

#include <chrono>

namespace kinora::maintenance {
namespace {

constexpr std::int64_t kNanosPerTextSecond = 1'000'000'000;
constexpr int kDecimals = 9;

void append_padded(std::string& out, std::int64_t number, std::size_t width) {
  const std::string digits = std::to_string(number);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
}

/// Takes what it reads off the front of the text.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::optional<std::int64_t> digits(std::size_t count) {
    if (text_.size() < count) return std::nullopt;
    std::int64_t number = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const char c = text_[i];
      if (c < '0' || c > '9') return std::nullopt;
      number = number * 10 + (c - '0');
    }
    text_.remove_prefix(count);
    return number;
  }
  bool one_of(std::string_view letters) {
    if (text_.empty() || letters.find(text_.front()) == std::string_view::npos) return false;
    last_ = text_.front();
    text_.remove_prefix(1);
    return true;
  }
  [[nodiscard]] char last() const { return last_; }
  [[nodiscard]] bool done() const { return text_.empty(); }

 private:
  std::string_view text_;
  char last_ = 0;
};

std::optional<std::chrono::sys_days> read_date(Reader& reader) {
  const auto year = reader.digits(4);
  if (!year || !reader.one_of("-")) return std::nullopt;
  const auto month = reader.digits(2);
  if (!month || !reader.one_of("-")) return std::nullopt;
  const auto day = reader.digits(2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

std::optional<std::int64_t> read_seconds_of_day(Reader& reader) {
  const auto hour = reader.digits(2);
  if (!hour || *hour > 23 || !reader.one_of(":")) return std::nullopt;
  const auto minute = reader.digits(2);
  if (!minute || *minute > 59 || !reader.one_of(":")) return std::nullopt;
  const auto second = reader.digits(2);
  if (!second || *second > 60) return std::nullopt;
  return *hour * 3600 + *minute * 60 + *second;
}

std::optional<std::int64_t> read_nanos(Reader& reader) {
  if (!reader.one_of(".")) return 0;
  std::int64_t nanos = 0;
  int read = 0;
  for (auto digit = reader.digits(1); digit; digit = reader.digits(1), ++read)
    if (read < kDecimals) nanos = nanos * 10 + *digit;
  if (read == 0) return std::nullopt;
  for (; read < kDecimals; ++read) nanos *= 10;
  return nanos;
}

std::optional<std::int64_t> read_offset_seconds(Reader& reader) {
  if (reader.one_of("Zz")) return 0;
  if (!reader.one_of("+-")) return std::nullopt;
  const std::int64_t sign = reader.last() == '-' ? -1 : 1;
  const auto hours = reader.digits(2);
  if (!hours || *hours > 23 || !reader.one_of(":")) return std::nullopt;
  const auto minutes = reader.digits(2);
  if (!minutes || *minutes > 59) return std::nullopt;
  return sign * (*hours * 3600 + *minutes * 60);
}

}  // namespace

std::string to_rfc3339(std::int64_t ns) {
  using std::chrono::floor;
  // In seconds first: the day in which the earliest time lies begins before any that nanoseconds can say.
  const auto time = floor<std::chrono::seconds>(std::chrono::nanoseconds(ns));
  const auto day = floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{std::chrono::sys_days(day)};
  const std::int64_t seconds = (time - day).count();
  const std::int64_t nanos = (ns % kNanosPerTextSecond + kNanosPerTextSecond) % kNanosPerTextSecond;
  std::string out;
  append_padded(out, static_cast<int>(date.year()), 4);
  out.push_back('-');
  append_padded(out, static_cast<unsigned>(date.month()), 2);
  out.push_back('-');
  append_padded(out, static_cast<unsigned>(date.day()), 2);
  out.push_back('T');
  append_padded(out, seconds / 3600, 2);
  out.push_back(':');
  append_padded(out, seconds / 60 % 60, 2);
  out.push_back(':');
  append_padded(out, seconds % 60, 2);
  out.push_back('.');
  append_padded(out, nanos, kDecimals);
  out.push_back('Z');
  return out;
}

std::optional<std::int64_t> from_rfc3339(std::string_view text) {
  Reader reader(text);
  const auto date = read_date(reader);
  if (!date || !reader.one_of("Tt ")) return std::nullopt;
  const auto of_day = read_seconds_of_day(reader);
  if (!of_day) return std::nullopt;
  const auto nanos = read_nanos(reader);
  if (!nanos) return std::nullopt;
  const auto offset = read_offset_seconds(reader);
  if (!offset || !reader.done()) return std::nullopt;
  const std::int64_t seconds = std::chrono::seconds(date->time_since_epoch()).count() + *of_day - *offset;
  std::int64_t ns = 0;
  if (__builtin_mul_overflow(seconds, kNanosPerTextSecond, &ns) || __builtin_add_overflow(ns, *nanos, &ns)) return std::nullopt;
  return ns;
}

}  // namespace kinora::maintenance
