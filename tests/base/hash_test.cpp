#include "base/hash.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <string>

namespace kinora {
namespace {

std::string sha256_of(std::string_view text) { return sha256_hex(std::as_bytes(std::span(text))); }

TEST(Hash, Xxh3GivesThePublishedValues) {
  EXPECT_EQ(xxh3_64(""), 0x2D06800538D394C2ULL);
  EXPECT_EQ(xxh3_64("a"), 0xE6C632B61E964E1FULL);
  EXPECT_EQ(xxh3_64("abc"), 0x78AF5F94892F3950ULL);
  EXPECT_NE(xxh3_64("abc", 1), xxh3_64("abc"));
}

TEST(Hash, Xxh3OfPartsIsThatOfTheWhole) {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += static_cast<char>(i * 7);
  for (const std::size_t part : {1U, 63U, 256U, 5000U}) {
    Xxh3Stream stream;
    stream.update({});
    for (std::size_t begin = 0; begin < text.size(); begin += part)
      stream.update(std::as_bytes(std::span(text)).subspan(begin, std::min(part, text.size() - begin)));
    EXPECT_EQ(stream.digest(), xxh3_64(text)) << part;
    EXPECT_EQ(stream.digest(), xxh3_64(text)) << "asking twice";
  }
  EXPECT_EQ(Xxh3Stream().digest(), xxh3_64(""));
}

TEST(Hash, Sha256GivesTheValuesOfTheStandard) {
  EXPECT_EQ(sha256_of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256_of(std::string(1'000'000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

}  // namespace
}  // namespace kinora
