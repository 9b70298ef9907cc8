// create_table TABLE.lance DIRECTORY TIMES: how long it takes to write a table's rows, which are in memory, to a new table.
//
// Each time into a folder that is not there yet, flushed to the disk and committed.
#include "questions.hpp"

#include <filesystem>

namespace {

using namespace kinora::bench;

std::vector<kinora::Column> columns_in_memory(const kinora::Table& table) {
  std::vector<kinora::Column> columns;
  for (const kinora::Field& field : table.schema().fields) {
    columns.push_back(value_or_exit(table.column(field.name)));
    if (field.type == kinora::DataType::kVector)
      columns.back() = kinora::make_vector_column(field.name, columns.back().vectors());
  }
  return columns;
}

int run(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("usage: create_table TABLE.lance DIRECTORY TIMES\n", stderr);
    return 2;
  }
  const kinora::Table source = value_or_exit(kinora::Table::open(argv[1]));
  const std::vector<kinora::Column> columns = columns_in_memory(source);
  const int times = std::max(1, std::atoi(argv[3]));
  std::vector<double> each;
  for (int time = 0; time < times; ++time) {
    const std::filesystem::path directory = std::filesystem::path(argv[2]) / (std::to_string(time) + ".lance");
    std::filesystem::remove_all(directory);
    each.push_back(milliseconds([&] { value_or_exit(kinora::Table::overwrite(directory, columns)); }));
    std::filesystem::remove_all(directory);
  }
  Json json = quantiles(each);
  json["each_ms"] = each;
  std::printf("%s\n", json.dump().c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) { return kinora::bench::run_main(run, argc, argv); }
