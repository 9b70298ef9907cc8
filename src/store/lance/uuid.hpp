#pragma once

#include <string>

namespace kinora::lance {

/// A random UUID (RFC 9562, version 4), 36 characters in lower case. The only randomness of the store: it names files and
/// never reaches their bytes but in a transaction's id.
[[nodiscard]] std::string make_uuid();

}  // namespace kinora::lance
