// SPDX-License-Identifier: Apache-2.0
// Reads the fields of one JSON object into what they set. Absent leaves the target alone, null sets
// its default, anything wrong is kept as the first problem (422 with the field's name); afterwards
// nothing is read any more. Every name is found in camelCase and, after it, in snake_case.
#pragma once

#include "edge/api/json_in.hpp"
#include "edge/api/problem.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace ks::api {

/// "monitorIds" -> "monitor_ids".
[[nodiscard]] std::string snake_case(std::string_view camel);

struct TextRule {
    std::size_t chars_min = 0;  ///< code points
    std::size_t chars_max = 0;
    bool nullable = true;  ///< null: empty
    bool lines = false;    ///< line breaks and tabs are allowed; other control characters never are
};

struct NumberRule {
    std::int64_t min = 0;
    std::int64_t max = 0;
    std::optional<std::int64_t> null_is{};  ///< what null sets; none: null is wrong
};

class ObjectIn {
public:
    /// A name and its aliases; the first one present counts.
    using Names = std::initializer_list<std::string_view>;

    /// REQUIRES: `object` is an object; `problem` outlives this.
    ObjectIn(JsonValue object, Problem& problem) noexcept : object_(object), problem_(problem) {}

    /// What is there under these names, null included; nullopt after a problem. Errors then name
    /// found().
    [[nodiscard]] std::optional<JsonValue> find(Names names);

    /// The name under which find() found its last value, as the client wrote it.
    [[nodiscard]] const std::string& found() const noexcept { return found_; }

    /// Each returns whether the field was given (null counts) and good.
    bool text(Names names, std::string& target, const TextRule& rule);
    bool flag(Names names, bool& target, bool null_is);
    bool number(Names names, std::int64_t& target, const NumberRule& rule);

    /// Keeps `text` as the problem with the field found last.
    void refuse(std::string_view text) { refuse(found_, text); }

    void refuse(std::string_view field, std::string_view text);

    [[nodiscard]] bool good() const noexcept { return !problem_; }

    [[nodiscard]] Problem& problem() noexcept { return problem_; }

private:
    JsonValue object_;
    Problem& problem_;
    std::string found_;
};

/// `name` of a page, monitor or project: 1 to 120 characters, not only blanks, never null.
void merge_name(ObjectIn& in, std::string& name);

/// Empty, or why `value` breaks `rule`: "must have 1 to 120 characters".
[[nodiscard]] std::string why_not(std::string_view value, const TextRule& rule);

}  // namespace ks::api
