// SPDX-License-Identifier: Apache-2.0
#include "edge/page/refresh_render.hpp"

#include "edge/page/chunks.hpp"
#include "render/fragment/event_sections.hpp"
#include "render/fragment/freshness.hpp"
#include "render/fragment/group_card.hpp"
#include "render/fragment/monitor_row.hpp"
#include "render/page/head.hpp"
#include "render/page/refresh_page.hpp"
#include "storage/store/page_changes.hpp"

#include <algorithm>
#include <vector>

namespace ks::page {
namespace {

/// What differs from the token's rendering.
class Differences {
public:
    explicit Differences(const PageIndex& index)
        : index_(index), rows_(index.entries().size()), groups_(index.groups().size()) {}

    void note(const store::PageChange& change, std::uint64_t since) {
        if (change.is_events()) {
            events = true;
            return;
        }
        const std::size_t number = index_.find(change.monitor);
        if (number == rows_.size()) {
            return;
        }
        rows_[number] = true;
        if (change.state_commit > since) {
            note_state(number);
        }
    }

    /// The changes that came with time.
    void note_steps(std::int64_t since) {
        for (std::size_t number = 0; number < rows_.size(); ++number) {
            if (index_.entries()[number].stepped_at > since) {
                rows_[number] = true;
                note_state(number);
            }
        }
    }

    void note_all() {
        rows_.assign(rows_.size(), true);
        groups_.assign(groups_.size(), true);
        state = events = age = true;
    }

    [[nodiscard]] bool row(std::uint32_t number) const { return rows_[number]; }

    [[nodiscard]] bool group(std::uint32_t number) const { return groups_[number]; }

    bool state = false;   ///< the page's
    bool events = false;  ///< incidents and maintenance
    bool age = false;
    bool days = false;  ///< another civil day: every bar has moved

private:
    void note_state(std::size_t number) {
        state = true;
        groups_[index_.entries()[number].group] = true;
    }

    const PageIndex& index_;
    std::vector<bool> rows_;
    std::vector<bool> groups_;
};

/// A token that this store can have given for this page, and not too long ago.
bool is_known(const RefreshToken& since, const RefreshToken& now) noexcept {
    return since.commit <= now.commit && since.second <= now.second &&
           now.second - since.second <= kTokenAgeMax_s;
}

Result<void> find_differences(const store::Snapshot& snapshot,
                              PageScene& scene,
                              PageId page,
                              const std::optional<RefreshToken>& since,
                              Differences& out) {
    const RefreshToken& now = scene.token();
    if (!since || !is_known(*since, now)) {
        out.note_all();
        return {};
    }
    std::vector<store::PageChange> changes;
    KS_CHECK(store::page_changes(snapshot, page, since->commit, changes));
    for (const store::PageChange& change : changes) {
        out.note(change, since->commit);
    }
    out.note_steps(since->second);
    if (!out.events) {
        KS_TRY(out.events, scene.events_differ(since->second));
    }
    // What an incident raises is the page's state.
    out.state = out.state || out.events;
    out.age = since->frozen_at != now.frozen_at;
    out.days = scene.day_of(since->second) != scene.facts().today;
    return {};
}

/// Writes the units that differ; returns how many.
Result<std::size_t> write_units(out::Html& out,
                                PageScene& scene,
                                const RefreshAsk& ask,
                                const Differences& differ) {
    const PageIndex& index = scene.index();
    const std::uint32_t end =
        std::min(ask.shown.end, static_cast<std::uint32_t>(index.entries().size()));
    const std::int64_t elapsed = ask.since ? scene.token().second - ask.since->second : 0;
    std::size_t units = 0;
    std::uint32_t last_group = UINT32_MAX;
    for (std::uint32_t number = ask.shown.first; number < end; ++number) {
        const PageIndex::Entry& entry = index.entries()[number];
        const view::GroupSum& group = index.groups()[entry.group];
        if (entry.group != last_group && differ.group(entry.group) && !group.name.empty()) {
            fragment::group_summary(
                out,
                scene.facts(),
                {.name = group.name, .key = group.key, .tally = group.tally, .continued = false});
            ++units;
        }
        last_group = entry.group;
        KS_TRY(const PageScene::Row row, scene.row(number));
        if (row.present && (differ.row(number) || differ.days ||
                            (elapsed > 0 && model::moves_on(*row.row.uptime, elapsed)))) {
            fragment::monitor_row(out, scene.facts(), row.row);
            ++units;
        }
    }
    return units;
}

}  // namespace

Result<RenderedPage> render_refresh(const store::Snapshot& snapshot,
                                    const record::PageView& page,
                                    const RenderFor& whom,
                                    const RefreshAsk& ask,
                                    PageIndexes& indexes) {
    PageScene scene(snapshot, page, whom);
    KS_CHECK(scene.open(indexes, ask.shown.first));
    if (ask.shown.first != 0 && ask.shown.first >= scene.index().entries().size()) {
        return Errc::kNotFound;
    }
    RenderedPage rendered;
    rendered.next_change = scene.next_change();
    out::Html out(rendered.html);
    if (ask.since && is_known(*ask.since, scene.token()) &&
        ask.since->layout != scene.token().layout) {
        page_html::refresh_open(out, scene.facts(), scene.layout(), nullptr);  // the script reloads
        page_html::refresh_close(out);
        return rendered;
    }
    Differences differ(scene.index());
    KS_CHECK(find_differences(snapshot, scene, page.id, ask.since, differ));
    const fragment::Overall overall = scene.overall();
    page_html::refresh_open(out, scene.facts(), scene.layout(), differ.state ? &overall : nullptr);
    if (differ.age) {
        fragment::age(out, scene.facts());
    }
    if (differ.events && ask.shown.first == 0) {
        fragment::incidents_section(out, scene.facts());
        fragment::maintenance_section(out, scene.facts());
        fragment::recent_section(out, scene.facts());
    }
    KS_TRY(const std::size_t units, write_units(out, scene, ask, differ));
    page_html::refresh_close(out);
    if (units == 0 && !differ.state && !differ.age && !differ.events) {
        rendered.html.clear();
    }
    return rendered;
}

}  // namespace ks::page
