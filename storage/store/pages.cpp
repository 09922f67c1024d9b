// SPDX-License-Identifier: Apache-2.0
// Readers of status pages and custom domains.
#include "storage/lmdb/cursor.hpp"
#include "storage/store/key_buffer.hpp"
#include "storage/store/readers.hpp"
#include "storage/store/record_rows.hpp"

namespace ks::store {

Result<PageId> page_by_slug(const Snapshot& snapshot, std::string_view slug) {
    KS_TRY(const Bytes id, snapshot.tables().slugs.get(snapshot.txn(), as_bytes(slug)));
    return id.size() == sizeof(PageId::bytes) ? Result<PageId>(id_at<PageId>(id, 0))
                                              : Result<PageId>(Errc::kMalformed);
}

Result<record::DomainClaim> domain_claim(const Snapshot& snapshot, std::string_view host) {
    KS_TRY(const Bytes bytes, snapshot.tables().domains.get(snapshot.txn(), as_bytes(host)));
    return record::decode_domain_claim(bytes);
}

Result<record::PageView> page(const Snapshot& snapshot, PageId id) {
    return page(snapshot.txn(), snapshot.tables(), id);
}

Result<std::uint64_t> page_version(const Snapshot& snapshot, PageId id) {
    KS_TRY(const Bytes bytes, snapshot.tables().pages.get(snapshot.txn(), id.key()));
    return record::read_page_version(bytes);
}

Result<void> page_entries(const Snapshot& snapshot,
                          PageId id,
                          std::vector<record::EntryView>& out,
                          std::size_t offset,
                          std::size_t limit) {
    return page_entries(snapshot.txn(), snapshot.tables(), id, out, offset, limit);
}

Result<std::vector<PageId>> project_pages(const Snapshot& snapshot,
                                          ProjectId project,
                                          PageId after,
                                          std::size_t limit) {
    KS_TRY(const auto ids,
           indexed_ids(snapshot.txn(), snapshot.tables().project_pages, project, after, limit));
    std::vector<PageId> pages;
    pages.reserve(ids.size());
    for (const RawId& id : ids) {
        pages.push_back(PageId{id});
    }
    return pages;
}

Result<std::vector<std::pair<std::string, record::DomainClaim>>> domain_claims(
    const Snapshot& snapshot, std::string_view after, std::size_t limit) {
    std::vector<std::pair<std::string, record::DomainClaim>> claims;
    lmdb::Cursor cursor(snapshot.txn(), snapshot.tables().domains);
    KS_TRY(bool found, after.empty() ? cursor.first() : cursor.seek_ge(as_bytes(after)));
    if (found && as_text(cursor.key()) == after) {
        KS_TRY(found, cursor.next());
    }
    while (found && claims.size() < limit) {
        KS_TRY(auto claim, record::decode_domain_claim(cursor.value()));
        claims.emplace_back(as_text(cursor.key()), std::move(claim));
        KS_TRY(found, cursor.next());
    }
    return claims;
}

}  // namespace ks::store
