// SPDX-License-Identifier: Apache-2.0
#include "edge/loop/log.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <unistd.h>

namespace ks::loop {
namespace {

// The sink is the one thing that all threads share; a line is one write so that lines never mix.
std::mutex sink_mutex;                                // NOLINT(*-avoid-non-const-global-variables)
std::atomic<LogLevel> lowest_level{LogLevel::kInfo};  // NOLINT(*-avoid-non-const-global-variables)

constexpr std::string_view level_name(LogLevel level) noexcept {
    switch (level) {
        case LogLevel::kDebug:
            return "debug";
        case LogLevel::kInfo:
            return "info";
        case LogLevel::kWarning:
            return "warning";
        case LogLevel::kError:
            return "error";
    }
    return "error";
}

bool plain(unsigned char c) noexcept {
    return c > ' ' && c != '"' && c != '\\' && c != '=' && c != 0x7f;
}

void append_value(std::string& line, std::string_view value) {
    if (!value.empty() && std::ranges::all_of(value, plain)) {
        line += value;
        return;
    }
    line += '"';
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            line += '\\';
            line += c;
        } else if (byte < 0x20 || byte == 0x7f) {
            constexpr std::string_view kHex = "0123456789abcdef";
            line += "\\x";
            line += kHex[byte >> 4U];
            line += kHex[byte & 15U];
        } else {
            line += c;
        }
    }
    line += '"';
}

void write_all(std::string_view text) noexcept {
    while (!text.empty()) {
        const ssize_t n = ::write(STDERR_FILENO, text.data(), text.size());
        if (n <= 0) {
            return;  // Nobody can be told that the log is gone.
        }
        text.remove_prefix(static_cast<std::size_t>(n));
    }
}

}  // namespace

void set_log_level(LogLevel level) noexcept {
    lowest_level.store(level, std::memory_order_relaxed);
}

std::string format_log_line(LogLevel level,
                            std::string_view event,
                            std::initializer_list<LogField> fields) {
    std::string line = "level=";
    line += level_name(level);
    line += " event=";
    append_value(line, event);
    for (const LogField& field : fields) {
        line += ' ';
        line += field.key;
        line += '=';
        append_value(line, field.value);
    }
    line += '\n';
    return line;
}

void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) noexcept {
    if (level < lowest_level.load(std::memory_order_relaxed)) {
        return;
    }
    try {
        const auto now =
            std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
        const auto day = std::chrono::floor<std::chrono::days>(now);
        const std::chrono::year_month_day date(day);
        const std::chrono::hh_mm_ss time(now - day);
        std::array<char, 48> stamp{};
        std::snprintf(stamp.data(),
                      stamp.size(),
                      "time=%04d-%02u-%02uT%02d:%02d:%02d.%03dZ ",
                      static_cast<int>(date.year()),
                      static_cast<unsigned>(date.month()),
                      static_cast<unsigned>(date.day()),
                      static_cast<int>(time.hours().count()),
                      static_cast<int>(time.minutes().count()),
                      static_cast<int>(time.seconds().count()),
                      static_cast<int>(time.subseconds().count()));
        const std::string line = stamp.data() + format_log_line(level, event, fields);
        const std::lock_guard lock(sink_mutex);
        write_all(line);
    } catch (...) {
        write_all("level=error event=log_failed\n");
    }
}

}  // namespace ks::loop
