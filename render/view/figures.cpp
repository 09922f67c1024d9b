// SPDX-License-Identifier: Apache-2.0
#include "render/view/figures.hpp"

#include "core/base/assert.hpp"
#include "core/model/uptime.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <utility>

namespace ks::view {

namespace {

void number(std::string& to, std::int64_t value, std::size_t width = 1) {
    const std::string digits = std::to_string(value);
    to.append(width - std::min(width, digits.size()), '0').append(digits);
}

/// "UTC+05:30" where the zone's own letters are only a number, else "CET".
void zone_letters(std::string& to, const CivilTime& at) {
    const bool letters = !at.abbreviation.empty() && at.abbreviation.front() != '+' &&
                         at.abbreviation.front() != '-';
    if (letters) {
        to += at.abbreviation;
        return;
    }
    const int minutes = std::abs(at.offset_s) / 60;
    to += at.offset_s < 0 ? "UTC-" : "UTC+";
    number(to, minutes / 60, 2);
    to += ':';
    number(to, minutes % 60, 2);
}

void field(std::string& to, std::string_view name, const Words& words, const CivilTime& at) {
    if (name == "weekday") {
        to += words.weekday[at.weekday];
    } else if (name == "day") {
        number(to, at.day);
    } else if (name == "month") {
        to += words.month[at.month - 1U];
    } else if (name == "month_alone") {
        to += words.month_alone[at.month - 1U];
    } else if (name == "year") {
        number(to, at.year);
    } else if (name == "hour") {
        number(to, at.hour, 2);
    } else if (name == "hour12") {
        number(to, at.hour % 12 == 0 ? 12 : at.hour % 12);
    } else if (name == "minute") {
        number(to, at.minute, 2);
    } else if (name == "second") {
        number(to, at.second, 2);
    } else if (name == "ampm") {
        to += at.hour < 12 ? words.am : words.pm;
    } else {
        KS_ASSERT(name == "zone");
        zone_letters(to, at);
    }
}

template <class Put>
void replace(std::string& to, std::string_view pattern, Put&& put) {
    for (std::size_t brace = pattern.find('{'); brace != std::string_view::npos;
         brace = pattern.find('{')) {
        const std::size_t end = pattern.find('}', brace);
        KS_ASSERT(end != std::string_view::npos);
        to += pattern.substr(0, brace);
        put(pattern.substr(brace + 1, end - brace - 1));
        pattern.remove_prefix(end + 1);
    }
    to += pattern;
}

}  // namespace

std::string fill(std::string_view pattern, std::initializer_list<std::string_view> values) {
    std::string text;
    replace(text, pattern, [&](std::string_view name) {
        const auto index = static_cast<std::size_t>(name.front() - '0');
        KS_ASSERT(index < values.size());
        text += values.begin()[index];
    });
    return text;
}

std::string percent(const Words& words, int per_myriad) {
    std::string figure = model::percent_text(per_myriad);
    if (const std::size_t point = figure.find('.'); point != std::string::npos) {
        figure.replace(point, 1, words.decimal_point);
    }
    return fill(words.percent, {figure});
}

std::string duration(const Words& words, std::int64_t seconds) {
    std::string text;
    int parts = 0;
    const auto add = [&](std::string_view pattern, std::int64_t value) {
        if (value == 0 || parts == 2) {
            return;
        }
        if (parts++ != 0) {
            text += ' ';
        }
        text += fill(pattern, {std::to_string(value)});
    };
    const std::int64_t days = seconds / 86400;
    add(words.of(words.days, static_cast<std::uint64_t>(days)), days);
    add(words.hours, seconds / 3600 % 24);
    if (days == 0) {
        add(words.minutes, seconds / 60 % 60);
    }
    if (seconds < 60) {
        return fill(words.seconds, {std::to_string(seconds)});
    }
    return text;
}

std::string date_text(const Words& words, std::string_view pattern, const CivilTime& at) {
    std::string text;
    replace(text, pattern, [&](std::string_view name) { field(text, name, words, at); });
    return text;
}

CivilTime civil_day(Day day) {
    const std::chrono::sys_days point{std::chrono::days{day}};
    const std::chrono::year_month_day date{point};
    CivilTime at{};
    at.year = int{date.year()};
    at.month = static_cast<std::uint8_t>(unsigned{date.month()});
    at.day = static_cast<std::uint8_t>(unsigned{date.day()});
    at.weekday = static_cast<std::uint8_t>(std::chrono::weekday(point).iso_encoding() - 1);
    return at;
}

}  // namespace ks::view
