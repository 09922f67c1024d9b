// SPDX-License-Identifier: Apache-2.0
#include "core/text/delivery_report.hpp"

#include "core/text/email.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>

namespace ks::text {
namespace {

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text) {
    std::string to(text);
    std::ranges::transform(to, to.begin(), lower);
    return to;
}

std::string_view trimmed(std::string_view text) noexcept {
    constexpr std::string_view kBlanks = " \t\r";
    const std::size_t from = text.find_first_not_of(kBlanks);
    return from == std::string_view::npos
               ? std::string_view()
               : text.substr(from, text.find_last_not_of(kBlanks) - from + 1);
}

/// Takes the next line off `rest`.
std::string_view take_line(std::string_view& rest) noexcept {
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

/// What follows the header of the delivery-status part; empty without one. Only a part's own header
/// counts, so the type starts a line.
std::string_view status_part(std::string_view message) {
    bool in_part = false;
    while (!message.empty()) {
        const std::string_view line = take_line(message);
        if (in_part && trimmed(line).empty()) {
            return message;
        }
        const std::string start = lowered(line.substr(0, 64));
        in_part = in_part ||
                  (start.starts_with("content-type:") && start.contains("message/delivery-status"));
    }
    return {};
}

/// "rfc822; user@example.com" (RFC 3464 section 2.3.2).
std::optional<std::string> typed_address(std::string_view value) {
    const std::size_t semicolon = value.find(';');
    if (semicolon == std::string_view::npos ||
        lowered(trimmed(value.substr(0, semicolon))) != "rfc822") {
        return std::nullopt;
    }
    std::string_view address = trimmed(value.substr(semicolon + 1));
    if (address.starts_with('<') && address.ends_with('>')) {
        address = address.substr(1, address.size() - 2);
    }
    return normalise_email(address);
}

/// The fields of one recipient.
struct Group {
    std::optional<std::string> final_recipient, original_recipient;
    std::string action, status;

    void take(std::string_view line) {
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) {
            return;
        }
        const std::string name = lowered(trimmed(line.substr(0, colon)));
        const std::string_view value = trimmed(line.substr(colon + 1));
        if (name == "final-recipient") {
            final_recipient = typed_address(value);
        } else if (name == "original-recipient") {
            original_recipient = typed_address(value);
        } else if (name == "action") {
            action = lowered(value.substr(0, value.find_first_of(" \t(")));
        } else if (name == "status") {
            status = value.substr(0, value.find_first_of(" \t("));
        }
    }

    void finish(std::vector<FailedRecipient>& out) {
        if (action == "failed" && (status.empty() || status.starts_with("5."))) {
            // A forwarding server reports the address behind; the one that we know is the original.
            for (const auto* address : {&original_recipient, &final_recipient}) {
                const bool fresh =
                    *address && std::ranges::none_of(out, [&](const FailedRecipient& known) {
                        return known.address == **address;
                    });
                if (fresh) {
                    out.push_back({.address = **address, .status = status});
                }
            }
        }
        *this = Group();
    }
};

}  // namespace

std::vector<FailedRecipient> failed_recipients(std::string_view message) {
    std::vector<FailedRecipient> failed;
    std::string_view rest = status_part(message);
    Group group;
    while (!rest.empty()) {
        const std::string_view line = take_line(rest);
        if (line.starts_with("--")) {
            break;  // the next part's boundary
        }
        if (trimmed(line).empty()) {
            group.finish(failed);
        } else {
            group.take(line);
        }
    }
    group.finish(failed);
    return failed;
}

}  // namespace ks::text
