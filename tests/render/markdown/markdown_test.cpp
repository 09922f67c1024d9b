// SPDX-License-Identifier: Apache-2.0
#include "render/markdown/markdown.hpp"

#include "../markup.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>

namespace ks::markdown {
namespace {

std::string made(std::string_view source) {
    std::string text;
    out::Html out(text);
    html(out, source, 4);
    return text;
}

/// Tags that a message may become.
bool harmless(const render_test::Element& element) {
    constexpr std::string_view tags[] = {"p",
                                         "ul",
                                         "ol",
                                         "li",
                                         "hr",
                                         "h4",
                                         "pre",
                                         "br",
                                         "em",
                                         "blockquote",
                                         "code",
                                         "strong",
                                         "del",
                                         "a"};
    for (const auto& [name, value] : element.attributes) {
        const bool link = element.tag == "a" && name == "href" &&
                          (value.starts_with("https://") || value.starts_with("http://") ||
                           value.starts_with("HTTPS://") || value.starts_with("mailto:"));
        const bool plain = (name == "rel" && value == "nofollow noopener") ||
                           (name == "class" && value == "md") || (name == "start");
        if (!link && !plain) {
            return false;
        }
    }
    return std::ranges::find(tags, element.tag) != std::end(tags);
}

TEST(Markdown, WritesTheUsualBlocks) {
    const std::pair<std::string_view, std::string_view> table[] = {
        {"", ""},
        {"one\ntwo", "<p>one\ntwo</p>\n"},
        {"one\n\ntwo", "<p>one</p>\n<p>two</p>\n"},
        {"*a* **b** ~~c~~ `d`",
         "<p><em>a</em> <strong>b</strong> <del>c</del> <code>d</code></p>\n"},
        {"- a\n- b", "<ul class=\"md\"><li>a</li>\n<li>b</li>\n</ul>\n"},
        {"3. a", "<ol class=\"md\" start=\"3\"><li>a</li>\n</ol>\n"},
        {"1. a", "<ol class=\"md\"><li>a</li>\n</ol>\n"},
        {"# A\n###### B", "<h4>A</h4>\n<h4>B</h4>\n"},
        {"> a", "<blockquote><p>a</p>\n</blockquote>\n"},
        {"```sh\n<b>&\n```", "<pre><code>&lt;b&gt;&amp;\n</code></pre>\n"},
        {"a  \nb", "<p>a<br>\nb</p>\n"},
        {"---", "<hr>\n"},
        {"&amp; &copy; &#65; &#x42; &nosuch; &#0;",
         "<p>&amp; \xC2\xA9 A B &amp;nosuch; \xEF\xBF\xBD</p>\n"},
        {"[a](https://a.example/?b=1&c=2 \"title\")",
         "<p><a rel=\"nofollow noopener\" href=\"https://a.example/?b=1&amp;c=2\">a</a></p>\n"},
        {"see https://a.example/x.",
         "<p>see <a rel=\"nofollow noopener\" "
         "href=\"https://a.example/x\">https://a.example/x</a>.</p>\n"},
        {"<a@b.example>",
         "<p><a rel=\"nofollow noopener\" href=\"mailto:a@b.example\">a@b.example</a></p>\n"},
        {"![a *b*](https://a.example/x.png)", "<p>a <em>b</em></p>\n"},
        {"[![a](https://a.example/x.png)](https://a.example/)",
         "<p><a rel=\"nofollow noopener\" href=\"https://a.example/\">a</a></p>\n"}};
    for (const auto& [source, expected] : table) {
        EXPECT_EQ(made(source), expected) << source;
    }
}

TEST(Markdown, NothingOfItRuns) {
    const char* hostile[] = {"<script>alert(1)</script>",
                             "<img src=x onerror=alert(1)>",
                             "a <b onclick=\"x\">b</b>",
                             "[a](javascript:alert(1))",
                             "[a](JaVaScRiPt:alert(1))",
                             "[a](javascript&colon;alert(1))",
                             "[a](&#106;avascript:alert(1))",
                             "[a](java\tscript:alert(1))",
                             "[a](<java\nscript:alert(1)>)",
                             "[a](data:text/html;base64,PHNjcmlwdD4=)",
                             "[a](vbscript:x)",
                             "[a](//evil.example/)",
                             "<javascript:alert(1)>",
                             "[a]: javascript:alert(1)\n\n[a]",
                             "[a](https://a.example/\"onmouseover=\"alert(1))",
                             "[a](https://a.example/ '\" onmouseover=alert(1) x=\"')",
                             "![\" onerror=\"alert(1)](https://a.example/x.png)",
                             "```\"><script>alert(1)</script>\nx\n```",
                             "<https://a.example/\"><script>>",
                             "<!-- --><script>x</script>",
                             "</p></article></main><script>x</script>",
                             "\xff\xfe<\x80script>",
                             "[a](https://a.example/&quot;&gt;&lt;script&gt;)"};
    for (const char* source : hostile) {
        const std::string html = made(source);
        EXPECT_EQ(render_test::page_faults(html), std::vector<std::string>{}) << html;
        for (const auto& element : render_test::read_markup(html).elements) {
            EXPECT_TRUE(harmless(element)) << source << " became " << html;
        }
    }
}

TEST(Markdown, HostileLengthAndDepthStayCheap) {
    const auto repeated = [](std::string_view part, std::size_t bytes) {
        std::string text;
        while (text.size() < bytes) {
            text += part;
        }
        return text;
    };
    for (const std::string_view part : {"[",
                                        "![",
                                        "*a ",
                                        "**a",
                                        "`",
                                        ">",
                                        "> ",
                                        "- ",
                                        "<",
                                        "&",
                                        "_*",
                                        "[a](",
                                        "~~a",
                                        "\\[",
                                        "1. ",
                                        "[a]\n"}) {
        const std::string source = repeated(part, 200000);
        const auto begun = std::chrono::steady_clock::now();
        const std::string html = made(source);
        const auto took = std::chrono::steady_clock::now() - begun;
        EXPECT_LT(took, std::chrono::seconds(2)) << part;
        EXPECT_LT(html.size(), 30 * kSourceMax) << part;
        EXPECT_EQ(render_test::read_markup(html).faults, std::vector<std::string>{}) << part;
    }
    // One long address, named as often as there is room.
    const std::string address = "[a]: https://a.example/" + std::string(15000, 'x') + "\n\n";
    EXPECT_LT(made(address + repeated("[a] ", 17000)).size(), 30 * kSourceMax);
}

TEST(Markdown, CutsAtAWholeCharacter) {
    const std::string source = std::string(kSourceMax - 1, 'x') + "\xC3\xA9";
    EXPECT_EQ(made(source), "<p>" + std::string(kSourceMax - 1, 'x') + "</p>\n");
}

TEST(Markdown, ReadsWellAsPlainText) {
    const std::pair<std::string_view, std::string_view> table[] = {
        {"", ""},
        {"*one*\n\ntwo & <three>", "one\n\ntwo & <three>"},
        {"# Title\nText", "Title\n\nText"},
        {"a\n\n- b\n- c\n\nd", "a\n\n- b\n- c\n\nd"},
        {"2. b\n3. c", "2. b\n3. c"},
        {"- a\n  - b\n- c", "- a\n  - b\n- c"},
        {"[here](https://a.example/)", "here (https://a.example/)"},
        {"<https://a.example/>", "https://a.example/"},
        {"<a@b.example>", "a@b.example"},
        {"[a](javascript:x)", "a"},
        {"![alt](https://a.example/x.png)", "alt"},
        {"```\n1 < 2\n```\nb", "1 < 2\n\nb"},
        {"a\n\n---\n\nb", "a\n\nb"}};
    for (const auto& [source, expected] : table) {
        EXPECT_EQ(plain_text(source), expected) << source;
    }
}

}  // namespace
}  // namespace ks::markdown
