#include "table_app.hpp"

namespace kinora::cli {

TableApp::TableApp(Command table) : table_(table), path_(std::make_shared<std::string>()) {
  table_.option("PATH", *path_, "A bundle or a NAME.lance directory; for create a new one").required();
  table_.needs_subcommand();
}

TableApp TableApp::in_group(const std::string& group) const {
  TableApp table = *this;
  table.group_ = group;
  return table;
}

Command TableApp::add(const std::string& name, const std::string& help, const std::string& example) const {
  Command command = table_.add_command(name, help);
  command.set_group(group_);
  command.set_footer("For example: kinora table " + example);
  return command;
}

}  // namespace kinora::cli
