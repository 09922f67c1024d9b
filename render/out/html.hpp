// SPDX-License-Identifier: Apache-2.0
// Appends HTML to a string. Whatever is not a literal is escaped; the few exceptions say `trusted`.
#pragma once

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace ks::out {

/// Markup that the compiler has seen: only a string literal converts to it.
class Literal {
public:
    template <std::size_t N>
    // NOLINTNEXTLINE(google-explicit-constructor): to convert literals is its purpose
    consteval Literal(const char (&text)[N]) : text_(text, N - 1) {}

    [[nodiscard]] constexpr std::string_view view() const noexcept { return text_; }

private:
    std::string_view text_;
};

/// A number's decimal digits, on the stack.
class Digits {
public:
    explicit Digits(std::uint64_t value) noexcept
        : end_(std::to_chars(text_.data(), text_.data() + text_.size(), value).ptr) {}

    Digits(const Digits&) = delete;
    Digits& operator=(const Digits&) = delete;

    [[nodiscard]] std::string_view view() const noexcept { return {text_.data(), end_}; }

private:
    std::array<char, 20> text_;  // NOLINT(cppcoreguidelines-init-variables): up to end_ it is set
    const char* end_;
};

class Html {
public:
    /// `to` must outlive the writer.
    explicit Html(std::string& to) noexcept : to_(to) {}

    Html& raw(Literal markup) {
        to_.append(markup.view());
        return *this;
    }

    /// Escaped for element content.
    Html& text(std::string_view text);
    /// Escaped for an attribute value in double quotes; good as content too.
    Html& attribute(std::string_view text);

    Html& number(std::uint64_t value) {
        to_.append(Digits(value).view());
        return *this;
    }

    /// Markup made by this floor's own functions: finished rows, hexadecimal digits, ids.
    Html& trusted(std::string_view markup) {
        to_.append(markup);
        return *this;
    }

    /// A sentence of the word table with {0}, {1} ... replaced, all escaped as attribute().
    Html& phrase(std::string_view pattern, std::initializer_list<std::string_view> values);

    [[nodiscard]] std::size_t size() const noexcept { return to_.size(); }

private:
    std::string& to_;
};

}  // namespace ks::out
