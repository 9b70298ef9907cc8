#include "table_app.hpp"

#include "../help_formatter.hpp"

namespace kinora::cli {
namespace {

/// The usage line of a subcommand has the PATH where it is typed.
class SubcommandFormatter final : public HelpFormatter {
 public:
  std::string make_usage(const CLI::App* app, std::string name) const override {
    const std::size_t last = name.rfind(' ');
    if (last != std::string::npos) name.insert(last, " PATH");
    return HelpFormatter::make_usage(app, std::move(name));
  }
};

}  // namespace

TableApp::TableApp(CLI::App& table, Action& action) : table_(&table), action_(&action), path_(std::make_shared<std::string>()) {
  table.add_option("PATH", *path_, "A bundle or a NAME.lance directory; for create a new one")->required();
  table.require_subcommand(1);
}

TableApp TableApp::in_group(const std::string& group) const {
  TableApp table = *this;
  table.group_ = group;
  return table;
}

CLI::App* TableApp::add(const std::string& name, const std::string& help, const std::string& example) const {
  CLI::App* command = table_->add_subcommand(name, help);
  command->formatter(std::make_shared<SubcommandFormatter>());
  command->group(group_);
  command->footer("For example: kinora table " + example);
  return command;
}

}  // namespace kinora::cli
