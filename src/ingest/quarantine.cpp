#include "base/file_system.hpp"
#include "kinora/ingest/ingest.hpp"

#include <string>
#include <string_view>

namespace kinora {
namespace {

void append_cell(std::string_view cell, std::string& csv) {
  if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
    csv += cell;
    return;
  }
  csv += '"';
  for (const char c : cell) {
    if (c == '"') csv += '"';
    csv += c;
  }
  csv += '"';
}

}  // namespace

Result<void> write_quarantine(const IngestReport& report, const std::filesystem::path& path) {
  std::string csv = "file,line,record,reason,detail,raw\n";
  for (const Rejection& rejection : report.rejections) {
    append_cell(rejection.file, csv);
    csv += ',' + std::to_string(rejection.line) + ',' + std::to_string(rejection.record) + ',' + rejection.reason + ',';
    append_cell(rejection.detail, csv);
    csv += ',';
    append_cell(rejection.raw, csv);
    csv += '\n';
  }
  return write_file_atomically(local_file_system(), path, csv);
}

}  // namespace kinora
