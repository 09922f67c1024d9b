// SPDX-License-Identifier: Apache-2.0
#include "core/http/conditional.hpp"

#include <cstddef>
#include <optional>

namespace ks::http {
namespace {

struct Tag {
    bool weak = false;
    std::string_view opaque;  ///< with its quotes
};

constexpr bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t';
}

void skip_blanks(std::string_view& text) noexcept {
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
}

/// Takes one entity tag off the front; nothing if there is none.
std::optional<Tag> take_tag(std::string_view& text) noexcept {
    Tag tag;
    if (text.starts_with("W/")) {  // case-sensitive (RFC 9110 section 8.8.3)
        tag.weak = true;
        text.remove_prefix(2);
    }
    if (!text.starts_with('"')) {
        return std::nullopt;
    }
    std::size_t end = 1;
    while (end < text.size() && text[end] != '"') {
        const auto byte = static_cast<unsigned char>(text[end]);
        if (byte <= 0x20 || byte == 0x7F) {
            return std::nullopt;
        }
        ++end;
    }
    if (end == text.size()) {
        return std::nullopt;
    }
    tag.opaque = text.substr(0, end + 1);
    text.remove_prefix(end + 1);
    return tag;
}

enum class Comparison : std::uint8_t { kWeak, kStrong };

/// The whole list is read before it counts: one malformed element makes it match nothing.
bool matches(std::string_view list, std::string_view etag, Comparison comparison) noexcept {
    skip_blanks(list);
    if (list.starts_with('*')) {
        list.remove_prefix(1);
        skip_blanks(list);
        return list.empty();
    }
    const std::optional<Tag> ours = take_tag(etag);
    if (!ours || !etag.empty()) {
        return false;
    }
    bool found = false;
    bool wants_comma = false;
    while (true) {
        skip_blanks(list);
        if (list.empty()) {
            return found;
        }
        if (list.front() == ',') {  // empty elements are legal in lists (RFC 9110 section 5.6.1)
            wants_comma = false;
            list.remove_prefix(1);
            continue;
        }
        const std::optional<Tag> tag = wants_comma ? std::nullopt : take_tag(list);
        if (!tag) {
            return false;
        }
        const bool weak = tag->weak || ours->weak;
        found =
            found || (tag->opaque == ours->opaque && (!weak || comparison == Comparison::kWeak));
        wants_comma = true;
    }
}

/// Whether any of the field's lines matches; nothing if the field is absent.
std::optional<bool> any_line(const FieldsView& fields,
                             std::string_view name,
                             std::string_view etag,
                             Comparison comparison) noexcept {
    std::optional<bool> result;
    for (const Field& field : fields.all()) {
        if (same_name(field.name, name)) {
            result = result.value_or(false) || matches(field.value, etag, comparison);
        }
    }
    return result;
}

}  // namespace

bool matches_weakly(std::string_view list, std::string_view etag) noexcept {
    return matches(list, etag, Comparison::kWeak);
}

bool matches_strongly(std::string_view list, std::string_view etag) noexcept {
    return matches(list, etag, Comparison::kStrong);
}

Precondition evaluate(const FieldsView& fields, Method method, std::string_view etag) noexcept {
    // If-Match first (RFC 9110 section 13.2.2).
    if (any_line(fields, "if-match", etag, Comparison::kStrong) == false) {
        return Precondition::kFailed;
    }
    if (any_line(fields, "if-none-match", etag, Comparison::kWeak) == true) {
        return method == Method::kGet || method == Method::kHead ? Precondition::kNotModified
                                                                 : Precondition::kFailed;
    }
    return Precondition::kProceed;
}

}  // namespace ks::http
