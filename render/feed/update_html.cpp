// SPDX-License-Identifier: Apache-2.0
#include "render/feed/update_html.hpp"

#include "core/time/zone.hpp"
#include "render/markdown/markdown.hpp"
#include "render/out/html.hpp"

#include <array>
#include <chrono>

namespace ks::feed {
namespace {

constexpr std::array<std::string_view, 12> kMonths{
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string_view word(record::IncidentStatus status) noexcept {
    constexpr std::array<std::string_view, 4> kWords{
        "Investigating", "Identified", "Monitoring", "Resolved"};
    return kWords[static_cast<std::size_t>(status) - 1];
}

std::string_view word(view::MaintenancePhase phase) noexcept {
    constexpr std::array<std::string_view, 3> kWords{"Scheduled", "In progress", "Completed"};
    return kWords[static_cast<std::size_t>(phase)];
}

void two_digits(out::Html& out, unsigned value) {
    if (value < 10) {
        out.raw("0");
    }
    out.number(value);
}

/// "Nov 24, 09:41 UTC", day and time marked as Statuspage marks them.
void date_line(out::Html& out, UnixMillis at) {
    const CivilTime civil = Zone().civil(std::chrono::floor<std::chrono::seconds>(at));
    out.raw("<small>").text(kMonths[civil.month - 1U]).raw(" <var data-var='date'>");
    out.number(civil.day).raw("</var>, <var data-var='time'>");
    two_digits(out, civil.hour);
    out.raw(":");
    two_digits(out, civil.minute);
    out.raw("</var> UTC</small><br>");
}

/// A message of one paragraph stands on the line of its state; a longer one follows it.
void paragraph(out::Html& out, UnixMillis at, std::string_view state, std::string_view message) {
    constexpr std::string_view kOpen = "<p>";
    out.raw("<p>");
    date_line(out, at);
    out.raw("<strong>").text(state).raw("</strong>");
    const std::string html = message_html(message);
    if (html.empty()) {
        out.raw("</p>\n");
    } else if (html.starts_with(kOpen)) {
        out.raw(" - ").trusted(std::string_view(html).substr(kOpen.size())).raw("\n");
    } else {
        out.raw(" - </p>\n").trusted(html).raw("\n");
    }
}

}  // namespace

std::string message_html(std::string_view message) {
    constexpr int kHeadings = 4;  // below the entry's own title, whatever the reader makes of that
    std::string html;
    out::Html out(html);
    markdown::html(out, message, kHeadings);
    return html;
}

std::string update_html(const view::IncidentEvent& event) {
    std::string html;
    out::Html out(html);
    for (const record::IncidentUpdate& update : event.updates) {
        paragraph(out, update.created_at, word(update.status), update.message);
    }
    return html;
}

std::string update_html(const view::MaintenanceEvent& event) {
    std::string html;
    out::Html out(html);
    for (const view::MaintenanceStep& step : view::steps(event)) {
        const bool first = step.phase == view::MaintenancePhase::kUpcoming;
        paragraph(out,
                  step.at,
                  word(step.phase),
                  first ? std::string_view(event.window.description) : std::string_view());
    }
    return html;
}

}  // namespace ks::feed
