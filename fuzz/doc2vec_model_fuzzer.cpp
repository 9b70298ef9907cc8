#include "embedding/doc2vec_file.hpp"
#include "embedding/examples.hpp"
#include "tensors/safetensors.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>

/// Any bytes are a model or an error, and what was read of a model fits together. The second half of the harness takes the input
/// for the JSON of the options, which random bytes inside a whole model hardly reach.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  if (const auto file = kinora::SafetensorsFile::parse(bytes, "fuzz")) {
    const auto model = kinora::read_doc2vec(*file, "fuzz");
    if (!model && model.error().message().empty()) std::abort();
    if (model) {
      const kinora::NetworkShape shape(model->options, model->vocabulary.size());
      if (model->weights.output.rows() != shape.output_rows()) std::abort();
      const kinora::ExampleSampler sampler(model->options, model->vocabulary.counts());
    }
  }
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto options = kinora::options_from_json(text, "fuzz")) {
    const std::string written = kinora::options_to_json(*options);
    const auto again = kinora::options_from_json(written, "again");
    if (!again || kinora::options_to_json(*again) != written) std::abort();
  }
  return 0;
}
