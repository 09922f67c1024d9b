// SPDX-License-Identifier: Apache-2.0
#include "core/http/status.hpp"

#include <algorithm>
#include <array>

namespace ks::http {
namespace {

struct Row {
    std::uint16_t status;
    std::string_view reason;
};

constexpr std::array kRows{
    Row{100, "Continue"},
    Row{101, "Switching Protocols"},
    Row{200, "OK"},
    Row{201, "Created"},
    Row{202, "Accepted"},
    Row{204, "No Content"},
    Row{206, "Partial Content"},
    Row{301, "Moved Permanently"},
    Row{302, "Found"},
    Row{303, "See Other"},
    Row{304, "Not Modified"},
    Row{307, "Temporary Redirect"},
    Row{308, "Permanent Redirect"},
    Row{400, "Bad Request"},
    Row{401, "Unauthorized"},
    Row{403, "Forbidden"},
    Row{404, "Not Found"},
    Row{405, "Method Not Allowed"},
    Row{406, "Not Acceptable"},
    Row{408, "Request Timeout"},
    Row{409, "Conflict"},
    Row{410, "Gone"},
    Row{411, "Length Required"},
    Row{412, "Precondition Failed"},
    Row{413, "Content Too Large"},
    Row{414, "URI Too Long"},
    Row{415, "Unsupported Media Type"},
    Row{416, "Range Not Satisfiable"},
    Row{417, "Expectation Failed"},
    Row{421, "Misdirected Request"},
    Row{422, "Unprocessable Content"},
    Row{426, "Upgrade Required"},
    Row{429, "Too Many Requests"},
    Row{431, "Request Header Fields Too Large"},
    Row{500, "Internal Server Error"},
    Row{501, "Not Implemented"},
    Row{502, "Bad Gateway"},
    Row{503, "Service Unavailable"},
    Row{504, "Gateway Timeout"},
    Row{505, "HTTP Version Not Supported"},
};

static_assert(std::ranges::is_sorted(kRows, {}, &Row::status), "looked up by bisection");

}  // namespace

std::string_view reason(std::uint16_t status) noexcept {
    const auto row = std::ranges::lower_bound(kRows, status, {}, &Row::status);
    return row != kRows.end() && row->status == status ? row->reason : "Unknown";
}

bool has_no_body(std::uint16_t status) noexcept {
    return status < 200 || status == 204 || status == 304;
}

}  // namespace ks::http
