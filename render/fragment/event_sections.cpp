// SPDX-License-Identifier: Apache-2.0
#include "render/fragment/event_sections.hpp"

#include "render/fragment/event_card.hpp"
#include "render/fragment/moment.hpp"
#include "render/fragment/state_face.hpp"
#include "render/markdown/markdown.hpp"
#include "render/view/figures.hpp"

#include <algorithm>
#include <span>
#include <vector>

namespace ks::fragment {

namespace {

void heading(out::Html& out, std::string_view text) {
    out.raw("<div class=\"head\"><h2>").text(text).raw("</h2></div>\n");
}

void names(out::Html& out, std::span<const view::NamedMonitor> monitors) {
    for (std::size_t i = 0; i < monitors.size(); ++i) {
        out.raw(i == 0 ? out::Literal(" · ") : out::Literal(", ")).text(monitors[i].name);
    }
}

void open_above(out::Html& out, const view::PageFacts& facts, const view::IncidentEvent& event) {
    out.raw("<p><a href=\"#incidents\">").text(event.incident.title);
    out.raw("</a> <span class=\"mute\">").text(facts.words->open_see_above).raw("</span></p>");
}

void title_line(out::Html& out, char face, out::Literal folder, std::string_view id,
                std::string_view title) {
    out.raw("<li class=\"").trusted({&face, 1}).raw("\"><b>");
    icon(out, face);
    out.raw("<a href=\"").raw(folder).trusted(id).raw("\">").text(title);
    out.raw("</a></b><p class=\"mute\">");
}

void incident_item(out::Html& out, const view::PageFacts& facts, const view::IncidentEvent& event) {
    const record::Incident& incident = event.incident;
    title_line(out, letter(incident.impact), "/incidents/", incident.id.text(), incident.title);
    if (incident.open()) {
        out.text(word(incident.status, *facts.words));
    } else {
        resolved_after(out, facts, incident);
    }
    out.raw(" · ").text(short_word(incident.impact, *facts.words));
    names(out, event.monitors);
    out.raw("</p>");
    const auto told = std::ranges::find_if(
        event.updates, [](const record::IncidentUpdate& update) { return !update.message.empty(); });
    if (told != event.updates.end()) {
        markdown::html(out, told->message, 4);
    }
    out.raw("</li>");
}

void maintenance_item(out::Html& out,
                      const view::PageFacts& facts,
                      const view::MaintenanceEvent& event) {
    title_line(out, 'm', "/maintenance/", event.window.id.text(), event.window.title);
    out.text(facts.words->maintenance_done).raw(" · ");
    out.text(view::duration(*facts.words, event.ends - event.starts));
    names(out, event.monitors);
    out.raw("</p></li>");
}

}  // namespace

void incidents_section(out::Html& out, const view::PageFacts& facts) {
    if (facts.events == nullptr || facts.events->open.empty()) {
        out.raw("<section id=\"incidents\" hidden></section>\n");
        return;
    }
    const view::Words& words = *facts.words;
    out.raw("<section id=\"incidents\">\n");
    heading(out, words.of(words.open_incidents, facts.events->open.size()));
    for (const view::IncidentEvent& event : facts.events->open) {
        incident_card(out, facts, event, Place::kFrontPage);
    }
    out.raw("</section>\n");
}

void maintenance_section(out::Html& out, const view::PageFacts& facts) {
    if (facts.events == nullptr || facts.events->maintenance.empty()) {
        out.raw("<section id=\"maintenance\" hidden></section>\n");
        return;
    }
    const view::Words& words = *facts.words;
    out.raw("<section id=\"maintenance\">\n");
    for (const auto phase : {view::MaintenancePhase::kActive, view::MaintenancePhase::kUpcoming}) {
        bool first = true;
        for (const view::MaintenanceEvent& event : facts.events->maintenance) {
            if (event.phase != phase) {
                continue;
            }
            if (first) {
                heading(out,
                        phase == view::MaintenancePhase::kActive ? words.maintenance_now
                                                                 : words.maintenance_soon);
            }
            first = false;
            maintenance_card(out, facts, event, Place::kFrontPage);
        }
    }
    out.raw("</section>\n");
}

void day_entry(out::Html& out,
               const view::PageFacts& facts,
               Day day,
               std::span<const view::IncidentEvent> incidents,
               std::span<const view::MaintenanceEvent> maintenance,
               bool above) {
    out.raw("<div class=\"day\"><h3><time datetime=\"").attribute(iso_date(day)).raw("\">");
    out.text(view::date_text(
        *facts.words, facts.words->date_with_weekday, view::civil_day(day)));
    out.raw("</time></h3>");
    if (incidents.empty() && maintenance.empty()) {
        out.raw("<p class=\"mute\">").text(facts.words->no_incidents).raw("</p></div>\n");
        return;
    }
    if (above && incidents.size() == 1 && maintenance.empty() && incidents[0].incident.open()) {
        open_above(out, facts, incidents[0]);
        out.raw("</div>\n");
        return;
    }
    out.raw("<ul role=\"list\">");
    for (const view::IncidentEvent& event : incidents) {
        if (above && event.incident.open()) {
            out.raw("<li>");
            open_above(out, facts, event);
            out.raw("</li>");
        } else {
            incident_item(out, facts, event);
        }
    }
    for (const view::MaintenanceEvent& event : maintenance) {
        maintenance_item(out, facts, event);
    }
    out.raw("</ul></div>\n");
}

void recent_section(out::Html& out, const view::PageFacts& facts) {
    const view::Words& words = *facts.words;
    out.raw("<section id=\"recent\">\n<div class=\"head\"><h2>").text(words.recent_incidents);
    out.raw("</h2>");
    const std::span<const view::IncidentEvent> events =
        facts.events == nullptr ? std::span<const view::IncidentEvent>() : facts.events->recent;
    const Day today = day_of(facts, facts.now);
    const Day oldest = today - (view::kRecentDays - 1);
    if (events.empty() && day_of(facts, seconds_of(facts.page->created_at)) > oldest) {
        out.raw("</div>\n<p class=\"mute\">").text(words.none_so_far).raw("</p>\n</section>\n");
        return;
    }
    out.raw("<a href=\"/history\">").text(words.all_incidents).raw("</a></div>\n");
    auto next = events.begin();
    for (Day day = today; day >= oldest; --day) {
        const auto first = next;
        // Newest first, so those of one day stand together; one that is said to begin later than
        // now is told today.
        while (next != events.end() &&
               std::min(today, day_of(facts, seconds_of(next->incident.started_at))) == day) {
            ++next;
        }
        day_entry(out, facts, day, std::span(first, next), {}, true);
    }
    out.raw("</section>\n");
}

}  // namespace ks::fragment
