// Trains a bundle from a catalogue and prints films like one of it, with reasons.
//   similar CATALOGUE BUNDLE TITLE

#include <kinora/engine/build.hpp>
#include <kinora/engine/engine.hpp>

#include <cstdio>

namespace {

int report(const kinora::Error& error) {
  std::fprintf(stderr, "%s\n", error.message().c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: %s CATALOGUE BUNDLE TITLE\n", argv[0]);
    return 2;
  }
  const auto recipe = kinora::preset_recipe("default");
  if (!recipe) return report(recipe.error());
  const auto built = kinora::build_bundle(
      {.files = {.catalogue = argv[1], .keywords = {}, .credits = {}}, .recipe = *recipe, .output = argv[2], .quarantine = {}},
      {.threads = 2});
  if (!built) return report(built.error());
  std::printf("%zu films, vocabulary %zu\n", built->info.movies, built->info.vocabulary);

  const auto engine = kinora::Engine::open(argv[2]);
  if (!engine) return report(engine.error());
  kinora::SimilarRequest request;
  request.liked.push_back({.id = {}, .title = argv[3], .year = {}});
  request.k = 5;
  const auto answer = engine->similar(request);
  if (!answer) return report(answer.error());
  for (const kinora::Recommendation& film : answer->results) {
    std::printf("%.3f %s\n", film.score, film.title.c_str());
    for (const kinora::Reason& reason : film.reasons)
      std::printf("  %+.3f %s: %s\n", reason.weight, reason.kind.c_str(), reason.text.c_str());
  }
  return 0;
}
