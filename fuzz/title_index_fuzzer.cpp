#include "text/title_index.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>

/// Opens the bytes as a title index and asks questions, one of them the end of the file. The seeds have no checksum, so that
/// damage gets as far as the searches.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kQuestion = 16;
  constexpr std::size_t kHits = 5;
  const auto index = kinora::TitleIndex::parse(std::as_bytes(std::span(data, size)), "fuzz");
  if (!index) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string_view last = text.substr(size < kQuestion ? 0 : size - kQuestion);
  for (const std::string_view question : {last, std::string_view("the toy stroy"), std::string_view("a"),
                                          std::string_view("ring of the lord"), std::string_view("Amélie")}) {
    const auto hits = index->search(question, kHits);
    if (hits.size() > kHits) std::abort();
    for (const kinora::TitleHit& hit : hits)
      if (hit.row >= index->rows() || !(hit.similarity > 0) || hit.similarity > 1) std::abort();
    for (const std::size_t row : index->find(question, {}, {}).rows)
      if (row >= index->rows()) std::abort();
  }
  return 0;
}
