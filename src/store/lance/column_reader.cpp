#include "store/lance/column_reader.hpp"

#include "base/try.hpp"
#include "store/lance/fixed_assembler.hpp"
#include "store/lance/page_decoder.hpp"
#include "store/lance/page_layout/chunk_choice.hpp"
#include "store/lance/page_rows.hpp"
#include "store/lance/read_budget.hpp"
#include "store/lance/text_assembler.hpp"
#include "store/lance/validity_builder.hpp"

#include <algorithm>
#include <functional>
#include <string>

namespace kinora::lance {
namespace {

std::size_t total_rows(std::span<const Fragment> fragments) {
  std::size_t rows = 0;
  for (const Fragment& fragment : fragments) rows += fragment.rows;
  return rows;
}

struct FieldPages {
  const DataFile* file = nullptr;
  std::vector<Page> pages;
  std::string where;
};

bool has_field(const FragmentFile& file, std::int32_t field_id) {
  return std::any_of(file.columns.begin(), file.columns.end(), [&](const auto& column) { return column.first == field_id; });
}

/// The pages of a field in a fragment, `rows` rows in all; nothing if no file of the fragment has the field.
Result<std::optional<FieldPages>> pages_of(const Fragment& fragment, std::int32_t field_id, const std::string& name,
                                           std::size_t rows) {
  for (const FragmentFile& file : fragment.files) {
    for (const auto& [id, column] : file.columns) {
      if (id != field_id) continue;
      FieldPages result;
      result.file = file.data.get();
      result.where = file.data->where() + ", column '" + name + "'";
      KINORA_TRY(result.pages, file.data->pages(column));
      std::uint64_t left = rows;
      for (const Page& page : result.pages) {
        if (page.rows > left) return corrupt(result.where, "the pages have more rows than the table", std::to_string(rows));
        left -= page.rows;
      }
      if (left != 0)
        return corrupt(result.where, "the pages have fewer rows than the table", std::to_string(rows),
                       std::to_string(rows - left));
      return result;
    }
  }
  return std::optional<FieldPages>();
}

/// Which rows of a page are wanted; nothing: all.
using Wanted = std::optional<PageRows>;

/// Calls `page` for every page of a field that has rows that are wanted, and `missing` for every fragment without the field, in
/// the order of the rows.
Result<void> for_each_page(std::span<const Fragment> fragments, const TableField& field, RowChoice choice,
                           const std::function<Result<void>(const Page&, const FieldPages&, const Wanted&)>& page,
                           const std::function<Result<void>(std::size_t rows)>& missing) {
  for (const Fragment& fragment : fragments) {
    KINORA_TRY(const std::optional<FieldPages> found, pages_of(fragment, field.id, field.field.name, fragment.rows));
    if (!found) {
      const Wanted wanted = choice.next(fragment.rows);
      KINORA_TRY_VOID(missing(wanted ? wanted->size() : fragment.rows));
      continue;
    }
    for (const Page& each : found->pages) {
      const Wanted wanted = choice.next(each.rows);
      if (!wanted || !wanted->empty()) KINORA_TRY_VOID(page(each, *found, wanted));
    }
  }
  return {};
}

Result<FixedPage> read_fixed_page(const Page& page, const Wanted& wanted, std::uint64_t bits, std::uint64_t dimension,
                                  ReadBudget& budget, std::string_view where) {
  if (!wanted) return decode_fixed_page(page, bits, dimension, budget, where);
  const std::optional<ChosenChunks> chunks = choose_chunks(page, *wanted);
  KINORA_TRY(const FixedPage decoded, decode_fixed_page(chunks ? chunks->page : page, bits, dimension, budget, where));
  return take_rows(decoded, chunks ? chunks->rows : *wanted, bits * dimension);
}

Result<TextPage> read_text_page(const Page& page, const Wanted& wanted, ReadBudget& budget, std::string_view where) {
  if (!wanted) return decode_text_page(page, budget, where);
  const std::optional<ChosenChunks> chunks = choose_chunks(page, *wanted);
  KINORA_TRY(const TextPage decoded, decode_text_page(chunks ? chunks->page : page, budget, where));
  return take_rows(decoded, chunks ? chunks->rows : *wanted, where);
}

void add_text(TextPage page, const FieldPages& source, TextAssembler& text) {
  // What was made out of a compressed page may lie in the file in part.
  page.owner = page.owner ? std::make_shared<std::pair<std::shared_ptr<const void>, std::shared_ptr<const void>>>(
                                std::move(page.owner), source.file->owner())
                          : source.file->owner();
  text.add(std::move(page), source.where);
}

/// Rows of `per_row` elements each, which the file has as `dimension` values of `bits`.
struct RowShape {
  std::size_t per_row = 1;
  std::uint64_t bits = 0;
  std::uint64_t dimension = 1;
};

template <class T>
RowShape shape_of(const Field& field) {
  if (field.type == DataType::kVector) return {field.dimension, 8 * sizeof(T), field.dimension};
  if (field.type == DataType::kForeign) return {field.dimension, 8 * field.dimension, 1};
  return {1, 8 * sizeof(T), 1};
}

template <class T>
Result<void> read_fixed(std::span<const Fragment> fragments, const TableField& field, RowChoice choice, Column& column,
                        Buffer<T>& values) {
  const RowShape shape = shape_of<T>(field.field);
  ReadBudget budget;
  ValidityBuilder validity;
  FixedAssembler<T> assembler;
  std::size_t row = 0;
  const auto nulls = [&](std::size_t rows, std::string_view where) -> Result<void> {
    KINORA_TRY_VOID(budget.take(rows, shape.per_row * sizeof(T) + 1, where));
    validity.set_null(row, rows);
    assembler.add_zeros(rows * shape.per_row);
    row += rows;
    return {};
  };
  KINORA_TRY_VOID(for_each_page(
      fragments, field, choice,
      [&](const Page& page, const FieldPages& source, const Wanted& wanted) -> Result<void> {
        KINORA_TRY(const FixedPage decoded, read_fixed_page(page, wanted, shape.bits, shape.dimension, budget, source.where));
        const auto rows = static_cast<std::size_t>(decoded.rows);
        if (decoded.validity.all_null) return nulls(rows, source.where);
        validity.add_page(decoded.validity, row, rows);
        assembler.add(decoded.values, decoded.owner ? decoded.owner : source.file->owner());
        row += rows;
        return {};
      },
      [&](std::size_t rows) { return nulls(rows, field.field.name); }));
  column.validity = validity.finish(column.rows);
  values = assembler.finish();
  return {};
}

Result<void> read_bools(std::span<const Fragment> fragments, const TableField& field, RowChoice choice, Column& column) {
  ReadBudget budget;
  ValidityBuilder validity;
  std::vector<std::uint8_t> values;
  const auto nulls = [&](std::size_t rows, std::string_view where) -> Result<void> {
    KINORA_TRY_VOID(budget.take(rows, 1, where));
    validity.set_null(values.size(), rows);
    values.resize(values.size() + rows);
    return {};
  };
  KINORA_TRY_VOID(for_each_page(
      fragments, field, choice,
      [&](const Page& page, const FieldPages& source, const Wanted& wanted) -> Result<void> {
        KINORA_TRY(const FixedPage decoded, read_fixed_page(page, wanted, 1, 1, budget, source.where));
        const auto rows = static_cast<std::size_t>(decoded.rows);
        if (decoded.validity.all_null) return nulls(rows, source.where);
        validity.add_page(decoded.validity, values.size(), rows);
        for (std::size_t i = 0; i < rows; ++i)
          values.push_back(static_cast<std::uint8_t>(std::to_integer<unsigned>(decoded.values[i / 8]) >> (i % 8) & 1U));
        return {};
      },
      [&](std::size_t rows) { return nulls(rows, field.field.name); }));
  column.validity = validity.finish(column.rows);
  column.bools = Buffer<std::uint8_t>(std::move(values));
  return {};
}

Result<void> read_strings(std::span<const Fragment> fragments, const TableField& field, RowChoice choice, Column& column) {
  ReadBudget budget;
  ValidityBuilder validity;
  TextAssembler text(field.field.type == DataType::kForeign ? TextKind::kBytes : TextKind::kUtf8);
  KINORA_TRY_VOID(for_each_page(
      fragments, field, choice,
      [&](const Page& page, const FieldPages& source, const Wanted& wanted) -> Result<void> {
        KINORA_TRY(TextPage decoded, read_text_page(page, wanted, budget, source.where));
        add_text(std::move(decoded), source, text);
        return {};
      },
      [&](std::size_t rows) -> Result<void> {
        text.add_nulls(rows);
        return {};
      }));
  KINORA_TRY_VOID(text.finish(budget, validity, column));
  column.validity = validity.finish(column.rows);
  return {};
}

/// Where the lists of a table end among its items. The items lie in a column of their own, in pages of their own.
class ListAssembler {
 public:
  Result<void> add_nulls(std::size_t rows, std::string_view where) {
    KINORA_TRY_VOID(budget_.take(rows, sizeof(std::uint64_t), where));
    validity_.set_null(ends_.size(), rows);
    ends_.insert(ends_.end(), rows, items_);
    return {};
  }

  Result<void> add_page(const ListPage& page, std::string_view where) {
    if (page.all_null) return add_nulls(static_cast<std::size_t>(page.rows), where);
    std::uint64_t last = 0;
    for (std::size_t row = 0; row < page.rows; ++row) {
      auto end = load<std::uint64_t>(page.ends, row * sizeof(std::uint64_t));
      if (page.null_adjustment != 0 && end >= page.null_adjustment) {
        end -= page.null_adjustment;
        validity_.set_null(ends_.size());
      }
      if (end < last || end > page.items)
        return corrupt(where, "list " + std::to_string(row) + " of a page ends before it starts or behind the items",
                       std::to_string(last) + " to " + std::to_string(page.items), std::to_string(end));
      last = end;
      ends_.push_back(items_ + end);
    }
    if (last != page.items) return corrupt(where, "the lists of a page do not use all of its items");
    if (__builtin_add_overflow(items_, last, &items_)) return corrupt(where, "the lists have more items than can be");
    return {};
  }

  void move_into(Column& column) {
    column.validity = validity_.finish(column.rows);
    column.list_ends = Buffer<std::uint64_t>(std::move(ends_));
  }

 private:
  ReadBudget budget_;
  ValidityBuilder validity_;
  std::vector<std::uint64_t> ends_;
  std::uint64_t items_ = 0;
};

Result<void> read_items(const Fragment& fragment, const TableField& field, std::size_t count, RowChoice choice,
                        ReadBudget& budget, TextAssembler& text) {
  KINORA_TRY(const std::optional<FieldPages> found, pages_of(fragment, field.item_id, field.field.name, count));
  if (!found) {
    if (count == 0) return {};
    return corrupt(fragment.files.front().data->where() + ", column '" + field.field.name + "'",
                   "the items of the lists are missing");
  }
  for (const Page& page : found->pages) {
    const Wanted wanted = choice.next(page.rows);
    if (wanted && wanted->empty()) continue;
    KINORA_TRY(TextPage decoded, read_text_page(page, wanted, budget, found->where));
    add_text(std::move(decoded), *found, text);
  }
  return {};
}

/// Format 2.1 and later: the column of the items has the lists too. False if the fragment has them in another way, or not at all.
Result<bool> read_laid_out_lists(const Fragment& fragment, const TableField& field, RowChoice& choice, ReadBudget& budget,
                                 ListAssembler& lists, TextAssembler& text) {
  const bool laid_out = std::any_of(fragment.files.begin(), fragment.files.end(), [&](const FragmentFile& file) {
    return file.data->laid_out() && has_field(file, field.item_id);
  });
  if (!laid_out) return false;
  KINORA_TRY(const std::optional<FieldPages> found, pages_of(fragment, field.item_id, field.field.name, fragment.rows));
  if (!found) return false;
  for (const Page& page : found->pages) {
    const Wanted wanted = choice.next(page.rows);
    if (wanted && wanted->empty()) continue;
    KINORA_TRY(TextListPage decoded, decode_text_list_page(page, budget, found->where));
    if (wanted) {
      KINORA_TRY(const TakenLists taken, take_rows(decoded.lists, *wanted, found->where));
      KINORA_TRY(decoded.items, take_rows(decoded.items, taken.items, found->where));
      decoded.lists = taken.lists;
    }
    KINORA_TRY_VOID(lists.add_page(decoded.lists, found->where));
    add_text(std::move(decoded.items), *found, text);
  }
  return true;
}

/// Format 2.0: a column of lists, and one of their items.
Result<void> read_plain_lists(const Fragment& fragment, const FieldPages& found, const TableField& field, RowChoice& choice,
                              ReadBudget& budget, ListAssembler& lists, TextAssembler& text) {
  std::uint64_t items = 0;
  std::vector<std::uint64_t> wanted_items;
  for (const Page& page : found.pages) {
    const Wanted wanted = choice.next(page.rows);
    KINORA_TRY(ListPage decoded, decode_list_page(page, found.where));
    const std::uint64_t first_item = items;
    if (__builtin_add_overflow(items, decoded.items, &items))
      return corrupt(found.where, "the lists have more items than can be");
    if (wanted) {
      KINORA_TRY(TakenLists taken, take_rows(decoded, *wanted, found.where));
      for (const std::size_t item : taken.items) wanted_items.push_back(first_item + item);
      decoded = std::move(taken.lists);
    }
    KINORA_TRY_VOID(lists.add_page(decoded, found.where));
  }
  return read_items(fragment, field, static_cast<std::size_t>(items), choice.all() ? RowChoice() : RowChoice(wanted_items),
                    budget, text);
}

Result<void> read_string_lists(std::span<const Fragment> fragments, const TableField& field, RowChoice choice, Column& column) {
  ReadBudget budget;
  ListAssembler lists;
  TextAssembler text(TextKind::kUtf8);
  for (const Fragment& fragment : fragments) {
    KINORA_TRY(const bool laid_out, read_laid_out_lists(fragment, field, choice, budget, lists, text));
    if (laid_out) continue;
    KINORA_TRY(const std::optional<FieldPages> found, pages_of(fragment, field.id, field.field.name, fragment.rows));
    if (!found) {
      const Wanted wanted = choice.next(fragment.rows);
      KINORA_TRY_VOID(lists.add_nulls(wanted ? wanted->size() : fragment.rows, field.field.name));
      continue;
    }
    KINORA_TRY_VOID(read_plain_lists(fragment, *found, field, choice, budget, lists, text));
  }
  ValidityBuilder item_validity;
  KINORA_TRY_VOID(text.finish(budget, item_validity, column));
  column.item_validity = item_validity.finish(text.size());
  lists.move_into(column);
  return {};
}

Result<void> read_values(std::span<const Fragment> fragments, const TableField& field, RowChoice choice, Column& column) {
  switch (field.field.type) {
    case DataType::kBool:
      return read_bools(fragments, field, choice, column);
    case DataType::kInt32:
      return read_fixed(fragments, field, choice, column, column.int32s);
    case DataType::kInt64:
      return read_fixed(fragments, field, choice, column, column.int64s);
    case DataType::kFloat32:
    case DataType::kVector:
      return read_fixed(fragments, field, choice, column, column.floats);
    case DataType::kFloat64:
      return read_fixed(fragments, field, choice, column, column.doubles);
    case DataType::kString:
      return read_strings(fragments, field, choice, column);
    case DataType::kStringList:
      return read_string_lists(fragments, field, choice, column);
    case DataType::kForeign:
      return field.field.dimension == 0 ? read_strings(fragments, field, choice, column)
                                        : read_fixed(fragments, field, choice, column, column.foreign);
  }
  return {};
}

Result<Column> read(std::span<const Fragment> fragments, const TableField& field, RowChoice choice, std::size_t rows) {
  if (!field.carried()) return unsupported("column '" + field.field.name + "'", "the type " + field.unsupported_type);
  Column column;
  column.field = field.field;
  column.rows = rows;
  KINORA_TRY_VOID(read_values(fragments, field, choice, column));
  return column;
}

}  // namespace

Result<Column> read_column(std::span<const Fragment> fragments, const TableField& field) {
  return read(fragments, field, RowChoice(), total_rows(fragments));
}

Result<Column> read_rows(std::span<const Fragment> fragments, const TableField& field, std::span<const std::uint64_t> rows) {
  return read(fragments, field, RowChoice(rows), rows.size());
}

}  // namespace kinora::lance
