// SPDX-License-Identifier: Apache-2.0
#include "edge/http1/request_head.hpp"

#include "edge/http1/head_fields.hpp"
#include "edge/http1/token.hpp"

#include <algorithm>
#include <cstddef>

namespace ks::http1 {
namespace {

struct RequestLine {
    std::string_view method;
    std::string_view target;
    std::string_view version;
};

/// Exactly one space between the three parts; more is how request lines are smuggled past lenient
/// readers.
Result<RequestLine> split_request_line(std::string_view line) noexcept {
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) {
        return Errc::kBadRequest;
    }
    return RequestLine{
        line.substr(0, first), line.substr(first + 1, last - first - 1), line.substr(last + 1)};
}

constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

Result<int> parse_version(std::string_view version) noexcept {
    if (version.size() != 8 || !version.starts_with("HTTP/") || !is_digit(version[5]) ||
        version[6] != '.' || !is_digit(version[7])) {
        return Errc::kBadRequest;
    }
    if (version[5] != '1' || version[7] > '1') {
        return Errc::kVersionUnsupported;
    }
    return version[7] - '0';
}

Result<http::Method> parse_method(std::string_view token) noexcept {
    if (!is_token(token)) {
        return Errc::kBadRequest;
    }
    if (token == "CONNECT") {
        return Errc::kMethodNotAllowed;
    }
    const auto method = http::parse_method(token);
    return method ? Result<http::Method>{*method} : Result<http::Method>{Errc::kMethodUnknown};
}

/// Visible ASCII without '#': a fragment is never sent, and readers differ in where it would end
/// the path.
bool is_target_text(std::string_view target) noexcept {
    return std::ranges::all_of(target, [](char c) { return c > 0x20 && c < 0x7F && c != '#'; });
}

void split_path(std::string_view text, RequestHead& into) noexcept {
    const std::size_t mark = text.find('?');
    into.path = text.substr(0, mark);
    into.query = mark == std::string_view::npos ? std::string_view{} : text.substr(mark + 1);
    if (into.path.empty()) {
        into.path = "/";  // "http://example.com?q"
    }
}

/// Fills path and query. `authority` is that of an absolute target, `default_port` its scheme's;
/// else empty and 0.
struct TargetAuthority {
    std::string_view text;
    std::uint16_t default_port = 0;
};

Result<TargetAuthority> parse_target(RequestHead& into) noexcept {
    const std::string_view target = into.target;
    if (!is_target_text(target)) {
        return Errc::kBadRequest;
    }
    if (target.starts_with('/') || (target == "*" && into.method == http::Method::kOptions)) {
        split_path(target, into);
        return TargetAuthority{};
    }
    const std::size_t scheme_end = target.find("://");
    if (scheme_end == std::string_view::npos) {
        return Errc::kBadRequest;
    }
    const std::string_view scheme = target.substr(0, scheme_end);
    const bool secure = http::same_name(scheme, "https");
    if (!secure && !http::same_name(scheme, "http")) {
        return Errc::kBadRequest;
    }
    const std::size_t start = scheme_end + 3;
    const std::size_t end = std::min(target.find_first_of("/?", start), target.size());
    if (end == start) {
        return Errc::kBadRequest;
    }
    split_path(target.substr(end), into);
    return TargetAuthority{target.substr(start, end - start),
                           secure ? std::uint16_t{443} : std::uint16_t{80}};
}

/// Exactly one Host, but none is needed in HTTP/1.0; an absolute target must name the same host and
/// port.
Result<void> settle_authority(const TargetAuthority& target, RequestHead& into) {
    const std::size_t hosts = into.fields.count("host");
    if (hosts > 1 || (hosts == 0 && into.version_minor > 0)) {
        return Errc::kBadRequest;
    }
    into.authority.host.clear();
    into.authority.port = 0;
    into.authority.ip_literal = false;
    if (hosts == 1) {
        KS_CHECK(http::parse_authority(*into.fields.find("host"), into.authority));
    }
    if (target.default_port == 0) {
        return {};
    }
    http::Authority named;
    KS_CHECK(http::parse_authority(target.text, named));
    if (hosts == 0) {
        into.authority = named;
        return {};
    }
    const auto port = [&target](const http::Authority& authority) {
        return authority.port != 0 ? authority.port : target.default_port;
    };
    if (named.host != into.authority.host || port(named) != port(into.authority)) {
        return Errc::kBadRequest;
    }
    return {};
}

struct ConnectionOptions {
    bool close = false;
    bool keep_alive = false;
};

Result<void> note_options(std::string_view list, ConnectionOptions& options) noexcept {
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        const std::string_view option = trim_blanks(list.substr(0, comma));
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
        if (!option.empty() && !is_token(option)) {
            return Errc::kBadRequest;
        }
        options.close = options.close || http::same_name(option, "close");
        options.keep_alive = options.keep_alive || http::same_name(option, "keep-alive");
    }
    return {};
}

/// Connection and Expect.
Result<void> settle_connection(RequestHead& into) noexcept {
    ConnectionOptions options;
    bool expects = false;
    for (const http::Field& field : into.fields.all()) {
        if (http::same_name(field.name, "connection")) {
            KS_CHECK(note_options(field.value, options));
        } else if (http::same_name(field.name, "expect")) {
            if (!http::same_name(field.value, "100-continue")) {
                return Errc::kExpectationFailed;
            }
            expects = true;
        }
    }
    const bool modern = into.version_minor > 0;
    into.keep_alive = !options.close && (modern || options.keep_alive);
    // An HTTP/1.0 client would take the 100 for the answer (RFC 9110 section 10.1.1).
    into.expect_continue = expects && modern && into.framing.kind != http::BodyKind::kNone;
    return {};
}

}  // namespace

Result<void> parse_request_head(std::string_view head, RequestHead& into) {
    if (head.starts_with("\r\n")) {
        head.remove_prefix(2);  // the gate lets one through
    }
    KS_TRY(const RequestLine line, split_request_line(head.substr(0, head.find('\r'))));
    KS_TRY(into.version_minor, parse_version(line.version));
    KS_TRY(into.method, parse_method(line.method));
    into.target = line.target;
    KS_TRY(const TargetAuthority authority, parse_target(into));
    KS_TRY(const std::string_view seen, read_fields(head, into.fields));
    if (seen != line.target) {
        return Errc::kBadRequest;
    }
    KS_CHECK(settle_authority(authority, into));
    KS_TRY(into.framing, http::request_framing(into.fields, into.version_minor));
    return settle_connection(into);
}

}  // namespace ks::http1
