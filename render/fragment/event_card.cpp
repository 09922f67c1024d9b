// SPDX-License-Identifier: Apache-2.0
#include "render/fragment/event_card.hpp"

#include "render/fragment/moment.hpp"
#include "render/fragment/state_face.hpp"
#include "render/markdown/markdown.hpp"
#include "render/view/figures.hpp"

#include <algorithm>
#include <span>

namespace ks::fragment {

namespace {

/// Headings inside a message: below the card's own.
int heading_below(Place place) noexcept {
    return place == Place::kFrontPage ? 4 : 3;
}

/// " · " and the monitors' names as links to their rows.
void monitor_links(out::Html& out, std::span<const view::NamedMonitor> monitors, Place place) {
    bool first = true;
    for (const view::NamedMonitor& monitor : monitors) {
        out.raw(first ? out::Literal(" · ") : out::Literal(", "));
        first = false;
        out.raw("<a href=\"")
            .raw(place == Place::kFrontPage ? out::Literal("#m-mon_") : out::Literal("/#m-mon_"));
        out.trusted(to_base32(monitor.id)).raw("\">").text(monitor.name).raw("</a>");
    }
}

void open_card(out::Html& out, char face, Place place) {
    out.raw("<article class=\"card event ").trusted({&face, 1});
    out.raw(place == Place::kOwnPage ? out::Literal("\" id=\"event\"><h2>")
                                     : out::Literal("\"><h3>"));
    icon(out, face);
}

void close_heading(out::Html& out, Place place) {
    out.raw(place == Place::kOwnPage ? out::Literal("</h2>\n") : out::Literal("</h3>\n"));
}

void log(out::Html& out,
         const view::PageFacts& facts,
         std::span<const record::IncidentUpdate> updates,
         Place place) {
    if (updates.empty()) {
        return;
    }
    out.raw("<ol class=\"log\" role=\"list\">");
    for (const record::IncidentUpdate& update : updates) {
        out.raw("<li><b>").text(word(update.status, *facts.words)).raw("</b>");
        moment(out,
               facts,
               seconds_of(update.created_at),
               place == Place::kOwnPage ? Moment::kDate : Moment::kToday);
        markdown::html(out, update.message, heading_below(place));
        out.raw("</li>\n");
    }
    out.raw("</ol>");
}

}  // namespace

std::string_view word(record::IncidentStatus status, const view::Words& words) noexcept {
    switch (status) {
        case record::IncidentStatus::kInvestigating:
            break;
        case record::IncidentStatus::kIdentified:
            return words.identified;
        case record::IncidentStatus::kMonitoring:
            return words.monitoring;
        case record::IncidentStatus::kResolved:
            return words.resolved;
    }
    return words.investigating;
}

std::string_view word(record::Impact impact, const view::Words& words) noexcept {
    switch (impact) {
        case record::Impact::kNone:
            break;
        case record::Impact::kMinor:
            return words.impact_minor;
        case record::Impact::kMajor:
            return words.impact_major;
        case record::Impact::kCritical:
            return words.impact_critical;
    }
    return words.impact_none;
}

std::string_view short_word(record::Impact impact, const view::Words& words) noexcept {
    switch (impact) {
        case record::Impact::kNone:
            break;
        case record::Impact::kMinor:
            return words.short_minor;
        case record::Impact::kMajor:
            return words.short_major;
        case record::Impact::kCritical:
            return words.short_critical;
    }
    return words.short_none;
}

void resolved_after(out::Html& out,
                    const view::PageFacts& facts,
                    const record::Incident& incident) {
    const std::int64_t seconds =
        std::max<std::int64_t>(seconds_of(incident.resolved_at) - seconds_of(incident.started_at), 0);
    out.phrase(facts.words->resolved_after, {view::duration(*facts.words, seconds)});
}

void incident_card(out::Html& out,
                   const view::PageFacts& facts,
                   const view::IncidentEvent& event,
                   Place place) {
    const record::Incident& incident = event.incident;
    open_card(out, letter(incident.impact), place);
    if (place == Place::kFrontPage) {
        out.raw("<a href=\"/incidents/").trusted(incident.id.text()).raw("\">");
        out.text(incident.title).raw("</a>");
    } else {
        out.text(incident.title);
    }
    close_heading(out, place);
    out.raw("<p class=\"mute\">").text(word(incident.impact, *facts.words)).raw(" · ");
    const auto since = [&](Moment how) {
        phrase_around(out, facts.words->since, [&] {
            moment(out, facts, seconds_of(incident.started_at), how);
        });
    };
    if (incident.open()) {
        since(place == Place::kOwnPage ? Moment::kDate : Moment::kClock);
    } else {
        moment(out, facts, seconds_of(incident.started_at), Moment::kDate);
        out.raw(" · ");
        resolved_after(out, facts, incident);
    }
    monitor_links(out, event.monitors, place);
    out.raw("</p>\n");
    const std::size_t shown = place == Place::kOwnPage
                                  ? event.updates.size()
                                  : std::min(event.updates.size(), kUpdatesShown);
    log(out, facts, std::span(event.updates).first(shown), place);
    out.raw("</article>\n");
}

void maintenance_card(out::Html& out,
                      const view::PageFacts& facts,
                      const view::MaintenanceEvent& event,
                      Place place) {
    const view::Words& words = *facts.words;
    open_card(out, 'm', place);
    if (place == Place::kFrontPage) {
        out.raw("<a href=\"/maintenance/").trusted(event.window.id.text()).raw("\">");
        out.text(event.window.title).raw("</a>");
    } else {
        out.text(event.window.title);
    }
    close_heading(out, place);
    out.raw("<p>");
    time_range(out, facts, event.starts, event.ends);
    out.raw("</p>\n<p class=\"mute\">").text(view::duration(words, event.ends - event.starts));
    if (!event.window.rrule.empty()) {
        out.raw(" · ").text(words.recurring);
    }
    monitor_links(out, event.monitors, place);
    out.raw("</p>\n");
    markdown::html(out, event.window.description, heading_below(place));
    out.raw("</article>\n");
}

}  // namespace ks::fragment
