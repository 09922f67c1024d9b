// SPDX-License-Identifier: Apache-2.0
#include "edge/api/monitor_in.hpp"

#include "core/base/limits.hpp"
#include "core/text/ip.hpp"
#include "core/text/url.hpp"
#include "edge/api/idna.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace ks::api {
namespace {

using record::Monitor;
using record::MonitorType;

constexpr std::int64_t kPortMax = 65535;
constexpr std::int64_t kDegradedAboveMax_ms = 86'400'000;

/// The types that this version takes, as "a, b or c", each between two `quote`s.
std::string available_types(std::string_view quote) {
    std::vector<std::string_view> names;
    for (const record::MonitorTypeInfo& row : record::monitor_types()) {
        if (row.available) {
            names.push_back(row.name);
        }
    }
    std::string list;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) {
            list += i + 1 == names.size() ? " or " : ", ";
        }
        list.append(quote).append(names[i]).append(quote);
    }
    return list;
}

void merge_type(ObjectIn& in, MonitorType& type, MergeKind kind) {
    const auto value = in.find({"type"});
    if (!value) {
        return;
    }
    const auto text = value->is(JsonKind::kNull) ? record::name(MonitorType::kHttp) : value->text();
    const auto wanted = text ? record::parse_monitor_type(*text) : std::nullopt;
    if (!wanted) {
        in.refuse("must be " + available_types("'"));
    } else if (!record::info(*wanted).available) {
        in.refuse("'" + std::string(*text) + "' cannot be checked by this version yet; use " +
                  available_types(""));
    } else if (kind == MergeKind::kPatch && *wanted != type) {
        in.refuse("cannot change; make a new monitor");
    } else {
        type = *wanted;
    }
}

void merge_url_target(ObjectIn& in, std::string& target) {
    std::string wanted;
    if (!in.text({"url", "target"},
                 wanted,
                 {.chars_min = 1, .chars_max = text::kUrlMax, .nullable = false})) {
        return;
    }
    if (!text::parse_url(wanted)) {
        in.refuse(
            "must be an absolute http or https address of at most 2048 bytes, without user "
            "information");
        return;
    }
    target = std::move(wanted);
}

void merge_host_target(ObjectIn& in, std::string& target) {
    std::string wanted;
    if (!in.text(
            {"host", "target"}, wanted, {.chars_min = 1, .chars_max = 253, .nullable = false})) {
        return;
    }
    if (wanted.starts_with('[') && wanted.ends_with(']')) {
        wanted = wanted.substr(1, wanted.size() - 2);
    }
    if (!text::parse_ip(wanted)) {
        auto ascii = to_a_labels(wanted);
        if (!ascii) {
            in.refuse("must be a host name or an IP address, without a port");
            return;
        }
        wanted = *std::move(ascii);
    }
    target = std::move(wanted);
}

void merge_target(ObjectIn& in, Monitor& monitor) {
    const record::MonitorTypeInfo& type = record::info(monitor.type);
    if (type.target == record::TargetKind::kUrl) {
        merge_url_target(in, monitor.target);
        if (monitor.target.empty()) {
            in.refuse("url", "is required");
        }
    } else if (type.target == record::TargetKind::kHost) {
        merge_host_target(in, monitor.target);
        std::int64_t number = 0;
        if (type.port && in.number({"port"}, number, {.min = 1, .max = kPortMax})) {
            monitor.port = static_cast<std::uint16_t>(number);
        }
        if (monitor.target.empty()) {
            in.refuse("host", "is required");
        } else if (type.port && monitor.port == 0) {
            in.refuse("port", "is required");
        }
    }
}

void merge_regions(ObjectIn& in, std::vector<std::string>& regions) {
    const auto value = in.find({"regions"});
    if (!value) {
        return;
    }
    if (!value->is(JsonKind::kNull) && !value->is(JsonKind::kArray)) {
        in.refuse("must be a list of region names");
        return;
    }
    std::vector<std::string> wanted;
    for (const JsonValue item : value->items()) {
        const auto text = item.text();
        if (!text || !is_region(*text)) {
            in.refuse("must hold names of 1 to 40 of a-z, 0-9, '-', '_' and '.'");
            return;
        }
        if (std::ranges::find(wanted, *text) == wanted.end()) {
            wanted.emplace_back(*text);
        }
    }
    if (wanted.size() > limits::kRegionsPerMonitor) {
        in.refuse("must have at most " + std::to_string(limits::kRegionsPerMonitor) + " regions");
        return;
    }
    regions = std::move(wanted);
}

}  // namespace

bool is_region(std::string_view text) noexcept {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    };
    return !text.empty() && text.size() <= limits::kRegionName && std::ranges::all_of(text, fits);
}

void merge_monitor(ObjectIn& in, Monitor& monitor, MergeKind kind) {
    merge_name(in, monitor.name);
    merge_type(in, monitor.type, kind);
    if (monitor.name.empty()) {
        in.refuse("name", "is required");
    }
    merge_target(in, monitor);
    const record::MonitorTypeInfo& type = record::info(monitor.type);
    if (type.http_options) {
        merge_http(in, monitor.http);
    }
    std::int64_t number = 0;
    if (in.number({"degradedAbove", "degradedAboveMs"},
                  number,
                  {.min = 1, .max = kDegradedAboveMax_ms, .null_is = 0})) {
        monitor.degraded_above_ms = static_cast<std::uint32_t>(number);
    }
    merge_settings(in, monitor.type, monitor.settings.back(), kind);
    if (!type.heartbeat) {
        merge_regions(in, monitor.regions);
    }
    in.text({"displayGroup"}, monitor.display_group, {.chars_max = limits::kNameChars});
}

}  // namespace ks::api
