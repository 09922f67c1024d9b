// SPDX-License-Identifier: Apache-2.0
#include "edge/api/result_in.hpp"

#include "core/base/limits.hpp"
#include "core/text/iso_time.hpp"
#include "core/text/utf8.hpp"
#include "edge/api/monitor_in.hpp"

#include <cmath>
#include <optional>

namespace ks::api {
namespace {

using record::CheckResult;
using record::CheckStatus;

/// A day: no check takes longer.
constexpr double kResponseMax_ms = 86'400'000;

/// nullopt: not a number of milliseconds.
std::optional<std::int32_t> milliseconds(JsonValue value) noexcept {
    const auto number = value.number();
    if (!number || !(*number >= 0 && *number <= kResponseMax_ms)) {
        return std::nullopt;
    }
    return static_cast<std::int32_t>(std::lround(*number));
}

void read_status(ObjectIn& in, CheckStatus& status) {
    if (const auto value = in.find({"status"}); value && !value->is(JsonKind::kNull)) {
        const auto text = value->text();
        const auto parsed = text ? record::parse_check_status(*text) : std::nullopt;
        if (!parsed) {
            in.refuse("must be 'up', 'degraded' or 'down'");
            return;
        }
        status = *parsed;
        return;
    }
    const auto value = in.find({"success"});
    const auto flag = value ? value->boolean() : std::nullopt;
    if (value && !flag) {
        in.refuse("must be true or false");
    } else if (!flag) {
        in.refuse("status", "is required ('up', 'degraded' or 'down'), or 'success'");
    } else {
        status = *flag ? CheckStatus::kUp : CheckStatus::kDown;
    }
}

void read_time(ObjectIn& in, UnixSeconds& at) {
    const auto value = in.find({"checkedAt"});
    if (!value || value->is(JsonKind::kNull)) {
        return;
    }
    const auto text = value->text();
    const auto parsed = text ? text::parse_iso(*text) : std::nullopt;
    if (!parsed) {
        in.refuse("must be an ISO 8601 time with a zone, such as '2026-11-23T09:41:22Z'");
        return;
    }
    at = std::chrono::floor<std::chrono::seconds>(*parsed);
}

void read_response_time(ObjectIn& in, std::int32_t& response_ms) {
    const auto value = in.find({"responseTimeMs", "responseTime"});
    if (!value || value->is(JsonKind::kNull)) {
        return;
    }
    const auto parsed = milliseconds(*value);
    if (!parsed) {
        in.refuse("must be a number of milliseconds, 0 or more");
        return;
    }
    response_ms = *parsed;
}

void read_error(ObjectIn& in, std::string& error) {
    const auto value = in.find({"error"});
    if (!value || value->is(JsonKind::kNull)) {
        return;
    }
    const auto text = value->text();
    if (!text) {
        in.refuse("must be a string");
        return;
    }
    error = text::utf8_prefix(*text, limits::kErrorText);
}

void read_region(ObjectIn& in, std::string& region) {
    const auto value = in.find({"region"});
    if (!value || value->is(JsonKind::kNull)) {
        return;
    }
    const auto text = value->text();
    if (!text || !is_region(*text)) {
        in.refuse("must be 1 to 40 of a-z, 0-9, '-', '_' and '.'");
        return;
    }
    region = *text;
}

void read_element(JsonValue value, UnixSeconds now, std::uint32_t index, Bulk& bulk) {
    Problem problem;
    CheckResult result;
    if (!value.is(JsonKind::kObject)) {
        problem = {.code = Errc::kInvalidValue, .text = "An element must be an object."};
    } else {
        ObjectIn in(value, problem);
        result = read_result(in, now);
        const auto id = in.find({"monitorId"});
        const auto text = id ? id->text() : std::nullopt;
        const auto monitor = text ? MonitorId::parse(*text) : std::nullopt;
        if (!text) {
            in.refuse(id ? "must be a string" : "is required");
        } else if (!monitor && !problem) {
            problem = {.code = Errc::kUnknownMonitor, .field = "monitorId"};
        } else if (monitor) {
            result.monitor = *monitor;
        }
    }
    if (problem) {
        bulk.bad.push_back({.index = index, .problem = std::move(problem)});
        return;
    }
    bulk.results.push_back(std::move(result));
    bulk.indices.push_back(index);
}

}  // namespace

CheckResult read_result(ObjectIn& in, UnixSeconds now) {
    CheckResult result{.at = now};
    read_status(in, result.status);
    read_time(in, result.at);
    read_response_time(in, result.response_ms);
    std::int64_t code = 0;
    if (in.number({"statusCode"}, code, {.min = 100, .max = 599, .null_is = 0})) {
        result.status_code = static_cast<std::uint16_t>(code);
    }
    read_region(in, result.region);
    read_error(in, result.error);
    return result;
}

Problem read_array(std::string_view body, UnixSeconds now, Bulk& bulk) {
    JsonReader reader;
    const auto root = reader.parse(body);
    if (!root) {
        return plain(Errc::kMalformedJson);
    }
    if (!root->is(JsonKind::kArray)) {
        return {.code = Errc::kInvalidValue,
                .text = "The body must be a JSON array of results, or NDJSON."};
    }
    std::uint32_t index = 0;
    for (const JsonValue item : root->items()) {
        read_element(item, now, index++, bulk);
    }
    return {};
}

void read_lines(std::string_view body, UnixSeconds now, Bulk& bulk) {
    JsonReader reader;
    std::uint32_t index = 0;
    while (!body.empty()) {
        const std::size_t end = body.find('\n');
        const std::string_view line = body.substr(0, end);
        body = end == std::string_view::npos ? std::string_view{} : body.substr(end + 1);
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
            continue;
        }
        if (const auto value = reader.parse(line)) {
            read_element(*value, now, index, bulk);
        } else {
            bulk.bad.push_back({.index = index, .problem = plain(Errc::kMalformedJson)});
        }
        ++index;
    }
}

Problem read_ping(std::string_view body, std::int32_t& response_ms) {
    if (body.size() > kPingBytes) {
        return {.code = Errc::kBodyTooLarge,
                .text = "A heartbeat's body must have at most 1024 bytes."};
    }
    if (body.empty()) {
        return {};
    }
    const Problem malformed{
        .code = Errc::kMalformedJson,
        .text = "A heartbeat's body must be a flat JSON object of numbers and strings."};
    JsonReader reader;
    const auto root = reader.parse(body);
    if (!root || !root->is(JsonKind::kObject)) {
        return malformed;
    }
    for (const auto& [name, value] : root->members()) {
        if (!value.is(JsonKind::kNumber) && !value.is(JsonKind::kString)) {
            return malformed;
        }
        if (name == "duration" || name == "responseTimeMs") {
            response_ms = milliseconds(value).value_or(response_ms);
        }
    }
    return {};
}

}  // namespace ks::api
