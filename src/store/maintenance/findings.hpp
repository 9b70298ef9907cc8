#pragma once

#include "kinora/base/result.hpp"
#include "kinora/store/verify.hpp"
#include "store/lance/errors.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace kinora::maintenance {

/// Collects what a verification finds; an error of reading becomes a finding of its kind.
class Findings {
 public:
  explicit Findings(std::vector<Finding>& findings) : findings_(findings) {}

  /// Later findings are of this version; 0 = of the table.
  void set_version(std::uint64_t version) { version_ = version; }
  void add(FindingKind kind, std::string where, std::string what) {
    findings_.push_back({.kind = kind,
                         .version = version_,
                         .where = lance::printable(std::move(where)),
                         .what = lance::printable(std::move(what))});
  }
  void damage(std::string where, std::string what) { add(FindingKind::kDamage, std::move(where), std::move(what)); }
  void note(std::string where, std::string what) { add(FindingKind::kNote, std::move(where), std::move(what)); }
  /// The next step of an error is of no use here: it is to verify.
  void add(Error error) {
    const FindingKind kind = error.code == ErrorCode::kTableUnsupported ? FindingKind::kUnsupported : FindingKind::kDamage;
    std::string where = std::exchange(error.where, {});
    error.next_step.clear();
    add(kind, std::move(where), error.message());
  }

 private:
  std::vector<Finding>& findings_;
  std::uint64_t version_ = 0;
};

}  // namespace kinora::maintenance
