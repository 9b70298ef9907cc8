#include <iostream>
#include <kinora/base/result.hpp>
#include <kinora/math/matrix.hpp>

int main() {
  const kinora::Error error{.code = kinora::ErrorCode::kFileNotFound, .what = "there is no such file", .where = "movies.csv"};
  const kinora::Matrix matrix(2, 3);
  std::cout << error.message() << ", " << matrix.rows() << " x " << matrix.cols() << '\n';
  return error.message().find("movies.csv") != std::string::npos ? 0 : 1;
}
