// SPDX-License-Identifier: Apache-2.0
#include "core/config/assign.hpp"

#include "core/text/duration.hpp"
#include "core/text/escape.hpp"
#include "core/text/utf8.hpp"

#include <type_traits>
#include <utility>

namespace ks::config {
namespace {

constexpr std::size_t kShownBytes = 60;

std::string quoted(std::string_view text) {
    const std::string_view shown = text::utf8_prefix(text, kShownBytes);
    std::string to;
    text::append_json_string(to, shown);
    return to + (shown.size() < text.size() ? "..." : "");
}

/// An example in the file's own words, from the default where there is one.
std::string example(const Option& option) {
    const std::string fallback = default_text(option);
    const std::string name(option.key.substr(option.key.rfind('.') + 1));
    if (!fallback.empty() && fallback != "[]") {
        return "write for instance " + name + " = " + fallback;
    }
    return "give a " + std::string(option.type);
}

std::string wrong_type(const Option& option, const Value& value) {
    return describe(value) + " is not a " + std::string(option.type) + "; " + example(option);
}

/// "12 is below the minimum of 1024; give 1024 to 1048576".
std::string out_of_bounds(const Option& option, std::string_view shown, bool below) {
    const std::string range = bounds_text(option);
    const std::size_t to = range.find(" to ");
    return std::string(shown) +
           (below ? " is below the minimum of " : " is above the maximum of ") +
           (below ? range.substr(0, to) : range.substr(to + 4)) + "; give " + range;
}

template <class T>
const T* get(const Value& value) noexcept {
    return std::get_if<T>(&value.data);
}

/// Stores into the place of each type; returns the complaint.
struct Assigner {
    const Option& option;
    const Value& value;
    Config& config;

    std::string operator()(Place<bool> place) const {
        const bool* const flag = get<bool>(value);
        if (flag == nullptr) {
            return describe(value) + " is neither true nor false; write one of them without quotes";
        }
        place(config) = *flag;
        return "";
    }

    std::string operator()(Place<std::uint32_t> place) const { return number(place(config)); }

    std::string operator()(Place<std::optional<std::uint16_t>> place) const {
        std::uint16_t port = 0;
        std::string complaint = number(port);
        if (complaint.empty()) {
            place(config) = port;
        }
        return complaint;
    }

    std::string operator()(Place<std::chrono::milliseconds> place) const {
        const auto* const text = get<std::string>(value);
        const auto duration = text != nullptr ? text::parse_duration(*text) : std::nullopt;
        if (!duration) {
            return describe(value) +
                   " is not a duration; write a whole number and its unit (ms, s, m, h or d) in "
                   "quotes, "
                   "for instance " +
                   default_text(option);
        }
        if (duration->count() < option.rule.min || duration->count() > option.rule.max) {
            return out_of_bounds(option, *text, duration->count() < option.rule.min);
        }
        place(config) = *duration;
        return "";
    }

    std::string operator()(Place<std::string> place) const {
        const auto* const text = get<std::string>(value);
        if (text == nullptr) {
            return wrong_type(option, value);
        }
        std::string checked = *text;
        if (const std::string_view wanted = option.rule.check(checked); !wanted.empty()) {
            return quoted(*text) + " is not allowed; " + std::string(wanted);
        }
        place(config) = std::move(checked);
        return "";
    }

    std::string operator()(Place<std::vector<std::string>> place) const {
        return list<std::string>(place(config),
                                 [this](std::string text, std::vector<std::string>& to) {
                                     const std::string_view wanted = option.rule.check(text);
                                     to.push_back(std::move(text));
                                     return wanted;
                                 });
    }

    std::string operator()(Place<std::vector<text::Network>> place) const {
        return list<text::Network>(
            place(config),
            [](const std::string& text, std::vector<text::Network>& to) -> std::string_view {
                const auto network = text::parse_network(text);
                if (!network) {
                    return "give an address or a network whose bits past the prefix are zero, such "
                           "as "
                           "\"10.0.0.0/8\" or \"::1/128\"";
                }
                to.push_back(*network);
                return "";
            });
    }

    std::string operator()(Place<std::vector<Certificate>> place) const {
        const auto* const values = get<std::vector<Value>>(value);
        if (values == nullptr || !values->empty()) {
            return describe(value) +
                   " is not a list of certificates; write [{ chain = \"wild.pem\", key = "
                   "\"wild.key\" }]";
        }
        place(config).clear();
        return "";
    }

private:
    template <class T>
    std::string number(T& to) const {
        const auto* const given = get<std::int64_t>(value);
        if (given == nullptr) {
            return describe(value) + " is not a whole number; give " + bounds_text(option) +
                   " without quotes";
        }
        if (*given < option.rule.min || *given > option.rule.max) {
            return out_of_bounds(option, std::to_string(*given), *given < option.rule.min);
        }
        to = static_cast<T>(*given);
        return "";
    }

    template <class T, class Add>
    std::string list(std::vector<T>& to, Add add) const {
        const auto* const given = get<std::vector<Value>>(value);
        // Where a list is the exception, its one element may stand alone.
        const bool alone = get<std::string>(value) != nullptr &&
                           option.type.find(" or list of ") != std::string_view::npos;
        if (given == nullptr && !alone) {
            return describe(value) + " is not a list; put it in brackets";
        }
        const std::vector<Value> values = alone ? std::vector<Value>{value} : *given;
        std::vector<T> made;
        for (const Value& element : values) {
            const auto* const text = get<std::string>(element);
            if (text == nullptr) {
                return describe(element) + " in the list is not a text; put it in quotes";
            }
            if (const std::string_view wanted = add(*text, made); !wanted.empty()) {
                return quoted(*text) + " is not allowed; " + std::string(wanted);
            }
        }
        to = std::move(made);
        return "";
    }
};

}  // namespace

std::string describe(const Value& value) {
    return std::visit(
        [](const auto& data) -> std::string {
            using T = std::remove_cvref_t<decltype(data)>;
            if constexpr (std::is_same_v<T, bool>) {
                return data ? "true" : "false";
            } else if constexpr (std::is_same_v<T, std::int64_t>) {
                return "the number " + std::to_string(data);
            } else if constexpr (std::is_same_v<T, double>) {
                return "the number " + std::to_string(data);
            } else if constexpr (std::is_same_v<T, std::string>) {
                return "the text " + quoted(data);
            } else if constexpr (std::is_same_v<T, OtherKind>) {
                return "a " + std::string(data.name);
            } else {
                return "a list";
            }
        },
        value.data);
}

std::string assign(const Option& option, const Value& value, Config& to) {
    return std::visit(Assigner{option, value, to}, option.place);
}

}  // namespace ks::config
