// SPDX-License-Identifier: Apache-2.0
#include "storage/rows/subscriber_rows.hpp"

#include "storage/lmdb/cursor.hpp"
#include "storage/store/key_buffer.hpp"
#include "storage/store/subscribers.hpp"

#include <algorithm>

namespace ks::rows {
namespace {

using record::Subscriber;
using store::KeyBuffer;

KeyBuffer page_key(const Subscriber& subscriber) noexcept {
    return KeyBuffer(subscriber.page).add(subscriber.id);
}

KeyBuffer target_key(PageId page, const record::TargetHash& hash) noexcept {
    return KeyBuffer().add(Bytes(hash)).add(page);
}

KeyBuffer pending_key(const Subscriber& subscriber) noexcept {
    const std::int64_t at =
        std::max<std::int64_t>(subscriber.created_at.time_since_epoch().count(), 0);
    return KeyBuffer().add(static_cast<std::uint64_t>(at)).add(subscriber.id);
}

}  // namespace

Result<void> put_subscriber(const Changes& changes, const Subscriber& subscriber) {
    const auto& [txn, tables] = changes;
    KS_CHECK(put_in_pieces(
        changes, tables.subscribers, subscriber.id.key(), as_bytes(record::encode(subscriber))));
    KS_CHECK(tables.page_subscribers.put(txn, page_key(subscriber).bytes(), {}));
    KS_CHECK(tables.subscriber_targets.put(
        txn, target_key(subscriber.page, subscriber.target_hash).bytes(), subscriber.id.key()));
    const KeyBuffer pending = pending_key(subscriber);
    if (!subscriber.confirmed) {
        return tables.pending_subscribers.put(txn, pending.bytes(), {});
    }
    KS_CHECK(tables.pending_subscribers.erase(txn, pending.bytes()));
    return {};
}

Result<void> erase_subscriber(const Changes& changes, const Subscriber& subscriber) {
    const auto& [txn, tables] = changes;
    KS_CHECK(erase_pieces(changes, tables.subscribers, subscriber.id.key()));
    KS_CHECK(tables.page_subscribers.erase(txn, page_key(subscriber).bytes()));
    KS_CHECK(tables.subscriber_targets.erase(
        txn, target_key(subscriber.page, subscriber.target_hash).bytes()));
    KS_CHECK(tables.pending_subscribers.erase(txn, pending_key(subscriber).bytes()));
    return {};
}

Result<std::optional<SubscriberId>> find_subscriber(const Changes& changes,
                                                    PageId page,
                                                    const record::TargetHash& hash) {
    const auto found =
        changes.tables.subscriber_targets.get(changes.txn, target_key(page, hash).bytes());
    if (!found && found.error().code != Errc::kNotFound) {
        return found.error();
    }
    return found ? std::optional(store::id_at<SubscriberId>(*found, 0)) : std::nullopt;
}

Result<void> put_delivery(const Changes& changes,
                          const record::DeliveryKey& key,
                          const record::Delivery& delivery) {
    return changes.tables.outbox.put(
        changes.txn, store::outbox_key(key).bytes(), as_bytes(record::encode(delivery)));
}

Result<std::uint32_t> drop_pending(const Changes& changes, UnixMillis before, std::uint32_t limit) {
    std::vector<SubscriberId> expired;
    {
        lmdb::Cursor cursor(changes.txn, changes.tables.pending_subscribers);
        const auto until = static_cast<std::uint64_t>(before.time_since_epoch().count());
        KS_TRY(bool found, cursor.first());
        while (found && expired.size() < limit &&
               load_be<std::uint64_t>(cursor.key().data()) < until) {
            expired.push_back(store::id_at<SubscriberId>(cursor.key(), sizeof until));
            KS_TRY(found, cursor.next());
        }
    }
    for (const SubscriberId& id : expired) {
        KS_TRY(const auto subscriber, store::subscriber(changes.txn, changes.tables, id));
        KS_CHECK(erase_subscriber(changes, subscriber));
    }
    return static_cast<std::uint32_t>(expired.size());
}

}  // namespace ks::rows
