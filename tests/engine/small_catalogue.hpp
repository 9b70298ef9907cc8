#pragma once

#include "kinora/engine/build.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace kinora::testing {

/// A made-up catalogue as CSV: `films` films on four topics, each with words, keywords and genres of its own; every 13th has no
/// genre, and the titles "Harbour Lights" and "Café Lumière" stand among them.
inline std::string small_catalogue(std::size_t films) {
  struct Topic {
    std::string genres;
    std::vector<std::string> words;
    std::vector<std::string> keywords;
    std::string director;
  };
  const std::vector<Topic> topics = {
      {"Animation|Family", {"toys", "cowboy", "attic", "rescue", "children", "puppet"}, {"toy", "friendship"}, "Ada Moor"},
      {"Science Fiction|Action", {"starship", "planet", "robot", "engine", "alien", "orbit"}, {"space", "robot"}, "Bo Lund"},
      {"Thriller|Crime", {"detective", "murder", "heist", "vault", "witness", "alley"}, {"heist", "police"}, "Cy Vance"},
      {"Romance|Comedy", {"wedding", "letter", "summer", "dance", "bakery", "kiss"}, {"love", "wedding"}, "Di Ruiz"}};
  std::string csv = "id,title,year,genres,director,keywords,overview,vote_count,vote_average\n";
  for (std::size_t i = 0; i < films; ++i) {
    const Topic& topic = topics[i % topics.size()];
    const auto word = [&](std::size_t n) { return topic.words[(i / 4 + n * (1 + i % 5)) % topic.words.size()]; };
    std::string title = "The " + word(0) + " " + word(1) + " " + std::to_string(i / 8);
    if (i == 5) title = "Café Lumière";
    if (i == 6 || i == 30) title = "Harbour Lights";
    const std::string genres = i % 13 == 12 ? "" : topic.genres;
    csv += std::to_string(1000 + i) + "," + title + "," + std::to_string(1950 + i % 70) + "," + genres + "," + topic.director +
           "," + topic.keywords[i % 2] + "|" + topic.keywords[0] + "," + "A " + word(2) + " and a " + word(3) + " near the " +
           word(4) + " " + word(1) + "," + std::to_string(i * 7 % 900) + "," + std::to_string(5 + i % 5) + "\n";
  }
  return csv;
}

/// The recipe `name` with a small network: a build takes a moment, and learns the catalogue's four topics.
inline Recipe quick_recipe(const std::string& name) {
  Recipe recipe = *preset_recipe(name);
  recipe.doc2vec.dimension = 16;
  recipe.spectral.dimension = 16;
  recipe.doc2vec.epochs = 20;
  recipe.doc2vec.restarts = recipe.doc2vec.schedule == AlphaSchedule::kRestarted ? 2 : 1;
  recipe.classifier.encoder_epochs = 100;
  recipe.classifier.options.hidden = {32, 16};
  recipe.classifier.options.epochs = 60;
  return recipe;
}

}  // namespace kinora::testing
