// SPDX-License-Identifier: Apache-2.0
// The rows of all options: one row is its name, its place in Config (which also gives type and
// default), unit, bounds and text. Parsing, --help and docs/configuration.md come from the rows.
#pragma once

#include "core/config/config.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ks::config {

/// Where the value goes; the alternative is the option's type.
template <class T>
using Place = T& (*)(Config&);
using AnyPlace = std::variant<Place<bool>,
                              Place<std::uint32_t>,
                              Place<std::optional<std::uint16_t>>,
                              Place<std::chrono::milliseconds>,
                              Place<std::string>,
                              Place<std::vector<std::string>>,
                              Place<std::vector<text::Network>>,
                              Place<std::vector<Certificate>>>;

/// Checks one text and may put it into its normal form. Returns what is wanted, or empty if all is
/// well.
using TextCheck = std::string_view (*)(std::string& text);

/// What a value must satisfy beyond its type.
struct Rule {
    constexpr Rule() = default;

    constexpr Rule(std::int64_t at_least, std::int64_t at_most) : min(at_least), max(at_most) {}

    constexpr explicit Rule(TextCheck text_check) : check(text_check) {}

    std::int64_t min = 0;  ///< numbers: the value; durations: milliseconds
    std::int64_t max = 0;
    TextCheck check = nullptr;  ///< texts and lists of texts
};

struct Option {
    std::string_view key;
    AnyPlace place;
    std::string_view type;  ///< as people say it: "bytes", "duration", "list of networks"
    Rule rule;
    std::string_view text;
};

[[nodiscard]] std::span<const Option> options() noexcept;

/// The row of that key, or null.
[[nodiscard]] const Option* find_option(std::string_view key) noexcept;

/// Some option lies below: "limits" is a section.
[[nodiscard]] bool is_section(std::string_view path) noexcept;

/// The default, written as in the file: 100, "5s", ["[::]:80"]; empty if there is none.
[[nodiscard]] std::string default_text(const Option& option);

/// "1024 to 1048576", "100ms to 5m"; empty for options without bounds.
[[nodiscard]] std::string bounds_text(const Option& option);

}  // namespace ks::config
