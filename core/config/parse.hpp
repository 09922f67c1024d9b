// SPDX-License-Identifier: Apache-2.0
// Keys and values to a Config, against the rows of option.hpp. Nothing is silently ignored.
#pragma once

#include "core/config/config.hpp"
#include "core/config/value.hpp"

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ks::config {

/// One thing that is wrong: where, what, and how to mend it.
struct ConfigError {
    std::uint32_t line = 0;  ///< 0: not in the file
    std::string key;         ///< empty: not about one key
    std::string text;

    friend bool operator==(const ConfigError&, const ConfigError&) = default;
};

/// "FILE: line 7: limits.body_bytes: 12 is below the minimum of 1024; ...", one line without
/// control characters.
[[nodiscard]] std::string print_error(const ConfigError& error, std::string_view file);

/// The defaults overlaid with the entries; of two with one path the later counts, so overrides from
/// the command line come last. Else all errors, by line.
[[nodiscard]] std::expected<Config, std::vector<ConfigError>> parse(std::span<const Entry> entries);

}  // namespace ks::config
