// Trains on a file of tokens and writes the vectors, for compare_gensim.py:
//   doc2vec_driver TOKENS OUTPUT_PREFIX [key=value ...]
// writes OUTPUT_PREFIX.trained.npy and .inferred.npy, and the times and losses to standard output.

#include "base/file_system.hpp"
#include "embedding/token_file.hpp"
#include "kinora/embedding/doc2vec.hpp"
#include "tensors/npy.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

namespace {

using kinora::ContextJoin;
using kinora::Doc2Vec;
using kinora::Doc2VecModel;
using kinora::Doc2VecOptions;

struct Settings {
  Doc2VecOptions options;
  kinora::InferOptions infer;
  unsigned threads = 1;
};

[[noreturn]] void stop(const std::string& message) {
  std::fprintf(stderr, "doc2vec_driver: %s\n", message.c_str());
  std::exit(2);
}

void set(Settings& settings, const std::string& key, const std::string& value) {
  Doc2VecOptions& options = settings.options;
  const auto count = [&] { return static_cast<std::size_t>(std::stoull(value)); };
  if (key == "model")
    options.model = value == "dm" ? Doc2VecModel::kDistributedMemory : Doc2VecModel::kDbow;
  else if (key == "join")
    options.join = value == "mean" ? ContextJoin::kMean : value == "sum" ? ContextJoin::kSum : ContextJoin::kConcat;
  else if (key == "train_words")
    options.train_words = count() != 0;
  else if (key == "dimension")
    options.dimension = count();
  else if (key == "window")
    options.window = count();
  else if (key == "negative")
    options.negative = count();
  else if (key == "hierarchical_softmax")
    options.hierarchical_softmax = count() != 0;
  else if (key == "min_count")
    options.min_count = count();
  else if (key == "sample")
    options.sample = std::stod(value);
  else if (key == "alpha")
    options.alpha = settings.infer.alpha = std::stod(value);
  else if (key == "epochs")
    options.epochs = count();
  else if (key == "restarts")
    options.restarts = count();
  else if (key == "racing")
    options.racing = count() != 0;
  else if (key == "seed")
    options.seed = settings.infer.seed = count();
  else if (key == "infer_epochs")
    settings.infer.epochs = count();
  else if (key == "threads")
    settings.threads = static_cast<unsigned>(count());
  else
    stop("unknown setting " + key);
}

template <class T>
T value_of(kinora::Result<T> result) {
  if (!result) stop(result.error().message());
  return *std::move(result);
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) stop("usage: doc2vec_driver TOKENS OUTPUT_PREFIX [key=value ...]");
  Settings settings;
  for (int i = 3; i < argc; ++i) {
    const std::string argument = argv[i];
    const std::size_t equals = std::min(argument.find('='), argument.size() - 1);
    set(settings, argument.substr(0, equals), argument.substr(equals + 1));
  }
  if (settings.options.restarts > 1) settings.options.schedule = kinora::AlphaSchedule::kRestarted;
  const auto documents = kinora::testing::read_token_file(argv[1]);
  if (!documents) stop(std::string("cannot read ") + argv[1]);
  const auto corpus = kinora::testing::encode_corpus(*documents, settings.options.min_count);
  const kinora::Execution execution{.threads = settings.threads};

  const auto training_start = std::chrono::steady_clock::now();
  kinora::Doc2VecReport report;
  const Doc2Vec model = value_of(Doc2Vec::train(corpus.documents, corpus.vocabulary, settings.options, execution, &report));
  std::printf("train_seconds %.3f\n", seconds_since(training_start));
  const auto inference_start = std::chrono::steady_clock::now();
  const kinora::Matrix inferred = value_of(model.infer(corpus.documents, settings.infer, execution));
  std::printf("infer_seconds %.3f\n", seconds_since(inference_start));
  std::printf("trained_tokens %llu\n", static_cast<unsigned long long>(report.trained_tokens));
  std::printf("first_loss %.5f\nlast_loss %.5f\n", report.epoch_losses.front(), report.epoch_losses.back());

  kinora::FileSystem& files = kinora::local_file_system();
  const std::string prefix = argv[2];
  for (const auto& [name, matrix] :
       {std::pair{".trained.npy", model.document_vectors()}, std::pair{".inferred.npy", inferred.view()}})
    if (const auto written = kinora::write_npy(files, prefix + name, matrix); !written) stop(written.error().message());
  return 0;
}
