// SPDX-License-Identifier: Apache-2.0
#include "edge/api/object_in.hpp"

#include "core/base/limits.hpp"
#include "core/text/utf8.hpp"

#include <algorithm>

namespace ks::api {
namespace {

bool is_control(char c) noexcept {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

bool is_line_control(char c) noexcept {
    return c == '\n' || c == '\r' || c == '\t';
}

}  // namespace

std::string snake_case(std::string_view camel) {
    std::string out;
    for (const char c : camel) {
        if (c >= 'A' && c <= 'Z') {
            out.push_back('_');
            out.push_back(static_cast<char>(c - 'A' + 'a'));
        } else {
            out.push_back(c);
        }
    }
    return out;
}

std::string why_not(std::string_view value, const TextRule& rule) {
    const std::size_t chars = text::count_code_points(value);
    if (chars < rule.chars_min || chars > rule.chars_max) {
        return (rule.chars_min == 0 ? "must have at most "
                                    : "must have " + std::to_string(rule.chars_min) + " to ") +
               std::to_string(rule.chars_max) + " characters";
    }
    const bool bad = std::ranges::any_of(
        value, [&](char c) { return is_control(c) && !(rule.lines && is_line_control(c)); });
    return bad ? "must not contain control characters" : "";
}

std::optional<JsonValue> ObjectIn::find(Names names) {
    if (problem_) {
        return std::nullopt;
    }
    for (const std::string_view name : names) {
        if (const auto value = object_.find(name)) {
            found_ = name;
            return value;
        }
        const std::string snake = snake_case(name);
        const auto value = snake == name ? std::nullopt : object_.find(snake);
        if (value) {
            found_ = snake;
            return value;
        }
    }
    found_ = *names.begin();
    return std::nullopt;
}

void ObjectIn::refuse(std::string_view field, std::string_view text) {
    if (!problem_) {
        problem_ = invalid(field, text);
    }
}

bool ObjectIn::text(Names names, std::string& target, const TextRule& rule) {
    const auto value = find(names);
    if (!value) {
        return false;
    }
    if (value->is(JsonKind::kNull) && rule.nullable) {
        target.clear();
        return true;
    }
    const auto text = value->text();
    if (!text) {
        refuse("must be a string");
        return false;
    }
    if (const std::string reason = why_not(*text, rule); !reason.empty()) {
        refuse(reason);
        return false;
    }
    target = *text;
    return true;
}

bool ObjectIn::flag(Names names, bool& target, bool null_is) {
    const auto value = find(names);
    if (!value) {
        return false;
    }
    const auto flag = value->is(JsonKind::kNull) ? std::optional(null_is) : value->boolean();
    if (!flag) {
        refuse("must be true or false");
        return false;
    }
    target = *flag;
    return true;
}

bool ObjectIn::number(Names names, std::int64_t& target, const NumberRule& rule) {
    const auto value = find(names);
    if (!value) {
        return false;
    }
    if (value->is(JsonKind::kNull) && rule.null_is) {
        target = *rule.null_is;
        return true;
    }
    const auto number = value->integer();
    if (!number) {
        refuse("must be a whole number");
        return false;
    }
    if (*number < rule.min || *number > rule.max) {
        refuse("must be a number from " + std::to_string(rule.min) + " to " +
               std::to_string(rule.max));
        return false;
    }
    target = *number;
    return true;
}

void merge_name(ObjectIn& in, std::string& name) {
    if (in.text(
            {"name"}, name, {.chars_min = 1, .chars_max = limits::kNameChars, .nullable = false}) &&
        name.find_first_not_of(' ') == std::string::npos) {
        in.refuse("must not be blank");
    }
}

}  // namespace ks::api
