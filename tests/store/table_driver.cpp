#include "kinora/store/compact.hpp"
#include "kinora/store/table.hpp"
#include "kinora/store/tags.hpp"
#include "kinora/store/verify.hpp"
#include "store/json_columns.hpp"
#include "store/table_dump.hpp"

#include <filesystem>
#include <functional>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

/// Kinora's side of the tests that run it beside the real LanceDB (tests/interop/kinora.mjs): one JSON request a line on the
/// input, one JSON answer a line on the output, {"error", "code"} if it was refused. Everything goes through the public headers.
namespace kinora {
namespace {

using kinora::testing::columns_of;
using kinora::testing::dump_rows;
using nlohmann::json;

class Refusal : public std::exception {
 public:
  explicit Refusal(Error error) : error_(std::move(error)) {}
  [[nodiscard]] const Error& error() const { return error_; }

 private:
  Error error_;
};

template <class T>
T value(Result<T> result) {
  if (!result) throw Refusal(result.error());
  return *std::move(result);
}

json answer(const Commit& commit) {
  return {{"version", commit.version},
          {"inserted", commit.rows_inserted},
          {"updated", commit.rows_updated},
          {"deleted", commit.rows_deleted}};
}

class Driver {
 public:
  json run(const json& request) {
    const auto found = handlers_.find(request.at("do").get<std::string>());
    if (found == handlers_.end()) throw std::invalid_argument("unknown request");
    return found->second(request);
  }

 private:
  static Table open(const json& request) {
    std::optional<std::uint64_t> version;
    if (request.contains("version")) version = request["version"].get<std::uint64_t>();
    return value(Table::open(request.at("path").get<std::string>(), version));
  }

  static Table newest(const json& request) { return value(Table::open(request.at("path").get<std::string>())); }

  static json overwrite(const json& request) {
    return {
        {"version", value(Table::overwrite(request.at("path").get<std::string>(), columns_of(request.at("columns")))).version()}};
  }
  static json append(const json& request) { return answer(value(open(request).append(columns_of(request.at("columns"))))); }

  /// A row of `columns` a commit, `count` of them: what one of several writers does.
  static json append_each(const json& request) {
    Table table = open(request);
    json versions = json::array();
    for (const json& columns : request.at("batches")) versions.push_back(value(table.append(columns_of(columns))).version);
    return {{"versions", versions}};
  }

  // Changes that are on their way into Table.
  template <class T>
  static json delete_rows(T table, const json& request) {
    if constexpr (requires { table.delete_rows(std::string_view()); })
      return answer(value(table.delete_rows(request.at("where").template get<std::string>())));
    throw std::invalid_argument("not supported");
  }
  template <class T>
  static json update(T table, const json& request) {
    std::vector<Assignment> set;
    for (const json& each : request.at("set")) set.push_back({.column = each.at("column"), .value = each.at("value")});
    if constexpr (requires { table.update(std::string_view(), set); })
      return answer(value(table.update(request.at("where").template get<std::string>(), set)));
    throw std::invalid_argument("not supported");
  }
  template <class T>
  static json merge(T table, const json& request) {
    const auto columns = columns_of(request.at("columns"));
    const json& given = request.at("options");
    const MergeOptions options = {.update_matched = given.at("update_matched"),
                                  .insert_unmatched = given.at("insert_unmatched"),
                                  .delete_unmatched = given.at("delete_unmatched")};
    if constexpr (requires { table.merge_insert(std::string_view(), columns, options); })
      return answer(value(table.merge_insert(request.at("key").template get<std::string>(), columns, options)));
    throw std::invalid_argument("not supported");
  }
  template <class T>
  static json add_columns(T table, const json& request) {
    const auto columns = columns_of(request.at("columns"));
    if constexpr (requires { table.add_columns(columns); }) return answer(value(table.add_columns(columns)));
    throw std::invalid_argument("not supported");
  }
  template <class T>
  static json drop_columns(T table, const json& request) {
    const auto names = request.at("columns").template get<std::vector<std::string>>();
    if constexpr (requires { table.drop_columns(names); }) return answer(value(table.drop_columns(names)));
    throw std::invalid_argument("not supported");
  }
  template <class T>
  static json restore(T table, const json& request) {
    if constexpr (requires { table.restore(std::uint64_t{1}); })
      return answer(value(table.restore(request.at("version").template get<std::uint64_t>())));
    throw std::invalid_argument("not supported");
  }

  static json compacted(const json& request) {
    CompactOptions options;
    options.target_rows = request.value("target_rows", options.target_rows);
    options.dead_share = request.value("dead_share", options.dead_share);
    const CompactReport report = value(compact(request.at("path").get<std::string>(), options));
    return {{"version", report.version.value_or(open(request).version())}};
  }

  static json verified(const json& request) {
    const VerifyReport report = value(verify(request.at("path").get<std::string>(), {.version = {}, .all_versions = true}));
    json findings = json::array();
    for (const Finding& each : report.findings) findings.push_back(each.where + ": " + each.what);
    return {{"sound", report.sound()}, {"findings", findings}};
  }

  static json described(const Table& table) {
    json names = json::array();
    for (const Field& field : table.schema().fields) names.push_back(field.name);
    return {{"version", table.version()},
            {"columns", names},
            {"rows", table.row_count()},
            {"notes", table.notes()},
            {"dump", dump_rows(table)}};
  }
  static json dump(const json& request) { return described(open(request)); }

  /// A reader that opens a version now and reads it when it is asked to.
  json hold(const json& request) {
    Table table = open(request);
    const json answer = {{"version", table.version()}};
    held_.insert_or_assign(request.at("name").get<std::string>(), std::move(table));
    return answer;
  }
  json dump_held(const json& request) { return described(held_.at(request.at("name").get<std::string>())); }

  static json versions(const json& request) {
    json all = json::array();
    for (const VersionInfo& each : value(open(request).versions()))
      all.push_back({{"version", each.version}, {"operation", each.operation}, {"rows", each.rows}});
    return {{"versions", all}};
  }

  static json filter(const json& request) {
    const Table table = open(request);
    const RowSelection selection = value(table.select(request.at("where").get<std::string>()));
    const Column ids = value(table.column("id"));
    json found = json::array();
    for (std::size_t row = 0; row < selection.size(); ++row)
      if (selection[row] != 0) found.push_back(std::to_string(ids.int64s[row]));
    return {{"ids", found}};
  }

  static json search(const json& request) {
    const Table table = open(request);
    VectorQuery query;
    query.vector_column = request.at("column");
    query.vector = request.at("vector").get<std::vector<float>>();
    query.metric = value(parse_metric(request.at("metric").get<std::string>()));
    query.where = request.value("where", "");
    query.k = request.at("k");
    json hits = json::array();
    for (const SearchHit& hit : value(table.search(query)))
      hits.push_back({{"id", std::to_string(hit.id)}, {"distance", hit.distance}});
    return {{"hits", hits}};
  }

  std::map<std::string, Table> held_;
  const std::map<std::string, std::function<json(const json&)>> handlers_ = {
      {"overwrite", overwrite},
      {"append", append},
      {"append_each", append_each},
      {"delete", [](const json& request) { return delete_rows(open(request), request); }},
      {"update", [](const json& request) { return update(open(request), request); }},
      {"merge", [](const json& request) { return merge(open(request), request); }},
      {"add_columns", [](const json& request) { return add_columns(open(request), request); }},
      {"drop_columns", [](const json& request) { return drop_columns(open(request), request); }},
      {"restore", [](const json& request) { return restore(newest(request), request); }},
      {"compact", compacted},
      {"verify", verified},
      {"dump", dump},
      {"hold", [this](const json& request) { return hold(request); }},
      {"dump_held", [this](const json& request) { return dump_held(request); }},
      {"versions", versions},
      {"filter", filter},
      {"search", search},
  };
};

json answer_to(Driver& driver, const std::string& line) {
  try {
    return driver.run(json::parse(line));
  } catch (const Refusal& refusal) {
    return {
        {"error", refusal.error().message()}, {"code", static_cast<int>(refusal.error().code)}, {"where", refusal.error().where}};
  } catch (const std::exception& error) {
    return {{"error", std::string("the request: ") + error.what()}, {"code", -1}};
  }
}

}  // namespace
}  // namespace kinora

int main() {
  std::ios::sync_with_stdio(false);
  kinora::Driver driver;
  for (std::string line; std::getline(std::cin, line);) std::cout << kinora::answer_to(driver, line).dump() << '\n' << std::flush;
  return 0;
}
