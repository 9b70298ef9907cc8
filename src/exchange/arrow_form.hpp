#pragma once

namespace kinora::exchange {

enum class ArrowForm {
  kFile,   ///< with a magic before and a footer behind
  kStream  ///< the messages alone
};

}  // namespace kinora::exchange
