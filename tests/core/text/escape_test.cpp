// SPDX-License-Identifier: Apache-2.0
#include "core/text/escape.hpp"

#include "core/text/utf8.hpp"

#include <gtest/gtest.h>

#include <array>
#include <rapidcheck/gtest.h>
#include <string>

namespace ks::text {
namespace {

using namespace std::string_view_literals;

template <auto kAppend>
std::string escaped(std::string_view text) {
    std::string to = "=";  // what stands there already stays
    kAppend(to, text);
    return to.substr(1);
}

struct Row {
    std::string_view text, html, attribute, json;
};

constexpr std::array kRows{
    Row{"", "", "", "\"\""},
    Row{"plain", "plain", "plain", "\"plain\""},
    Row{"<b>&amp;", "&lt;b&gt;&amp;amp;", "&lt;b&gt;&amp;amp;", "\"<b>&amp;\""},
    Row{"\"'", "\"'", "&quot;&#39;", "\"\\\"'\""},
    Row{"a\\b", "a\\b", "a\\b", "\"a\\\\b\""},
    Row{"\t\n\r", "\t\n\r", "\t\n\r", "\"\\t\\n\\r\""},
    Row{"\b\f", "\xEF\xBF\xBD\xEF\xBF\xBD", "\xEF\xBF\xBD\xEF\xBF\xBD", "\"\\b\\f\""},
    Row{"\0\x1F"sv, "\xEF\xBF\xBD\xEF\xBF\xBD", "\xEF\xBF\xBD\xEF\xBF\xBD", "\"\\u0000\\u001f\""},
    Row{"\xC3\xA9!", "\xC3\xA9!", "\xC3\xA9!", "\"\xC3\xA9!\""},
    Row{"x\xFFy", "x\xEF\xBF\xBDy", "x\xEF\xBF\xBDy", "\"x\xEF\xBF\xBDy\""},
    Row{"\xE2\x82<", "\xEF\xBF\xBD&lt;", "\xEF\xBF\xBD&lt;", "\"\xEF\xBF\xBD<\""},
    Row{"\xEF\xBF\xBF", "\xEF\xBF\xBD", "\xEF\xBF\xBD", "\"\xEF\xBF\xBF\""},
};

TEST(Escape, EveryRow) {
    for (const Row& row : kRows) {
        SCOPED_TRACE(testing::PrintToString(row.text));
        EXPECT_EQ(escaped<append_html_text>(row.text), row.html);
        EXPECT_EQ(escaped<append_html_attribute>(row.text), row.attribute);
        EXPECT_EQ(escaped<append_json_string>(row.text), row.json);
    }
}

RC_GTEST_PROP(EscapeProp, OutputIsWellFormedAndInert, (const std::string& text)) {
    const std::string html = escaped<append_html_attribute>(text);
    RC_ASSERT(is_utf8(html));
    RC_ASSERT(html.find_first_of("<>\"'") == std::string::npos);
    const std::string json = escaped<append_json_escaped>(text);
    RC_ASSERT(is_utf8(json));
    for (const char c : json) {
        RC_ASSERT(static_cast<unsigned char>(c) >= 0x20);
    }
}

RC_GTEST_PROP(EscapeProp, WholePiecesEscapeAlone, (const std::string& rest)) {
    const auto whole = *rc::gen::container<std::string>(rc::gen::inRange<char>(0, 127));
    RC_ASSERT(escaped<append_html_text>(whole + rest) ==
              escaped<append_html_text>(whole) + escaped<append_html_text>(rest));
}

}  // namespace
}  // namespace ks::text
