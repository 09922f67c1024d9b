// SPDX-License-Identifier: Apache-2.0
#include "edge/http1/response_head.hpp"

#include "core/base/assert.hpp"
#include "core/http/status.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace ks::http1 {
namespace {

void append_number(std::string& out, std::uint64_t number, int base) {
    std::array<char, 20>
        digits;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by to_chars
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, base).ptr;
    out.append(digits.data(), end);
}

void append_value(std::string& out, std::string_view value) {
    const auto unsafe = [](char c) { return c == '\r' || c == '\n' || c == '\0'; };
    const std::size_t start = out.size();
    out.append(value);
    std::replace_if(out.begin() + static_cast<std::ptrdiff_t>(start), out.end(), unsafe, ' ');
}

void append_body_field(std::string& out, const ResponseHead& head) {
    switch (head.body) {
        case ResponseBody::kLength:
            out.append("Content-Length: ");
            append_number(out, head.length, 10);
            out.append("\r\n");
            return;
        case ResponseBody::kChunked:
            out.append("Transfer-Encoding: chunked\r\n");
            return;
        case ResponseBody::kUntilClose:
            KS_ASSERT(head.persistence == Persistence::kClose);
            return;
        case ResponseBody::kNone:
            return;
    }
}

}  // namespace

std::string_view DateText::at(std::int64_t unix_second) noexcept {
    if (unix_second == second_) {
        return {text_.data(), text_.size()};
    }
    constexpr std::string_view kDays = "SunMonTueWedThuFriSat";
    constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const std::chrono::sys_seconds time{std::chrono::seconds{unix_second}};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{time - day};
    const auto put = [this](std::size_t at, std::string_view part) {
        std::ranges::copy(part, text_.begin() + static_cast<std::ptrdiff_t>(at));
    };
    const auto put_two = [this](std::size_t at, unsigned number) {
        text_[at] = static_cast<char>('0' + number / 10 % 10);
        text_[at + 1] = static_cast<char>('0' + number % 10);
    };
    const auto year = static_cast<unsigned>(static_cast<int>(date.year()));
    put(0, "Day, 00 Mon 0000 00:00:00 GMT");
    put(0, kDays.substr(std::chrono::weekday{day}.c_encoding() * 3UL, 3));
    put_two(5, static_cast<unsigned>(date.day()));
    put(8, kMonths.substr((static_cast<unsigned>(date.month()) - 1) * 3UL, 3));
    put_two(12, year / 100);
    put_two(14, year % 100);
    put_two(17, static_cast<unsigned>(clock.hours().count()));
    put_two(20, static_cast<unsigned>(clock.minutes().count()));
    put_two(23, static_cast<unsigned>(clock.seconds().count()));
    second_ = unix_second;
    return {text_.data(), text_.size()};
}

std::size_t append_response_head(std::string& out,
                                 const ResponseHead& head,
                                 std::string_view date) {
    KS_ASSERT(head.status >= 100 && head.status <= 999 && date.size() == kDateSize);
    out.append("HTTP/1.1 ");
    append_number(out, head.status, 10);
    out.append(" ").append(http::reason(head.status)).append("\r\nDate: ");
    const std::size_t date_offset = out.size();
    out.append(date).append("\r\n");
    for (const auto& [name, value] : head.fields) {
        out.append(name).append(": ");
        append_value(out, value);
        out.append("\r\n");
    }
    append_body_field(out, head);
    if (head.persistence == Persistence::kClose) {
        out.append("Connection: close\r\n");
    } else if (head.persistence == Persistence::kKeepAlive) {
        out.append("Connection: keep-alive\r\n");
    }
    out.append("\r\n");
    return date_offset;
}

void append_chunk(std::string& out, std::string_view data) {
    if (data.empty()) {
        return;
    }
    append_number(out, data.size(), 16);
    out.append("\r\n").append(data).append("\r\n");
}

}  // namespace ks::http1
