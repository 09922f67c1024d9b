// SPDX-License-Identifier: Apache-2.0
#include "core/config/reference.hpp"

#include "core/config/option.hpp"

#include <string_view>

namespace ks::config {
namespace {

/// "limits" of "limits.headers"; empty for keys outside a section.
std::string_view section_of(const Option& option) noexcept {
    const std::size_t dot = option.key.find('.');
    return dot == std::string_view::npos ? std::string_view{} : option.key.substr(0, dot);
}

std::string_view name_of(const Option& option) noexcept {
    return option.key.substr(option.key.find('.') + 1);  // npos + 1 is 0
}

/// "bytes, 1024 to 1048576".
std::string type_and_bounds(const Option& option) {
    const std::string bounds = bounds_text(option);
    return std::string(option.type) + (bounds.empty() ? "" : ", " + bounds);
}

/// Calls `head(section)` where a section begins and `row(option)` for each option.
template <class Head, class Row>
void walk(Head head, Row row) {
    std::string_view section = "-";
    for (const Option& option : options()) {
        if (section_of(option) != section) {
            section = section_of(option);
            head(section);
        }
        row(option);
    }
}

}  // namespace

std::string reference_markdown() {
    std::string to;
    walk(
        [&](std::string_view section) {
            to += to.empty() ? "" : "\n";
            to += section.empty() ? "### Outside a section\n"
                                  : "### `[" + std::string(section) + "]`\n";
            to += "\n| Key | Type | Default | Meaning |\n|---|---|---|---|\n";
        },
        [&](const Option& option) {
            const std::string fallback = default_text(option);
            to.append("| `").append(name_of(option)).append("` | ").append(type_and_bounds(option));
            to.append(" | ").append(fallback.empty() ? "none" : "`" + fallback + "`");
            to.append(" | ").append(option.text).append(" |\n");
        });
    return to;
}

std::string reference_text() {
    std::string to;
    walk(
        [&](std::string_view section) {
            if (!section.empty()) {
                to.append("\n[").append(section).append("]\n");
            }
        },
        [&](const Option& option) {
            const std::string fallback = default_text(option);
            to.append(name_of(option));
            to.append(fallback.empty() ? "" : " = " + fallback);
            to.append("  (").append(type_and_bounds(option)).append(")\n    ");
            to.append(option.text).append("\n");
        });
    return to;
}

}  // namespace ks::config
