// SPDX-License-Identifier: Apache-2.0
// A page's entries in display order with their present states and sums: what a chunk cannot know
// from its own rows. Kept by each reactor and brought up to date from the store's notes of what
// changed, so that a page of 2,000 entries costs what one of 25 does; always equal to what counting
// all entries anew would give.
#pragma once

#include "core/model/page_state.hpp"
#include "core/model/uptime_now.hpp"
#include "core/record/status_page.hpp"
#include "render/view/page_input.hpp"
#include "storage/store/page_changes.hpp"
#include "storage/store/store.hpp"

#include <cstddef>
#include <cstdint>
#include <list>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace ks::page {

/// The instant that a page is shown for: the days of its project.
struct PageMoment {
    const Zone& days;
    model::TodayBounds bounds;  ///< `now` in Unix seconds
};

class PageIndex {
public:
    struct Entry {
        MonitorId monitor;
        std::string name;              ///< this page's own for it; empty: the monitor's
        std::int64_t next_change = 0;  ///< Unix seconds: the state changes by itself, not before
        std::int64_t stepped_at = 0;   ///< when it last did (model::last_step)
        std::uint32_t group = 0;       ///< of groups()
        record::State state = record::State::kNoData;
        bool own_group = false;  ///< decided by the page
        bool observed = false;   ///< has uptime figures
    };

    PageIndex() = default;
    PageIndex(const PageIndex&) = delete;
    PageIndex& operator=(const PageIndex&) = delete;

    /// REQUIRES: `page` was read from `snapshot`. After an error the index is empty.
    [[nodiscard]] Result<void> bring_up(const store::Snapshot& snapshot,
                                        const record::PageView& page,
                                        const PageMoment& moment);

    /// Ungrouped ones first, then groups in the order of their first entry.
    [[nodiscard]] std::span<const Entry> entries() const noexcept { return entries_; }

    /// Number of a monitor in entries(), entries().size() for one that is not there.
    [[nodiscard]] std::size_t find(MonitorId monitor) const noexcept;

    /// The ungrouped one first, whether or not it has entries. Names live as long as the index is
    /// not brought up again.
    [[nodiscard]] std::span<const view::GroupSum> groups() const noexcept { return groups_; }

    [[nodiscard]] const model::PageTally& tally() const noexcept { return tally_; }

    [[nodiscard]] bool ever_observed() const noexcept { return ever_observed_; }

    /// Unix seconds: before then no entry's state changes by itself.
    [[nodiscard]] std::int64_t next_change() const noexcept { return next_change_; }

    /// page_html::add_to_order over all entries.
    [[nodiscard]] std::uint64_t order() const noexcept { return order_; }

    [[nodiscard]] std::size_t bytes() const noexcept;

private:
    Result<void> build(const store::Snapshot& snapshot,
                       const record::PageView& page,
                       const PageMoment& moment);
    Result<void> follow(const store::Snapshot& snapshot,
                        const record::PageView& page,
                        const PageMoment& moment);
    std::uint32_t group_number(std::string_view name,
                               std::unordered_map<std::uint64_t, std::uint32_t>& numbers);
    void order_entries();
    void sum_up();
    /// False when the entry is in another group now, or gone.
    Result<bool> look(const store::Snapshot& snapshot, const PageMoment& moment, Entry& entry);

    std::uint64_t config_version_ = 0;  ///< PageView::config_version; 0: nothing is built
    std::uint64_t commit_ = 0;
    std::int64_t now_ = 0;
    std::vector<Entry> entries_;
    std::vector<std::uint32_t> by_monitor_;
    std::list<std::string> names_;  ///< of groups_
    std::vector<view::GroupSum> groups_;
    std::vector<store::PageChange> changes_;
    model::PageTally tally_;
    bool ever_observed_ = false;
    std::int64_t next_change_ = 0;
    std::uint64_t order_ = 0;
};

/// The indexes of the pages that one reactor showed last, bounded by bytes.
class PageIndexes {
public:
    static constexpr std::size_t kBytesMax = std::size_t{32} << 20U;

    explicit PageIndexes(std::size_t bytes_max = kBytesMax) noexcept : bytes_max_(bytes_max) {}

    /// Brought up to `moment`; valid until the next call.
    [[nodiscard]] Result<const PageIndex*> get(const store::Snapshot& snapshot,
                                               const record::PageView& page,
                                               const PageMoment& moment);

    [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }

private:
    struct Row {
        PageId page;
        PageIndex index;
        std::size_t bytes = 0;
    };

    using Rows = std::list<Row>;

    void drop(Rows::iterator row);

    std::size_t bytes_max_;
    std::size_t bytes_ = 0;
    Rows rows_;  ///< most recently used first
    std::unordered_map<PageId, Rows::iterator> by_page_;
};

}  // namespace ks::page
