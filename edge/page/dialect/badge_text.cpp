// SPDX-License-Identifier: Apache-2.0
#include "edge/page/dialect/badge_text.hpp"

#include "core/model/uptime.hpp"
#include "core/text/percent.hpp"
#include "core/text/utf8.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace ks::page {
namespace {

constexpr std::string_view kBrightGreen = "#44cc11";
constexpr std::string_view kGreen = "#97ca00";
constexpr std::string_view kYellow = "#dfb317";
constexpr std::string_view kOrange = "#fe7d37";
constexpr std::string_view kRed = "#e05d44";
constexpr std::string_view kBlue = "#007ec6";
constexpr std::string_view kGrey = "#9f9f9f";

constexpr std::pair<std::string_view, std::string_view> kNamed[] = {{"brightgreen", kBrightGreen},
                                                                    {"green", kGreen},
                                                                    {"yellowgreen", "#a4a61d"},
                                                                    {"yellow", kYellow},
                                                                    {"orange", kOrange},
                                                                    {"red", kRed},
                                                                    {"blue", kBlue},
                                                                    {"lightgrey", kGrey},
                                                                    {"lightgray", kGrey},
                                                                    {"grey", "#555555"},
                                                                    {"gray", "#555555"},
                                                                    {"success", kBrightGreen},
                                                                    {"important", kOrange},
                                                                    {"critical", kRed},
                                                                    {"informational", kBlue},
                                                                    {"inactive", kGrey}};

constexpr std::size_t kLabelChars = 60;
constexpr int kDaysMax = 90;

bool is_label(std::string_view text) noexcept {
    return text::is_utf8(text) && text::count_code_points(text) <= kLabelChars &&
           std::ranges::none_of(
               text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

bool read_days(std::string_view text, int& days) noexcept {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
    return error == std::errc() && end == text.data() + text.size() && days >= 1 &&
           days <= kDaysMax;
}

bool read_type(std::string_view text, BadgeType& type) noexcept {
    constexpr std::array<std::string_view, 3> kTypes{"status", "uptime", "response"};
    const auto found = std::ranges::find(kTypes, text);
    type = static_cast<BadgeType>(found - kTypes.begin());
    return found != kTypes.end();
}

}  // namespace

BadgeFace badge_face(model::PageState state) {
    switch (state) {
        case model::PageState::kOperational:
            return {"operational", kBrightGreen};
        case model::PageState::kMaintenance:
            return {"maintenance", kBlue};
        case model::PageState::kDegraded:
            return {"degraded", kYellow};
        case model::PageState::kPartialOutage:
            return {"partial outage", kOrange, true};
        case model::PageState::kMajorOutage:
            return {"major outage", kRed, true};
        case model::PageState::kNoData:
            break;
    }
    return {"no data", kGrey};
}

BadgeFace badge_face(record::State state) {
    switch (state) {
        case record::State::kUp:
            return {"up", kBrightGreen};
        case record::State::kDegraded:
            return {"degraded", kYellow};
        case record::State::kDown:
            return {"down", kRed, true};
        case record::State::kMaintenance:
            return {"maintenance", kBlue};
        case record::State::kPaused:
            return {"paused", kGrey};
        case record::State::kNoData:
            break;
    }
    return {"no data", kGrey};
}

BadgeFace uptime_face(std::uint64_t down_s, std::uint64_t observed_s) {
    const int per_myriad = model::uptime_per_myriad(down_s, observed_s);
    if (per_myriad < 0) {
        return {"no data", kGrey};
    }
    return {model::percent_text(per_myriad) + "%",
            per_myriad >= 9990   ? kBrightGreen
            : per_myriad >= 9900 ? kGreen
            : per_myriad >= 9500 ? kYellow
                                 : kRed};
}

BadgeFace response_face(std::int64_t milliseconds) {
    return milliseconds < 0 ? BadgeFace{"no data", kGrey}
                            : BadgeFace{std::to_string(milliseconds) + " ms", kBlue};
}

std::optional<BadgeQuery> read_badge_query(std::string_view query, std::string_view& fault) {
    BadgeQuery read;
    read.monitor = text::query_value(query, "monitor").value_or("");
    fault = "type";
    if (const auto type = text::query_value(query, "type"); type && !read_type(*type, read.type)) {
        return std::nullopt;
    }
    fault = "days";
    if (const auto days = text::query_value(query, "days"); days && !read_days(*days, read.days)) {
        return std::nullopt;
    }
    fault = "label";
    read.label = text::query_value(query, "label");
    if (read.label && !is_label(*read.label)) {
        return std::nullopt;
    }
    fault = "color";
    if (const auto color = text::query_value(query, "color")) {
        read.color = badge_color(*color);
        if (!read.color) {
            return std::nullopt;
        }
    }
    return read;
}

std::optional<std::string> badge_color(std::string_view text) {
    for (const auto& [name, color] : kNamed) {
        if (name == text) {
            return std::string(color);
        }
    }
    if (text.starts_with('#')) {
        text.remove_prefix(1);
    }
    const auto is_hex = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    };
    if ((text.size() != 3 && text.size() != 6) || !std::ranges::all_of(text, is_hex)) {
        return std::nullopt;
    }
    std::string color = "#";
    for (const char c : text) {
        color.append(text.size() == 3 ? 2 : 1, c);
    }
    return color;
}

}  // namespace ks::page
