// SPDX-License-Identifier: Apache-2.0
#include "render/feed/calendar.hpp"

#include "core/text/iso_time.hpp"
#include "core/text/utf8.hpp"

#include <chrono>

namespace ks::feed {
namespace {

/// Section 3.1, without the line break.
constexpr std::size_t kLineOctets = 75;

/// "20261124T094122Z".
std::string utc(std::chrono::sys_seconds at) {
    std::string out;
    for (const char c : text::format_iso_seconds(at)) {
        if (c != '-' && c != ':') {
            out.push_back(c);
        }
    }
    return out;
}

std::string utc(UnixMillis at) {
    return utc(std::chrono::floor<std::chrono::seconds>(at));
}

std::string utc(std::int64_t at) {
    return utc(std::chrono::sys_seconds(std::chrono::seconds(at)));
}

std::string description(const view::MaintenanceEvent& event) {
    std::string text = event.window.description;
    std::string_view separator = text.empty() ? "" : "\n\n";
    for (const view::NamedMonitor& monitor : event.monitors) {
        text.append(separator).append(monitor.name);
        separator = "\n";
    }
    return text;
}

void append_event(std::string& to,
                  const view::PublicPage& page,
                  const view::MaintenanceEvent& event) {
    content_line(to, "BEGIN", "VEVENT");
    content_line(to, "UID", view::occurrence_id(event) + "@" + page.authority);
    content_line(to, "DTSTAMP", utc(event.window.updated_at));
    content_line(to, "CREATED", utc(event.window.created_at));
    content_line(to, "LAST-MODIFIED", utc(event.window.updated_at));
    content_line(to, "SEQUENCE", std::to_string(event.window.version - 1));
    content_line(to, "DTSTART", utc(event.starts));
    content_line(to, "DTEND", utc(event.ends));
    content_line(to, "SUMMARY", text_value(event.window.title));
    if (const std::string text = description(event); !text.empty()) {
        content_line(to, "DESCRIPTION", text_value(text));
    }
    content_line(to, "URL", view::address(page, event));
    content_line(to, "CATEGORIES", "MAINTENANCE");
    content_line(to, "STATUS", "CONFIRMED");
    content_line(to, "TRANSP", "TRANSPARENT");
    content_line(to, "END", "VEVENT");
}

}  // namespace

void content_line(std::string& to, std::string_view name, std::string_view value) {
    std::size_t used = name.size() + 1;
    to.append(name).append(":");
    while (!value.empty()) {
        const std::size_t length = text::utf8_step(value).length;
        if (used + length > kLineOctets) {
            to.append("\r\n ");
            used = 1;
        }
        to.append(value.substr(0, length));
        used += length;
        value.remove_prefix(length);
    }
    to.append("\r\n");
}

std::string text_value(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const text::Utf8Step step = text::utf8_step(text);
        const char c = text.front();
        if (!step.valid) {
            out.append(text::kReplacement);
        } else if (c == '\\' || c == ',' || c == ';') {
            out.append({'\\', c});
        } else if (c == '\n') {
            out.append("\\n");
        } else if (c == '\r') {
            // With or without a line feed after it: one end of a line.
            out.append(text.size() > 1 && text[1] == '\n' ? "" : "\\n");
        } else if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f) {
            out.append(text::kReplacement);
        } else {
            out.append(text.substr(0, step.length));
        }
        text.remove_prefix(step.length);
    }
    return out;
}

void calendar(std::string& to,
              const view::PublicPage& page,
              std::span<const view::MaintenanceEvent> events) {
    content_line(to, "BEGIN", "VCALENDAR");
    content_line(to, "VERSION", "2.0");
    content_line(to, "PRODID", "-//kamustatus//maintenance//EN");
    content_line(to, "CALSCALE", "GREGORIAN");
    content_line(to, "METHOD", "PUBLISH");
    content_line(to, "X-WR-CALNAME", text_value(page.name + " maintenance"));
    content_line(to, "X-WR-TIMEZONE", "UTC");
    content_line(to, "REFRESH-INTERVAL;VALUE=DURATION", "PT15M");
    content_line(to, "X-PUBLISHED-TTL", "PT15M");
    for (const view::MaintenanceEvent& event : events) {
        append_event(to, page, event);
    }
    content_line(to, "END", "VCALENDAR");
}

}  // namespace ks::feed
