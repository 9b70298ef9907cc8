// Any bytes as the file of a spectral encoder: an error, or an encoder that gives finite vectors of its dimension.
#include "embedding/spectral/spectral_encoder.hpp"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <utility>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto encoder = kinora::SpectralEncoder::parse(std::as_bytes(std::span(data, size)), "fuzz");
  if (!encoder) return 0;
  kinora::EncodedDocuments documents;
  for (std::size_t word = 0; word < encoder->vocabulary().size(); ++word)
    documents.words.push_back(static_cast<kinora::WordId>(word));
  documents.ends = {0, documents.words.size()};
  const kinora::Matrix vectors = encoder->encode(documents);
  if (vectors.rows() != 2 || vectors.cols() != encoder->dimension()) std::abort();
  return 0;
}
