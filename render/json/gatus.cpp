// SPDX-License-Identifier: Apache-2.0
#include "render/json/gatus.hpp"

#include "core/text/iso_time.hpp"
#include "core/text/json_out.hpp"

#include <algorithm>
#include <chrono>

namespace ks::json {
namespace {

constexpr std::int64_t kNanosPerMilli = 1'000'000;

std::string key_part(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos) {
        return {};
    }
    std::string part(text.substr(first, text.find_last_not_of(kBlank) - first + 1));
    for (char& c : part) {
        if (std::string_view("/_., #+&").contains(c)) {
            c = '-';
        } else if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c | 0x20);
        }
    }
    return part;
}

bool success(record::State state) noexcept {
    return state == record::State::kUp || state == record::State::kDegraded ||
           state == record::State::kMaintenance;
}

void endpoint_object(text::JsonOut& out,
                     const view::PublicPage& page,
                     const view::BeatHistory& history) {
    const view::PublicMonitor* const monitor = page.find(history.id);
    if (monitor == nullptr) {
        return;
    }
    out.begin_object().key("name").string(monitor->name);
    out.key("group").string(monitor->group);
    out.key("key").string(gatus_key(monitor->group, monitor->name));
    out.key("results").begin_array();
    for (const view::Beat& beat : history.beats) {
        out.begin_object();
        if (beat.status_code != 0) {
            out.key("status").number(beat.status_code);
        }
        out.key("duration").number(std::max<std::int64_t>(beat.response_ms, 0) * kNanosPerMilli);
        out.key("success").boolean(success(beat.state));
        out.key("timestamp")
            .string(
                text::format_iso_seconds(std::chrono::sys_seconds(std::chrono::seconds(beat.at))));
        out.end_object();
    }
    out.end_array().end_object();
}

}  // namespace

std::string gatus_key(std::string_view group, std::string_view name) {
    return key_part(group) + "_" + key_part(name);
}

void gatus_statuses(std::string& to,
                    const view::PublicPage& page,
                    std::span<const view::BeatHistory> histories) {
    text::JsonOut out(to);
    out.begin_array();
    for (const view::BeatHistory& history : histories) {
        endpoint_object(out, page, history);
    }
    out.end_array();
}

void gatus_status(std::string& to, const view::PublicPage& page, const view::BeatHistory& history) {
    text::JsonOut out(to);
    endpoint_object(out, page, history);
}

}  // namespace ks::json
