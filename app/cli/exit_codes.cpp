#include "exit_codes.hpp"

namespace kinora::cli {

int exit_status(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument:
      return kExitUsage;
    case ErrorCode::kFileNotFound:
      return 3;
    case ErrorCode::kFileUnreadable:
      return 4;
    case ErrorCode::kFileEmpty:
      return 5;
    case ErrorCode::kFileBinary:
      return 6;
    case ErrorCode::kFileTruncated:
      return 7;
    case ErrorCode::kFormatUnknown:
      return 8;
    case ErrorCode::kNoUsableRow:
      return 9;
    case ErrorCode::kRecipeSyntax:
      return 10;
    case ErrorCode::kRecipeValue:
      return 11;
    case ErrorCode::kOutputUnwritable:
      return 12;
    case ErrorCode::kDiskFull:
      return 13;
    case ErrorCode::kBundleMissing:
      return 14;
    case ErrorCode::kBundleForeign:
      return 15;
    case ErrorCode::kBundleCorrupt:
      return 16;
    case ErrorCode::kTableCorrupt:
      return 17;
    case ErrorCode::kTableUnsupported:
      return 18;
    case ErrorCode::kCommitConflict:
      return 19;
    case ErrorCode::kFilterSyntax:
      return 20;
    case ErrorCode::kFilterType:
      return 21;
    case ErrorCode::kMovieNotFound:
      return 22;
    case ErrorCode::kAlreadyExists:
      return 23;
    case ErrorCode::kCancelled:
      return 130;
  }
  return kExitInternal;
}

}  // namespace kinora::cli
