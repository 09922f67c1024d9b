// SPDX-License-Identifier: Apache-2.0
#include "edge/api/query.hpp"

#include "core/text/percent.hpp"

#include <charconv>

namespace ks::api {

std::string without_field(std::string_view query, std::string_view name) {
    std::string out;
    while (!query.empty()) {
        const std::size_t end = query.find('&');
        const std::string_view part = query.substr(0, end);
        if (!part.empty() && part.substr(0, part.find('=')) != name) {
            out.append(out.empty() ? "" : "&").append(part);
        }
        query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
    }
    return out;
}

Problem query_number(std::string_view query,
                     std::string_view name,
                     QueryRange range,
                     std::int64_t& value) {
    const auto text = text::query_value(query, name);
    if (!text) {
        return {};
    }
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (error != std::errc() || end != text->data() + text->size() || number < range.min ||
        number > range.max) {
        return invalid(name,
                       "must be a whole number from " + std::to_string(range.min) + " to " +
                           std::to_string(range.max));
    }
    value = number;
    return {};
}

}  // namespace ks::api
