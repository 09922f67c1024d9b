// SPDX-License-Identifier: Apache-2.0
#include "storage/rows/page_rows.hpp"

#include "storage/rows/change_rows.hpp"
#include "storage/rows/domain_rows.hpp"
#include "storage/store/key_buffer.hpp"
#include "storage/store/record_rows.hpp"

#include <algorithm>
#include <string>

namespace ks::rows {
namespace {

using store::KeyBuffer;

/// What of a stored page must be known to undo it, copied: the store's bytes move with the next
/// write.
struct Claims {
    std::string slug;
    std::string domain;
    ProjectId project;
    std::vector<MonitorId> monitors;
};

Result<Claims> claims_of(const Changes& changes, PageId id) {
    KS_TRY(const record::PageView page, store::page(changes.txn, changes.tables, id));
    Claims claims{.slug = std::string(page.slug),
                  .domain = std::string(page.custom_domain),
                  .project = page.project,
                  .monitors = {}};
    std::vector<record::EntryView> entries;
    KS_CHECK(store::page_entries(changes.txn, changes.tables, id, entries, 0, SIZE_MAX));
    for (const record::EntryView& entry : entries) {
        claims.monitors.push_back(entry.monitor);
    }
    std::ranges::sort(claims.monitors);
    return claims;
}

Result<void> put_record(const Changes& changes,
                        const record::PageView& page,
                        std::span<const record::EntryView> entries) {
    record::PageView stored = page;
    stored.entry_count = static_cast<std::uint32_t>(entries.size());
    KS_CHECK(
        changes.tables.pages.put(changes.txn, page.id.key(), as_bytes(record::encode(stored))));
    return put_pieces(
        changes, changes.tables.page_entries, page.id.key(), record::encode_entries(entries));
}

Result<void> claim_domain_of(const Changes& changes, const record::PageView& page) {
    if (page.custom_domain.empty()) {
        return {};
    }
    const record::DomainClaim claim{
        .page = page.id, .project = page.project, .claimed_at = page.updated_at};
    return claim_domain(changes, page.custom_domain, claim);
}

Result<void> index_monitors(const Changes& changes,
                            PageId page,
                            std::span<const record::EntryView> entries) {
    for (const record::EntryView& entry : entries) {
        KS_CHECK(changes.tables.monitor_pages.put(
            changes.txn, KeyBuffer(entry.monitor).add(page).bytes(), {}));
    }
    return {};
}

}  // namespace

Result<void> put_page(const Changes& changes,
                      const record::PageView& page,
                      std::span<const record::EntryView> entries) {
    KS_CHECK(put_record(changes, page, entries));
    KS_CHECK(changes.tables.slugs.put(changes.txn, as_bytes(page.slug), page.id.key()));
    KS_CHECK(claim_domain_of(changes, page));
    KS_CHECK(changes.tables.project_pages.put(
        changes.txn, KeyBuffer(page.project).add(page.id).bytes(), {}));
    return index_monitors(changes, page.id, entries);
}

Result<void> replace_page(const Changes& changes,
                          const record::PageView& page,
                          std::span<const record::EntryView> entries) {
    KS_TRY(const Claims old, claims_of(changes, page.id));
    if (old.slug != page.slug) {
        KS_CHECK(changes.tables.slugs.erase(changes.txn, as_bytes(old.slug)));
        KS_CHECK(changes.tables.slugs.put(changes.txn, as_bytes(page.slug), page.id.key()));
    }
    if (old.domain != page.custom_domain) {
        if (!old.domain.empty()) {
            KS_CHECK(release_domain(changes, old.domain));
        }
        KS_CHECK(claim_domain_of(changes, page));
    }
    for (const MonitorId monitor : old.monitors) {
        KS_CHECK(changes.tables.monitor_pages.erase(changes.txn,
                                                    KeyBuffer(monitor).add(page.id).bytes()));
    }
    KS_CHECK(index_monitors(changes, page.id, entries));
    KS_CHECK(forget_page_changes(changes, page.id));
    return put_record(changes, page, entries);
}

Result<void> erase_page(const Changes& changes, PageId id) {
    KS_TRY(const Claims old, claims_of(changes, id));
    KS_CHECK(changes.tables.slugs.erase(changes.txn, as_bytes(old.slug)));
    if (!old.domain.empty()) {
        KS_CHECK(release_domain(changes, old.domain));
    }
    for (const MonitorId monitor : old.monitors) {
        KS_CHECK(
            changes.tables.monitor_pages.erase(changes.txn, KeyBuffer(monitor).add(id).bytes()));
    }
    KS_CHECK(
        changes.tables.project_pages.erase(changes.txn, KeyBuffer(old.project).add(id).bytes()));
    KS_CHECK(forget_page_changes(changes, id));
    KS_CHECK(erase_pieces(changes, changes.tables.page_entries, id.key()));
    KS_CHECK(changes.tables.pages.erase(changes.txn, id.key()));
    return {};
}

Result<void> remove_entry(const Changes& changes, PageId page, MonitorId monitor) {
    KS_TRY(record::PageView view, store::page(changes.txn, changes.tables, page));
    std::vector<record::EntryView> entries;
    KS_CHECK(store::page_entries(changes.txn, changes.tables, page, entries, 0, SIZE_MAX));
    std::erase_if(entries,
                  [&](const record::EntryView& entry) { return entry.monitor == monitor; });
    // Encoded before the first write: `view` and `entries` point into the store.
    ++view.version;
    ++view.config_version;
    view.entry_count = static_cast<std::uint32_t>(entries.size());
    const std::string encoded = record::encode(view);
    const std::vector<std::string> pieces = record::encode_entries(entries);
    KS_CHECK(changes.tables.pages.put(changes.txn, page.key(), as_bytes(encoded)));
    KS_CHECK(put_pieces(changes, changes.tables.page_entries, page.key(), pieces));
    KS_CHECK(changes.tables.monitor_pages.erase(changes.txn, KeyBuffer(monitor).add(page).bytes()));
    return forget_page_changes(changes, page);
}

Result<std::vector<PageId>> pages_of(const Changes& changes, MonitorId monitor) {
    KS_TRY(const auto ids,
           store::indexed_ids(changes.txn, changes.tables.monitor_pages, monitor, {}, SIZE_MAX));
    std::vector<PageId> pages;
    pages.reserve(ids.size());
    for (const RawId& id : ids) {
        pages.push_back(PageId{id});
    }
    return pages;
}

Result<void> raise_versions(const Changes& changes, std::vector<PageId> pages) {
    std::ranges::sort(pages);
    const auto repeats = std::ranges::unique(pages);
    pages.erase(repeats.begin(), repeats.end());
    for (const PageId id : pages) {
        KS_TRY(record::PageView page, store::page(changes.txn, changes.tables, id));
        ++page.version;
        const std::string encoded = record::encode(page);
        KS_CHECK(changes.tables.pages.put(changes.txn, id.key(), as_bytes(encoded)));
    }
    return {};
}

}  // namespace ks::rows
