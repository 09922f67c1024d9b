// SPDX-License-Identifier: Apache-2.0
// Arbitrary bytes as a message: what it becomes holds only the tags that a message may have, in
// balance, and no attribute but those that we write.
#include "core/base/assert.hpp"
#include "render/markdown/markdown.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr std::array<std::string_view, 15> kTags{"p",
                                                 "ul",
                                                 "ol",
                                                 "li",
                                                 "hr",
                                                 "h4",
                                                 "br",
                                                 "blockquote",
                                                 "code",
                                                 "strong",
                                                 "em",
                                                 "a",
                                                 "del",
                                                 "pre",
                                                 "h3"};

void check_attributes(std::string_view name, std::string_view text) {
    if (text.empty()) {
        return;
    }
    if (name == "a") {
        constexpr std::string_view start = " rel=\"nofollow noopener\" href=\"";
        KS_ASSERT(text.starts_with(start) && text.ends_with('"'));
        const std::string_view target = text.substr(start.size(), text.size() - start.size() - 1);
        KS_ASSERT(!target.contains('"') && !target.contains('<'));
        return;
    }
    KS_ASSERT((name == "ul" || name == "ol") && text.starts_with(" class=\"md\""));
}

void check_html(std::string_view html) {
    std::vector<std::string_view> open;
    for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at)) {
        const std::size_t end = html.find('>', at);
        KS_ASSERT(end != std::string_view::npos);
        std::string_view tag = html.substr(at + 1, end - at - 1);
        at = end;
        const bool closing = tag.starts_with('/');
        tag.remove_prefix(closing ? 1 : 0);
        const std::string_view name = tag.substr(0, tag.find(' '));
        KS_ASSERT(std::ranges::find(kTags, name) != kTags.end());
        if (closing) {
            KS_ASSERT(!open.empty() && open.back() == name);
            open.pop_back();
            continue;
        }
        check_attributes(name, tag.substr(name.size()));
        if (name != "br" && name != "hr") {
            open.push_back(name);
        }
    }
    KS_ASSERT(open.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view source(reinterpret_cast<const char*>(data),
                                  size);  // NOLINT: bytes as text
    std::string html;
    ks::out::Html out(html);
    ks::markdown::html(out, source, 4);
    check_html(html);
    (void)ks::markdown::plain_text(source);
    return 0;
}
