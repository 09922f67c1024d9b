// SPDX-License-Identifier: Apache-2.0
#include "edge/page/page_query.hpp"

#include "core/base/limits.hpp"
#include "edge/page/chunks.hpp"

#include <algorithm>
#include <charconv>

namespace ks::page {
namespace {

std::optional<std::uint32_t> entry_number(std::string_view text) noexcept {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    return whole && number <= limits::kEntriesPerPage ? std::optional(number) : std::nullopt;
}

}  // namespace

std::optional<PageQuery> parse_page_query(std::string_view query) noexcept {
    PageQuery asked;
    std::uint32_t shown = 0;
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view field = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        const std::size_t equals = std::min(field.find('='), field.size());
        const std::string_view name = field.substr(0, equals);
        const std::string_view value = field.substr(std::min(equals + 1, field.size()));
        if (name == "after") {
            const auto first = entry_number(value);
            if (!first || *first == 0 || !is_chunk_start(*first)) {
                return std::nullopt;
            }
            asked.entries.first = *first;
        } else if (name == "since") {
            const auto token = parse_refresh_token(value);
            asked.refresh = true;
            asked.since_known = token.has_value();
            asked.since = token.value_or(RefreshToken());
        } else if (name == "shown") {
            shown = entry_number(value).value_or(0);
        }
    }
    const std::uint32_t first = asked.entries.first;
    asked.entries.end = chunk_end(first);
    if (asked.refresh && shown > asked.entries.end - first) {
        asked.entries.end = chunk_end(first + shown - 1);
    }
    return asked;
}

}  // namespace ks::page
