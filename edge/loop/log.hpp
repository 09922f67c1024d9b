// SPDX-License-Identifier: Apache-2.0
// The one log sink: a line of key=value pairs on standard error. Any thread.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace ks::loop {

enum class LogLevel : std::uint8_t { kDebug, kInfo, kWarning, kError };

/// Lines below `level` are dropped. Default: kInfo.
void set_log_level(LogLevel level) noexcept;

struct LogField {
    std::string_view key;
    std::string value;

    LogField(std::string_view field_key, std::string field_value)
        : key(field_key), value(std::move(field_value)) {}

    LogField(std::string_view field_key, std::string_view field_value)
        : key(field_key), value(field_value) {}

    LogField(std::string_view field_key, const char* field_value)
        : key(field_key), value(field_value) {}

    LogField(std::string_view field_key, std::int64_t number)
        : key(field_key), value(std::to_string(number)) {}
};

/// "time=... level=info event=listening http=127.0.0.1:80". Values with blanks, quotes or control
/// bytes are quoted and escaped.
void log(LogLevel level,
         std::string_view event,
         std::initializer_list<LogField> fields = {}) noexcept;

/// The line that log() would write, without the time; for tests.
[[nodiscard]] std::string format_log_line(LogLevel level,
                                          std::string_view event,
                                          std::initializer_list<LogField> fields);

}  // namespace ks::loop
