// SPDX-License-Identifier: Apache-2.0
#include "render/page/event_page.hpp"

#include "render/fragment/event_card.hpp"
#include "render/fragment/event_sections.hpp"
#include "render/fragment/freshness.hpp"
#include "render/fragment/moment.hpp"
#include "render/markdown/markdown.hpp"
#include "render/out/hash.hpp"
#include "render/page/head.hpp"
#include "render/view/figures.hpp"

#include <algorithm>
#include <vector>

namespace ks::page_html {

namespace {

/// A preview's text: so much of a message as chat programs show.
constexpr std::size_t kPreviewBytes = 300;

std::string first_words(std::string_view message) {
    std::string text = markdown::plain_text(message);
    std::ranges::replace(text, '\n', ' ');
    if (text.size() > kPreviewBytes) {
        std::size_t end = kPreviewBytes;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
            --end;
        }
        text.resize(end);
        text += "\xE2\x80\xA6";
    }
    return text;
}

/// Frame before the content; `order` changes when only a reload helps.
void open_page(out::Html& out, const view::PageFacts& facts, const HeadFacts& about) {
    head(out, facts, about);
    header(out, facts, false);
    main_open(out, facts, layout_of(facts, out::hash(about.path)));
}

void close_page(out::Html& out, const view::PageFacts& facts) {
    fragment::freshness(out, facts);
    out.raw("</main>\n");
    footer(out, facts);
}

model::PageState icon_of(const record::Incident& incident) noexcept {
    return incident.open() ? model::raised_by(model::PageState::kNoData, incident.impact)
                           : model::PageState::kNoData;
}

std::string month_name(const view::Words& words, std::chrono::year_month month) {
    CivilTime at{};
    at.year = int{month.year()};
    at.month = static_cast<std::uint8_t>(unsigned{month.month()});
    return view::date_text(words, words.month_and_year, at);
}

void month_link(out::Html& out,
                const view::Words& words,
                out::Literal relation,
                const std::optional<std::chrono::year_month>& month) {
    if (month) {
        out.raw("<a rel=\"").raw(relation).raw("\" href=\"").attribute(history_path(*month));
        out.raw("\">").text(month_name(words, *month)).raw("</a>");
    }
}

/// The days that brought something, newest first.
void days(out::Html& out, const view::PageFacts& facts, const HistoryMonth& history) {
    std::vector<Day> seen;
    const auto incident_day = [&](const view::IncidentEvent& event) {
        return fragment::day_of(facts, fragment::seconds_of(event.incident.started_at));
    };
    const auto window_day = [&](const view::MaintenanceEvent& event) {
        return fragment::day_of(facts, event.starts);
    };
    for (const view::IncidentEvent& event : history.incidents) {
        seen.push_back(incident_day(event));
    }
    for (const view::MaintenanceEvent& event : history.maintenance) {
        seen.push_back(window_day(event));
    }
    std::ranges::sort(seen, std::greater{});
    seen.erase(std::ranges::unique(seen).begin(), seen.end());
    for (const Day day : seen) {
        const auto incidents =
            std::ranges::equal_range(history.incidents, day, std::greater{}, incident_day);
        const auto windows =
            std::ranges::equal_range(history.maintenance, day, std::less{}, window_day);
        fragment::day_entry(out,
                            facts,
                            day,
                            std::span(incidents.begin(), incidents.end()),
                            std::span(windows.begin(), windows.end()),
                            false);
    }
    if (seen.empty()) {
        out.raw("<p class=\"mute\">").text(facts.words->no_incidents).raw("</p>\n");
    }
}

}  // namespace

std::string history_path(std::chrono::year_month month) {
    const unsigned number = unsigned{month.month()};
    return "/history/" + std::to_string(int{month.year()}) + (number < 10 ? "-0" : "-") +
           std::to_string(number);
}

void incident_page(std::string& to,
                   const view::PageFacts& facts,
                   const view::IncidentEvent& event) {
    const std::string path = "/incidents/" + event.incident.id.text();
    const std::string said =
        event.updates.empty() ? std::string() : first_words(event.updates.front().message);
    out::Html out(to);
    open_page(out,
              facts,
              {.title = event.incident.title,
               .description = said,
               .state = icon_of(event.incident),
               .path = path,
               .article = true});
    fragment::incident_card(out, facts, event, fragment::Place::kOwnPage);
    close_page(out, facts);
}

void maintenance_page(std::string& to,
                      const view::PageFacts& facts,
                      const view::MaintenanceEvent& event) {
    const view::Words& words = *facts.words;
    const std::string path = "/maintenance/" + event.window.id.text();
    std::string_view phase = words.maintenance_soon;
    if (event.phase == view::MaintenancePhase::kActive) {
        phase = words.maintenance_now;
    } else if (event.phase == view::MaintenancePhase::kCompleted) {
        phase = words.maintenance_done;
    }
    const std::string said = first_words(event.window.description);
    out::Html out(to);
    open_page(out,
              facts,
              {.title = event.window.title,
               .description = said.empty() ? phase : std::string_view(said),
               .state = model::PageState::kMaintenance,
               .path = path,
               .article = true});
    out.raw("<div class=\"head\" id=\"phase\"><p class=\"mute\">").text(phase).raw("</p></div>\n");
    fragment::maintenance_card(out, facts, event, fragment::Place::kOwnPage);
    close_page(out, facts);
}

void history_page(std::string& to, const view::PageFacts& facts, const HistoryMonth& history) {
    const view::Words& words = *facts.words;
    const std::string path = history_path(history.month);
    const std::string name = month_name(words, history.month);
    std::string title(words.history_title);
    title.append(" \xC2\xB7 ").append(name);
    out::Html out(to);
    open_page(out, facts, {.title = title, .description = title, .path = path});
    out.raw("<div class=\"head\"><h2>").text(words.history_title);
    out.raw("</h2><nav aria-label=\"").attribute(words.months).raw("\">");
    month_link(out, words, "prev", history.earlier);
    out.raw("<b>").text(name).raw("</b>");
    month_link(out, words, "next", history.later);
    out.raw("</nav></div>\n<div id=\"days\">\n");
    days(out, facts, history);
    out.raw("</div>\n");
    close_page(out, facts);
}

}  // namespace ks::page_html
