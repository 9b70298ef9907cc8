#include "store/lance/text_assembler.hpp"

#include "base/check.hpp"
#include "base/try.hpp"
#include "store/utf8.hpp"

#include <string_view>
#include <utility>

namespace kinora::lance {
namespace {

std::span<const char> characters(Bytes bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

struct Ends {
  std::uint64_t last = 0;
  bool nulls = false;
};

/// Every end is at or after the one before and within the text; of UTF-8, no string starts within a character.
Result<Ends> check_ends(const PlainTextPage& page, TextKind kind, std::string_view where) {
  Ends result;
  const std::span<const char> text = characters(page.text);
  for (std::size_t row = 0; row < page.rows; ++row) {
    auto end = load<std::uint64_t>(page.ends, row * sizeof(std::uint64_t));
    if (page.null_adjustment != 0 && end >= page.null_adjustment) {
      end -= page.null_adjustment;
      result.nulls = true;
    }
    if (end < result.last || end > text.size())
      return corrupt(where, "string " + std::to_string(row) + " of a page ends before it starts or behind the text",
                     std::to_string(result.last) + " to " + std::to_string(text.size()), std::to_string(end));
    if (kind == TextKind::kUtf8 && end < text.size() && is_continuation(text[end]))
      return corrupt(where, "string " + std::to_string(row) + " of a page ends within a character");
    result.last = end;
  }
  if (kind == TextKind::kBytes) return result;
  if (const auto offset = first_invalid_utf8({text.data(), result.last}))
    return corrupt(where, "the text of a page is not UTF-8", {}, "offset " + std::to_string(*offset));
  return result;
}

class Joined {
 public:
  Joined(std::size_t strings, std::uint64_t bytes) {
    ends_.reserve(strings);
    text_.reserve(bytes);
  }

  void add_plain(const PlainTextPage& page, std::uint64_t size, ValidityBuilder& validity) {
    const std::uint64_t base = text_.size();
    const std::span<const char> text = characters(page.text).first(size);
    text_.insert(text_.end(), text.begin(), text.end());
    for (std::size_t row = 0; row < page.rows; ++row) {
      auto end = load<std::uint64_t>(page.ends, row * sizeof(std::uint64_t));
      if (page.null_adjustment != 0 && end >= page.null_adjustment) {
        end -= page.null_adjustment;
        validity.set_null(ends_.size());
      }
      ends_.push_back(base + end);
    }
  }

  void add_string(std::string_view text) {
    text_.insert(text_.end(), text.begin(), text.end());
    ends_.push_back(text_.size());
  }

  void add_nulls(std::size_t rows) { ends_.insert(ends_.end(), rows, text_.size()); }

  [[nodiscard]] std::size_t size() const { return ends_.size(); }

  void move_into(Column& column) {
    column.text = Buffer<char>(std::move(text_));
    column.text_ends = Buffer<std::uint64_t>(std::move(ends_));
  }

 private:
  std::vector<std::uint64_t> ends_;
  std::vector<char> text_;
};

/// A page's dictionary and the number in it of a row's item.
class DictionaryView {
 public:
  explicit DictionaryView(const TextPage& page) : page_(page) {}

  /// 0 = null.
  [[nodiscard]] std::uint64_t index(std::size_t row) const {
    const std::size_t offset = row * page_.index_width;
    switch (page_.index_width) {
      case 1:
        return load<std::uint8_t>(page_.indices, offset);
      case 2:
        return load<std::uint16_t>(page_.indices, offset);
      case 4:
        return load<std::uint32_t>(page_.indices, offset);
      default:
        return load<std::uint64_t>(page_.indices, offset);
    }
  }

  /// LanceDB gives all-null strings a dictionary of one item that is null.
  [[nodiscard]] bool is_null(std::uint64_t index) const { return index == 0 || stored_end_of(index) != end_of(index); }
  [[nodiscard]] std::string_view item(std::uint64_t index) const {
    const std::uint64_t begin = index == 1 ? 0 : end_of(index - 1);
    return {characters(page_.strings.text).data() + begin, end_of(index) - begin};
  }

 private:
  [[nodiscard]] std::uint64_t stored_end_of(std::uint64_t index) const {
    return load<std::uint64_t>(page_.strings.ends, (index - 1) * sizeof(std::uint64_t));
  }
  [[nodiscard]] std::uint64_t end_of(std::uint64_t index) const {
    const std::uint64_t end = stored_end_of(index);
    const std::uint64_t adjustment = page_.strings.null_adjustment;
    return adjustment != 0 && end >= adjustment ? end - adjustment : end;
  }

  const TextPage& page_;
};

/// The bytes that the rows of a dictionary page take when each has its own.
Result<std::uint64_t> dictionary_text_size(const TextPage& page, TextKind kind, ReadBudget& budget, std::string_view where) {
  KINORA_TRY_VOID(check_ends(page.strings, kind, where));
  const DictionaryView dictionary(page);
  std::uint64_t size = 0;
  for (std::size_t row = 0; row < page.rows; ++row) {
    const std::uint64_t index = dictionary.index(row);
    if (index > page.strings.rows)
      return corrupt(where, "row " + std::to_string(row) + " of a page names an item that its dictionary lacks",
                     "at most " + std::to_string(page.strings.rows), std::to_string(index));
    if (dictionary.is_null(index)) continue;
    const std::size_t length = dictionary.item(index).size();
    KINORA_TRY_VOID(budget.take(length, 1, where));
    size += length;
  }
  return size;
}

void add_dictionary_page(const TextPage& page, ValidityBuilder& validity, Joined& joined) {
  const DictionaryView dictionary(page);
  for (std::size_t row = 0; row < page.rows; ++row) {
    const std::uint64_t index = dictionary.index(row);
    const bool null = dictionary.is_null(index);
    if (null) validity.set_null(joined.size());
    joined.add_string(null ? std::string_view() : dictionary.item(index));
  }
}

}  // namespace

void TextAssembler::add(TextPage page, std::string where) {
  size_ += static_cast<std::size_t>(page.rows);
  parts_.push_back({std::move(page), std::move(where)});
}

void TextAssembler::add_nulls(std::size_t rows) {
  TextPage page;
  page.rows = rows;
  page.validity.all_null = true;
  add(std::move(page), {});
}

Result<void> TextAssembler::finish(ReadBudget& budget, ValidityBuilder& validity, Column& column) {
  std::vector<std::uint64_t> sizes;  // of each part's text
  std::uint64_t total = 0;
  bool nulls = false;
  for (const Part& part : parts_) {
    std::uint64_t size = 0;
    if (part.page.validity.all_null) {
      KINORA_TRY_VOID(budget.take(part.page.rows, sizeof(std::uint64_t), part.where));
    } else if (part.page.dictionary) {
      KINORA_TRY(size, dictionary_text_size(part.page, kind_, budget, part.where));
    } else {
      KINORA_TRY(const Ends ends, check_ends(part.page.strings, kind_, part.where));
      size = ends.last;
      nulls = nulls || ends.nulls;
    }
    sizes.push_back(size);
    total += size;
  }

  if (parts_.size() == 1) {
    const TextPage& page = parts_.front().page;
    if (!page.validity.all_null && !page.dictionary && !nulls && is_aligned_for<std::uint64_t>(page.strings.ends)) {
      validity.add_page(page.validity, 0, size_);
      column.text = Buffer<char>(characters(page.strings.text).first(total), page.owner);
      column.text_ends =
          Buffer<std::uint64_t>({reinterpret_cast<const std::uint64_t*>(page.strings.ends.data()), size_}, page.owner);
      return {};
    }
  }
  Joined joined(size_, total);
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const TextPage& page = parts_[i].page;
    validity.add_page(page.validity, joined.size(), static_cast<std::size_t>(page.rows));
    if (page.validity.all_null) {
      joined.add_nulls(static_cast<std::size_t>(page.rows));
    } else if (page.dictionary) {
      add_dictionary_page(page, validity, joined);
    } else {
      joined.add_plain(page.strings, sizes[i], validity);
    }
  }
  joined.move_into(column);
  return {};
}

}  // namespace kinora::lance
