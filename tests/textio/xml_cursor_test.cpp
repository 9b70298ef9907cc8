#include "textio/xml_cursor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory_resource>
#include <string>
#include <vector>

namespace kinora::textio {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> walk_xml(std::string_view text) {
  std::pmr::monotonic_buffer_resource arena;
  XmlCursor cursor(text, arena);
  std::vector<std::string> tokens;
  for (XmlToken token = cursor.next(); token != XmlToken::kDone; token = cursor.next()) {
    if (token == XmlToken::kStart) tokens.push_back("<" + std::string(cursor.name()));
    if (token == XmlToken::kEnd) tokens.push_back(">" + std::string(cursor.name()));
    if (token == XmlToken::kText) tokens.emplace_back(cursor.text());
  }
  return tokens;
}

TEST(XmlCursor, WalksElementsTextAndEntities) {
  EXPECT_THAT(
      walk_xml("<?xml version='1.0'?><!DOCTYPE a><a x=\"1>2\"> <b/>T &amp; &#233;&#x1F600; <!-- <c> --><![CDATA[<&>]]></a>"),
      ElementsAre("<a", "<b", ">b", "T & \xC3\xA9\xF0\x9F\x98\x80 ", "<&>", ">a"));
}

TEST(XmlCursor, IsLenient) {
  EXPECT_THAT(walk_xml("<a>Q & A &nbsp; &#0; &#xD800;</a><b>"), ElementsAre("<a", "Q & A &nbsp; &#0; &#xD800;", ">a", "<b"));
  EXPECT_THAT(walk_xml("<a><![CDATA[cut"), ElementsAre("<a", "cut"));
  EXPECT_THAT(walk_xml("<a x='"), ElementsAre("<a"));
  EXPECT_THAT(walk_xml("<!-- cut"), ElementsAre());
}

TEST(XmlCursor, FindsAttributes) {
  std::pmr::monotonic_buffer_resource arena;
  XmlCursor cursor("<a one = '1' two=\"t w\" three>", arena);
  ASSERT_EQ(cursor.next(), XmlToken::kStart);
  EXPECT_EQ(cursor.attribute("one"), "1");
  EXPECT_EQ(cursor.attribute("two"), "t w");
  EXPECT_EQ(cursor.attribute("three"), "");
}

}  // namespace
}  // namespace kinora::textio
