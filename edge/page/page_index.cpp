// SPDX-License-Identifier: Apache-2.0
// Entries are looked at again when the store notes a change of them, and a little before their
// state could change by itself: results put that off all the time without changing anything shown.
#include "edge/page/page_index.hpp"

#include "edge/page/freshness_policy.hpp"
#include "render/fragment/group_card.hpp"
#include "render/page/status_page.hpp"
#include "storage/store/readers.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace ks::page {
namespace {

bool has_own_group(const record::EntryView& entry) noexcept {
    return entry.group_set || !entry.display_group.empty();
}

}  // namespace

Result<void> PageIndex::bring_up(const store::Snapshot& snapshot,
                                 const record::PageView& page,
                                 const PageMoment& moment) {
    const bool follows = config_version_ == page.config_version && commit_ <= snapshot.commit() &&
                         now_ <= moment.bounds.now;
    auto done = follows ? follow(snapshot, page, moment) : build(snapshot, page, moment);
    if (!done) {
        config_version_ = 0;
        return done;
    }
    config_version_ = page.config_version;
    commit_ = snapshot.commit();
    now_ = moment.bounds.now;
    return done;
}

std::size_t PageIndex::find(MonitorId monitor) const noexcept {
    const auto found =
        std::ranges::lower_bound(by_monitor_, monitor, {}, [this](std::uint32_t number) {
            return entries_[number].monitor;
        });
    return found != by_monitor_.end() && entries_[*found].monitor == monitor ? *found
                                                                             : entries_.size();
}

std::size_t PageIndex::bytes() const noexcept {
    std::size_t bytes = sizeof *this + entries_.capacity() * sizeof(Entry) +
                        by_monitor_.capacity() * sizeof(std::uint32_t) +
                        changes_.capacity() * sizeof(store::PageChange) +
                        groups_.capacity() * (sizeof(view::GroupSum) + sizeof(std::string) + 16);
    for (const Entry& entry : entries_) {
        bytes += entry.name.capacity();
    }
    return bytes;
}

Result<void> PageIndex::follow(const store::Snapshot& snapshot,
                               const record::PageView& page,
                               const PageMoment& moment) {
    const std::int64_t soon = moment.bounds.now + kShownAge_s;
    if (commit_ == snapshot.commit() && now_ == moment.bounds.now) {
        return {};
    }
    bool looked = false;
    if (commit_ != snapshot.commit()) {
        changes_.clear();
        KS_CHECK(store::page_changes(snapshot, page.id, commit_, changes_));
        for (const store::PageChange& change : changes_) {
            const std::size_t number = find(change.monitor);
            if (number == entries_.size()) {
                continue;
            }
            KS_TRY(const bool stays, look(snapshot, moment, entries_[number]));
            if (!stays) {
                return build(snapshot, page, moment);
            }
            looked = true;
        }
    }
    if (next_change_ <= soon) {
        for (Entry& entry : entries_) {
            if (entry.next_change > soon) {
                continue;
            }
            KS_TRY(const bool stays, look(snapshot, moment, entry));
            if (!stays) {
                return build(snapshot, page, moment);
            }
            looked = true;
        }
    }
    if (looked) {
        sum_up();
    }
    return {};
}

Result<void> PageIndex::build(const store::Snapshot& snapshot,
                              const record::PageView& page,
                              const PageMoment& moment) {
    std::vector<record::EntryView> views;
    KS_CHECK(store::page_entries(snapshot, page.id, views));
    std::unordered_map<std::uint64_t, std::uint32_t> numbers;
    entries_.clear();
    entries_.reserve(views.size());
    groups_.clear();
    names_.clear();
    group_number({}, numbers);
    for (const record::EntryView& view : views) {
        const auto face = store::monitor_face(snapshot, view.monitor);
        if (!face) {
            if (face.error().code == Errc::kNotFound) {
                continue;
            }
            return face.error();
        }
        const bool own = has_own_group(view);
        Entry& entry = entries_.emplace_back();
        entry.monitor = view.monitor;
        entry.name = view.display_name;
        entry.own_group = own;
        entry.group = group_number(own ? view.display_group : face->display_group, numbers);
        KS_CHECK(look(snapshot, moment, entry));
    }
    order_entries();
    sum_up();
    return {};
}

std::uint32_t PageIndex::group_number(std::string_view name,
                                      std::unordered_map<std::uint64_t, std::uint32_t>& numbers) {
    const std::uint64_t key = fragment::group_key(name);
    const auto [found, is_new] = numbers.try_emplace(key, groups_.size());
    if (is_new) {
        groups_.push_back({.name = names_.emplace_back(name), .key = key, .tally = {}});
    }
    return found->second;
}

void PageIndex::order_entries() {
    std::vector<std::size_t> place(groups_.size() + 1);
    for (const Entry& entry : entries_) {
        ++place[entry.group + 1];
    }
    std::partial_sum(place.begin(), place.end(), place.begin());
    std::vector<Entry> ordered(entries_.size());
    for (Entry& entry : entries_) {
        ordered[place[entry.group]++] = std::move(entry);
    }
    entries_ = std::move(ordered);
    by_monitor_.resize(entries_.size());
    std::iota(by_monitor_.begin(), by_monitor_.end(), 0U);
    std::ranges::sort(
        by_monitor_, {}, [this](std::uint32_t number) { return entries_[number].monitor; });
    order_ = page_html::kOrderSeed;
    for (const Entry& entry : entries_) {
        order_ = page_html::add_to_order(order_, entry.monitor, groups_[entry.group].key);
    }
}

void PageIndex::sum_up() {
    tally_ = {};
    ever_observed_ = false;
    next_change_ = INT64_MAX;
    for (view::GroupSum& group : groups_) {
        group.tally = {};
    }
    for (const Entry& entry : entries_) {
        tally_.add(entry.state);
        groups_[entry.group].tally.add(entry.state);
        ever_observed_ = ever_observed_ || entry.observed;
        next_change_ = std::min(next_change_, entry.next_change);
    }
}

Result<bool> PageIndex::look(const store::Snapshot& snapshot,
                             const PageMoment& moment,
                             Entry& entry) {
    const auto face = store::monitor_face(snapshot, entry.monitor);
    if (!face) {
        return face.error().code == Errc::kNotFound ? Result<bool>(false)
                                                    : Result<bool>(face.error());
    }
    KS_TRY(const auto history, store::history(snapshot, entry.monitor));
    model::UptimeNow uptime;
    model::uptime_at(uptime, history, moment.bounds, moment.days);
    entry.state = face->enabled ? uptime.state : record::State::kPaused;
    entry.observed = uptime.observed_s() != 0;
    entry.next_change = uptime.next_change;
    entry.stepped_at = model::last_step(history, moment.bounds.now);
    return entry.own_group || groups_[entry.group].name == face->display_group;
}

Result<const PageIndex*> PageIndexes::get(const store::Snapshot& snapshot,
                                          const record::PageView& page,
                                          const PageMoment& moment) {
    const auto found = by_page_.find(page.id);
    if (found != by_page_.end()) {
        rows_.splice(rows_.begin(), rows_, found->second);
    } else {
        rows_.emplace_front().page = page.id;
        by_page_.emplace(page.id, rows_.begin());
    }
    Row& row = rows_.front();
    auto done = row.index.bring_up(snapshot, page, moment);
    if (!done) {
        drop(rows_.begin());
        return done.error();
    }
    bytes_ -= row.bytes;
    row.bytes = row.index.bytes();
    bytes_ += row.bytes;
    while (bytes_ > bytes_max_ && rows_.size() > 1) {
        drop(std::prev(rows_.end()));
    }
    return &row.index;
}

void PageIndexes::drop(Rows::iterator row) {
    bytes_ -= row->bytes;
    by_page_.erase(row->page);
    rows_.erase(row);
}

}  // namespace ks::page
