// SPDX-License-Identifier: Apache-2.0
#include "core/http/fields.hpp"
#include "edge/api/monitor_in.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace ks::api {
namespace {

using record::StatusRange;

constexpr std::array<std::string_view, 6> kMethods{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"};
constexpr std::size_t kHeadersMax = 50;
constexpr std::size_t kHeaderBytesMax = 4096;
constexpr std::size_t kRangesMax = 20;
constexpr std::int64_t kStatusMin = 100;
constexpr std::int64_t kStatusMax = 599;
constexpr std::int64_t kExpiryDaysMax = 365;
constexpr std::int64_t kExpiryDays = 14;

/// Fields that belong to the connection or that the prober writes itself; a second one would let a
/// target see two different requests (RFC 9110 section 7.6.1).
constexpr std::array<std::string_view, 11> kOwnFields{"Connection",
                                                      "Keep-Alive",
                                                      "Proxy-Connection",
                                                      "Proxy-Authenticate",
                                                      "Proxy-Authorization",
                                                      "TE",
                                                      "Trailer",
                                                      "Transfer-Encoding",
                                                      "Upgrade",
                                                      "Content-Length",
                                                      "Host"};

bool is_token_char(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").contains(c);
}

std::string why_not_header(std::string_view name, std::string_view value) {
    if (name.empty() || !std::ranges::all_of(name, is_token_char)) {
        return "has a name that is not allowed in HTTP";
    }
    if (std::ranges::any_of(kOwnFields,
                            [&](std::string_view own) { return http::same_name(own, name); })) {
        return "must not set '" + std::string(name) + "': it is made by the check itself";
    }
    const auto bad = [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
    };
    if (std::ranges::any_of(value, bad)) {
        return "must not have line breaks or control characters in '" + std::string(name) + "'";
    }
    return name.size() + value.size() > kHeaderBytesMax ? "has an entry that is too long" : "";
}

void merge_headers(ObjectIn& in, std::vector<std::pair<std::string, std::string>>& headers) {
    const auto value = in.find({"headers"});
    if (!value) {
        return;
    }
    if (!value->is(JsonKind::kNull) && !value->is(JsonKind::kObject)) {
        in.refuse("must be an object of strings");
        return;
    }
    std::vector<std::pair<std::string, std::string>> wanted;
    for (const auto& [name, content] : value->members()) {
        const auto text = content.text();
        if (!text) {
            in.refuse("must be an object of strings");
            return;
        }
        if (const std::string reason = why_not_header(name, *text); !reason.empty()) {
            in.refuse(reason);
            return;
        }
        wanted.emplace_back(name, *text);
    }
    if (wanted.size() > kHeadersMax) {
        in.refuse("must have at most " + std::to_string(kHeadersMax) + " entries");
        return;
    }
    headers = std::move(wanted);
}

std::optional<std::int64_t> whole_number(std::string_view text) noexcept {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value)
                                                                    : std::nullopt;
}

/// 200, "200" or "200-299".
std::optional<StatusRange> read_range(JsonValue value) {
    std::optional<std::int64_t> low = value.integer();
    std::optional<std::int64_t> high = low;
    if (const auto text = value.text()) {
        const std::size_t dash = text->find('-');
        low = whole_number(text->substr(0, dash));
        high = dash == std::string_view::npos ? low : whole_number(text->substr(dash + 1));
    }
    if (!low || !high || *low < kStatusMin || *high > kStatusMax || *low > *high) {
        return std::nullopt;
    }
    return StatusRange{.low = static_cast<std::uint16_t>(*low),
                       .high = static_cast<std::uint16_t>(*high)};
}

void merge_expected_status(ObjectIn& in, std::vector<StatusRange>& ranges) {
    const auto value = in.find({"expectedStatus"});
    if (!value) {
        return;
    }
    if (value->is(JsonKind::kNull)) {
        ranges = {StatusRange{}};
        return;
    }
    const auto items =
        value->is(JsonKind::kArray) ? value->items() : std::vector<JsonValue>{*value};
    std::vector<StatusRange> wanted;
    for (const JsonValue item : items) {
        const auto range = read_range(item);
        if (!range || wanted.size() == kRangesMax) {
            wanted.clear();
            break;
        }
        wanted.push_back(*range);
    }
    if (wanted.empty()) {
        in.refuse(
            "must be a status such as 200, a range such as \"200-299\", or a list of up to 20 of "
            "them");
        return;
    }
    ranges = std::move(wanted);
}

void merge_method(ObjectIn& in, std::string& method) {
    const auto value = in.find({"method"});
    if (!value) {
        return;
    }
    const auto text =
        value->is(JsonKind::kNull) ? std::optional<std::string_view>("GET") : value->text();
    if (!text || std::ranges::find(kMethods, *text) == kMethods.end()) {
        in.refuse("must be GET, POST, PUT, PATCH, DELETE or HEAD");
        return;
    }
    method = *text;
}

}  // namespace

void merge_http(ObjectIn& in, record::HttpOptions& http) {
    merge_method(in, http.method);
    merge_headers(in, http.headers);
    in.text({"body"}, http.body, {.chars_max = 16000, .lines = true});
    merge_expected_status(in, http.expected_status);
    in.text({"bodyContains"}, http.body_contains, {.chars_max = 1000, .lines = true});
    in.flag({"followRedirects"}, http.follow_redirects, true);
    in.flag({"verifyTls"}, http.verify_tls, true);
    std::int64_t days = 0;
    if (in.number({"certificateExpiryDays"},
                  days,
                  {.min = 0, .max = kExpiryDaysMax, .null_is = kExpiryDays})) {
        http.certificate_expiry_days = static_cast<std::uint16_t>(days);
    }
}

}  // namespace ks::api
