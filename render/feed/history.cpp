// SPDX-License-Identifier: Apache-2.0
#include "render/feed/history.hpp"

#include "core/text/iso_time.hpp"
#include "render/feed/update_html.hpp"
#include "render/out/html.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

namespace ks::feed {
namespace {

std::chrono::sys_seconds seconds(UnixMillis at) {
    return std::chrono::floor<std::chrono::seconds>(at);
}

std::string tag(const view::PublicPage& page, std::uint64_t number) {
    return "tag:" + page.authority + ",2005:Incident/" + std::to_string(number);
}

Entry entry_of(const view::PublicPage& page, const view::IncidentEvent& event) {
    UnixMillis updated = event.incident.created_at;
    for (const record::IncidentUpdate& update : event.updates) {
        updated = std::max(updated, update.created_at);
    }
    return {.id = tag(page, view::numeric_id(event.incident.id)),
            .title = event.incident.title,
            .address = view::address(page, event),
            .html = update_html(event),
            .published = event.incident.created_at,
            .updated = updated};
}

Entry entry_of(const view::PublicPage& page, const view::MaintenanceEvent& event) {
    const auto steps = view::steps(event);
    constexpr std::uint64_t kMask = (std::uint64_t{1} << 53U) - 1;
    // A plan that is changed before it begins is said anew.
    const UnixMillis changed =
        event.phase == view::MaintenancePhase::kUpcoming ? event.window.updated_at : UnixMillis{};
    return {.id = tag(page, out::hash(view::occurrence_id(event)) & kMask),
            .title = event.window.title,
            .address = view::address(page, event),
            .html = update_html(event),
            .published = steps.back().at,
            .updated = std::max(steps.front().at, changed)};
}

UnixMillis newest(const view::PublicPage& page, std::span<const Entry> entries) {
    UnixMillis updated = page.created_at;
    for (const Entry& entry : entries) {
        updated = std::max(updated, entry.updated);
    }
    return updated;
}

}  // namespace

std::vector<Entry> entries(const view::PublicPage& page,
                           std::span<const view::IncidentEvent> incidents,
                           std::span<const view::MaintenanceEvent> maintenances,
                           std::size_t limit) {
    std::vector<Entry> out;
    for (const view::IncidentEvent& event : incidents) {
        out.push_back(entry_of(page, event));
    }
    for (const view::MaintenanceEvent& event : maintenances) {
        out.push_back(entry_of(page, event));
    }
    std::ranges::sort(out, std::ranges::greater(), [](const Entry& entry) {
        return std::pair(entry.published, std::string_view(entry.id));
    });
    out.resize(std::min(out.size(), limit));
    return out;
}

void atom(std::string& to, const view::PublicPage& page, std::span<const Entry> entries) {
    out::Html out(to);
    out.raw(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<feed xml:lang=\"en\" xmlns=\"http://www.w3.org/2005/Atom\">\n<id>tag:");
    out.text(page.slug + "." + page.authority).raw(",2005:/history</id>\n");
    out.raw("<link rel=\"alternate\" type=\"text/html\" href=\"").attribute(page.url);
    out.raw("\"/>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"");
    out.attribute(page.url + "/history.atom").raw("\"/>\n<title>").text(page.name);
    out.raw(" - Incident History</title>\n<updated>");
    out.text(text::format_iso_millis(newest(page, entries)));
    out.raw("</updated>\n<author><name>").text(page.name).raw("</name></author>\n");
    for (const Entry& entry : entries) {
        out.raw("<entry>\n<id>").text(entry.id).raw("</id>\n<published>");
        out.text(text::format_iso_millis(entry.published));
        out.raw("</published>\n<updated>");
        out.text(text::format_iso_millis(entry.updated));
        out.raw("</updated>\n<link rel=\"alternate\" type=\"text/html\" href=\"");
        out.attribute(entry.address).raw("\"/>\n<title>").text(entry.title);
        out.raw("</title>\n<content type=\"html\">").text(entry.html);
        out.raw("</content>\n</entry>\n");
    }
    out.raw("</feed>\n");
}

void rss(std::string& to, const view::PublicPage& page, std::span<const Entry> entries) {
    out::Html out(to);
    out.raw(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\">\n<channel>\n<title>");
    out.text(page.name).raw(" - Incident History</title>\n<link>").text(page.url);
    out.raw("</link>\n<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"");
    out.attribute(page.url + "/history.rss").raw("\"/>\n<description>").text(page.name);
    out.raw(" - Incident History</description>\n<language>en</language>\n<pubDate>");
    out.text(text::format_http_date(seconds(newest(page, entries)))).raw("</pubDate>\n");
    for (const Entry& entry : entries) {
        out.raw("<item>\n<title>").text(entry.title).raw("</title>\n<description>");
        out.text(entry.html).raw("</description>\n<pubDate>");
        out.text(text::format_http_date(seconds(entry.published)));
        out.raw("</pubDate>\n<link>").text(entry.address);
        out.raw("</link>\n<guid isPermaLink=\"false\">").text(entry.id);
        out.raw("</guid>\n<atom:updated>");
        out.text(text::format_iso_millis(entry.updated));
        out.raw("</atom:updated>\n</item>\n");
    }
    out.raw("</channel>\n</rss>\n");
}

}  // namespace ks::feed
