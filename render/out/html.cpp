// SPDX-License-Identifier: Apache-2.0
#include "render/out/html.hpp"

#include "core/base/assert.hpp"
#include "core/text/escape.hpp"

namespace ks::out {

Html& Html::text(std::string_view text) {
    text::append_html_text(to_, text);
    return *this;
}

Html& Html::attribute(std::string_view text) {
    text::append_html_attribute(to_, text);
    return *this;
}

Html& Html::phrase(std::string_view pattern, std::initializer_list<std::string_view> values) {
    for (;;) {
        const std::size_t brace = pattern.find('{');
        if (brace == std::string_view::npos) {
            return attribute(pattern);
        }
        KS_ASSERT(brace + 2 < pattern.size() && pattern[brace + 2] == '}');
        const auto index = static_cast<std::size_t>(pattern[brace + 1] - '0');
        KS_ASSERT(index < values.size());
        attribute(pattern.substr(0, brace));
        attribute(values.begin()[index]);
        pattern.remove_prefix(brace + 3);
    }
}

}  // namespace ks::out
