// SPDX-License-Identifier: Apache-2.0
// The rows of a status page: record, entries, slug, custom domain, and the two indexes that lead to
// it.
#pragma once

#include "core/record/status_page.hpp"
#include "storage/rows/changes.hpp"

#include <span>
#include <vector>

namespace ks::rows {

/// Writes a new page with all its rows; a custom domain starts as pending_dns.
[[nodiscard]] Result<void> put_page(const Changes& changes,
                                    const record::PageView& page,
                                    std::span<const record::EntryView> entries);
/// Replaces the page of the same id; frees what it no longer claims and keeps the claim that stays.
/// REQUIRES: no text points into the store.
[[nodiscard]] Result<void> replace_page(const Changes& changes,
                                        const record::PageView& page,
                                        std::span<const record::EntryView> entries);
[[nodiscard]] Result<void> erase_page(const Changes& changes, PageId id);

/// Takes `monitor` off `page` and raises the page's versions.
[[nodiscard]] Result<void> remove_entry(const Changes& changes, PageId page, MonitorId monitor);

/// The pages that show `monitor`.
[[nodiscard]] Result<std::vector<PageId>> pages_of(const Changes& changes, MonitorId monitor);
/// Raises PageView::version of each, once.
[[nodiscard]] Result<void> raise_versions(const Changes& changes, std::vector<PageId> pages);

}  // namespace ks::rows
