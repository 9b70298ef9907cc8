#include "recommend/label_index.hpp"

#include "base/try.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace kinora {
namespace {

tl::unexpected<Error> corrupt(const std::string& name, std::string what) {
  return fail({.code = ErrorCode::kBundleCorrupt,
               .what = std::move(what),
               .where = "movie index, " + name,
               .next_step = "Build the bundle again"});
}

bool end_at(std::span<const std::uint64_t> ends, std::size_t last) { return (ends.empty() ? 0 : ends.back()) == last; }

/// Sorts the labels of each row and drops repeated ones.
void make_sets(LabelIndexBuilder::Source& source) {
  std::size_t begin = 0;
  std::size_t out = 0;
  for (std::uint64_t& end : source.ends) {
    const auto first = source.labels.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = source.labels.begin() + static_cast<std::ptrdiff_t>(end);
    std::sort(first, last);
    const auto unique_end = std::unique(first, last);
    std::copy(first, unique_end, source.labels.begin() + static_cast<std::ptrdiff_t>(out));
    out += static_cast<std::size_t>(unique_end - first);
    begin = end;
    end = out;
  }
  source.labels.resize(out);
}

/// Of a small catalogue no label is frequent.
constexpr double kFewRows = 10;

std::size_t rows_with_labels(const LabelIndexBuilder::Source& source) {
  std::size_t rows = 0;
  std::uint64_t begin = 0;
  for (const std::uint64_t end : source.ends) {
    rows += end > begin ? 1 : 0;
    begin = end;
  }
  return rows;
}

/// 0 for labels that are too frequent to tell anything.
std::vector<float> inverse_document_frequencies(const LabelIndexBuilder::Source& source, double most_frequent) {
  std::vector<std::uint32_t> frequencies(source.names->size());
  for (const std::uint32_t label : source.labels) ++frequencies[label];
  std::vector<float> idf(frequencies.size());
  const auto rows = static_cast<double>(source.rows);
  const double limit = std::max(kFewRows, most_frequent * static_cast<double>(rows_with_labels(source)));
  for (std::size_t label = 0; label < idf.size(); ++label)
    if (frequencies[label] > 0 && (most_frequent >= 1 || frequencies[label] <= limit))
      idf[label] = static_cast<float>(std::log(rows / frequencies[label]) + 1);
  return idf;
}

/// The square of a label's weight, on average over the rows' labels that have one.
double mean_squared_weight(const LabelIndexBuilder::Source& source, std::span<const float> idf) {
  double sum = 0;
  double count = 0;
  for (const std::uint32_t label : source.labels) {
    sum += static_cast<double>(idf[label]) * idf[label];
    count += idf[label] > 0 ? 1 : 0;
  }
  return count > 0 ? sum / count : 0;
}

std::vector<float> row_norms(const LabelIndexBuilder::Source& source, std::span<const float> idf, double unseen) {
  const double unseen_sum = unseen * mean_squared_weight(source, idf);
  std::vector<float> norms;
  norms.reserve(source.rows);
  std::size_t begin = 0;
  for (const std::uint64_t end : source.ends) {
    double sum = 0;
    for (std::size_t i = begin; i < end; ++i) sum += static_cast<double>(idf[source.labels[i]]) * idf[source.labels[i]];
    norms.push_back(sum > 0 ? static_cast<float>(std::sqrt(sum + unseen_sum)) : 0);
    begin = end;
  }
  return norms;
}

/// The rows that have each label of a weight: the rows' labels turned around.
struct LabelLists {
  std::vector<std::uint64_t> ends;
  std::vector<std::uint32_t> rows;
};

LabelLists lists_by_label(const LabelIndexBuilder::Source& source, std::span<const float> weights) {
  LabelLists lists;
  lists.ends.resize(weights.size());
  std::size_t count = 0;
  for (const std::uint32_t label : source.labels) {
    if (weights[label] == 0) continue;
    ++lists.ends[label];
    ++count;
  }
  lists.rows.resize(count);
  // Where each list begins; filling it moves that to where it ends.
  std::exclusive_scan(lists.ends.begin(), lists.ends.end(), lists.ends.begin(), std::uint64_t{0});
  std::size_t begin = 0;
  for (std::size_t row = 0; row < source.ends.size(); ++row) {
    for (std::size_t i = begin; i < source.ends[row]; ++i)
      if (const std::uint32_t label = source.labels[i]; weights[label] != 0)
        lists.rows[lists.ends[label]++] = static_cast<std::uint32_t>(row);
    begin = source.ends[row];
  }
  return lists;
}

}  // namespace

Result<TextTable> TextTable::open(const SafetensorsFile& file, const std::string& name) {
  TextTable table;
  KINORA_TRY(table.ends, file.array<std::uint64_t>(name + ".ends"));
  KINORA_TRY(table.bytes, file.array<std::uint8_t>(name + ".bytes"));
  if (!end_at(table.ends, table.bytes.size())) return corrupt(name, "its texts do not end where their bytes do");
  return table;
}

Result<LabelIndex> LabelIndex::open(const SafetensorsFile& file, const std::string& name, std::size_t rows) {
  LabelIndex index;
  KINORA_TRY(index.ends, file.array<std::uint64_t>(name + ".ends"));
  KINORA_TRY(index.labels, file.array<std::uint32_t>(name + ".labels"));
  KINORA_TRY(index.idf, file.array<float>(name + ".idf"));
  KINORA_TRY(index.norms, file.array<float>(name + ".norms"));
  KINORA_TRY(index.list_ends, file.array<std::uint64_t>(name + ".lists.ends"));
  KINORA_TRY(index.list_rows, file.array<std::uint32_t>(name + ".lists.rows"));
  KINORA_TRY(index.names, TextTable::open(file, name + ".names"));
  if (index.ends.size() != rows || index.norms.size() != rows) return corrupt(name, "it has not one entry a film");
  if (!end_at(index.ends, index.labels.size())) return corrupt(name, "its rows do not end where their labels do");
  if (index.names.size() != index.idf.size()) return corrupt(name, "it has not one weight a label");
  if (index.list_ends.size() != index.idf.size() || !end_at(index.list_ends, index.list_rows.size()))
    return corrupt(name, "its lists of rows are not one a label");
  return index;
}

void LabelIndexBuilder::add_texts(SafetensorsWriter& file, const std::string& name, const StringColumn& texts) {
  std::vector<std::uint64_t> ends;
  std::vector<std::uint8_t> bytes;
  ends.reserve(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    bytes.insert(bytes.end(), texts[i].begin(), texts[i].end());
    ends.push_back(bytes.size());
  }
  file.add(name + ".ends", keep(std::move(ends), kept_u64_));
  file.add(name + ".bytes", keep(std::move(bytes), kept_u8_));
}

void LabelIndexBuilder::add(SafetensorsWriter& file, const std::string& name, Source source, const Weighing& weighing) {
  make_sets(source);
  std::vector<float> idf = inverse_document_frequencies(source, weighing.most_frequent);
  std::vector<float> norms = row_norms(source, idf, weighing.unseen);
  add_arrays(file, name, std::move(source), std::move(idf), std::move(norms));
}

void LabelIndexBuilder::add_weighted(SafetensorsWriter& file, const std::string& name, Source source,
                                     std::vector<float> weights) {
  make_sets(source);
  std::vector<float> norms;
  norms.reserve(source.rows);
  std::uint64_t begin = 0;
  for (const std::uint64_t end : source.ends) {
    norms.push_back(end > begin ? 1.0F : 0.0F);
    begin = end;
  }
  add_arrays(file, name, std::move(source), std::move(weights), std::move(norms));
}

void LabelIndexBuilder::add_arrays(SafetensorsWriter& file, const std::string& name, Source source, std::vector<float> weights,
                                   std::vector<float> norms) {
  LabelLists lists = lists_by_label(source, weights);
  file.add(name + ".lists.ends", keep(std::move(lists.ends), kept_u64_));
  file.add(name + ".lists.rows", keep(std::move(lists.rows), kept_u32_));
  file.add(name + ".ends", keep(std::move(source.ends), kept_u64_));
  file.add(name + ".labels", keep(std::move(source.labels), kept_u32_));
  file.add(name + ".idf", keep(std::move(weights), kept_f32_));
  file.add(name + ".norms", keep(std::move(norms), kept_f32_));
  add_texts(file, name + ".names", *source.names);
}

}  // namespace kinora
