// SPDX-License-Identifier: Apache-2.0
#include "storage/store/subscribers.hpp"

#include "storage/lmdb/cursor.hpp"
#include "storage/store/record_rows.hpp"

#include <algorithm>

namespace ks::store {
namespace {

constexpr std::size_t kOutboxKeyBytes = 1 + 8 + (2 * sizeof(RawId::bytes));

Result<record::DeliveryKey> parse_outbox_key(Bytes key) {
    if (key.size() != kOutboxKeyBytes) {
        return Errc::kMalformed;
    }
    const auto due = static_cast<std::int64_t>(load_be<std::uint64_t>(key.data() + 1));
    return record::DeliveryKey{.kind = static_cast<record::SubscriberKind>(key[0]),
                               .due = UnixMillis(std::chrono::milliseconds(due)),
                               .subscriber = id_at<SubscriberId>(key, 9),
                               .event = id_at<RawId>(key, 9 + sizeof(RawId::bytes))};
}

}  // namespace

KeyBuffer outbox_key(const record::DeliveryKey& key) noexcept {
    const std::int64_t due = std::max<std::int64_t>(key.due.time_since_epoch().count(), 0);
    return KeyBuffer()
        .add(static_cast<std::uint8_t>(key.kind))
        .add(static_cast<std::uint64_t>(due))
        .add(key.subscriber)
        .add(key.event);
}

Result<record::Subscriber> subscriber(const lmdb::Txn& txn, const Tables& tables, SubscriberId id) {
    std::string scratch;
    KS_TRY(const Bytes bytes, joined_pieces(txn, tables.subscribers, id.key(), scratch));
    return record::decode_subscriber(bytes);
}

Result<record::Subscriber> subscriber(const Snapshot& snapshot, SubscriberId id) {
    return subscriber(snapshot.txn(), snapshot.tables(), id);
}

Result<std::vector<SubscriberId>> page_subscribers(const Snapshot& snapshot,
                                                   PageId page,
                                                   SubscriberId after,
                                                   std::size_t limit) {
    KS_TRY(const auto ids,
           indexed_ids(snapshot.txn(), snapshot.tables().page_subscribers, page, after, limit));
    std::vector<SubscriberId> out;
    std::ranges::transform(
        ids, std::back_inserter(out), [](const RawId& id) { return SubscriberId{id}; });
    return out;
}

Result<std::vector<SubscriberId>> subscribers_of_target(const lmdb::Txn& txn,
                                                        const Tables& tables,
                                                        const record::TargetHash& hash) {
    std::vector<SubscriberId> ids;
    lmdb::Cursor cursor(txn, tables.subscriber_targets);
    KS_TRY(bool found, cursor.seek_ge(hash));
    while (found && starts_with(cursor.key(), hash)) {
        if (cursor.value().size() != sizeof(SubscriberId::bytes)) {
            return Errc::kMalformed;
        }
        ids.push_back(id_at<SubscriberId>(cursor.value(), 0));
        KS_TRY(found, cursor.next());
    }
    return ids;
}

Result<std::vector<SubscriberId>> subscribers_of_target(const Snapshot& snapshot,
                                                        const record::TargetHash& hash) {
    return subscribers_of_target(snapshot.txn(), snapshot.tables(), hash);
}

Result<std::vector<DueDelivery>> due_deliveries(const Snapshot& snapshot,
                                                record::SubscriberKind kind,
                                                UnixMillis now,
                                                std::size_t limit) {
    std::vector<DueDelivery> due;
    const auto queue = static_cast<std::byte>(kind);
    lmdb::Cursor cursor(snapshot.txn(), snapshot.tables().outbox);
    KS_TRY(bool found, cursor.seek_ge(Bytes(&queue, 1)));
    while (found && due.size() < limit && cursor.key().front() == queue) {
        KS_TRY(const record::DeliveryKey key, parse_outbox_key(cursor.key()));
        if (key.due > now) {
            break;
        }
        KS_TRY(const record::Delivery delivery, record::decode_delivery(cursor.value()));
        due.push_back({.key = key, .delivery = delivery});
        KS_TRY(found, cursor.next());
    }
    return due;
}

Result<std::array<std::byte, 32>> token_key(const Snapshot& snapshot) {
    KS_TRY(const Bytes bytes, snapshot.tables().meta.get(snapshot.txn(), as_bytes("token_key")));
    std::array<std::byte, 32> key{};
    if (bytes.size() != key.size()) {
        return Errc::kMalformed;
    }
    std::ranges::copy(bytes, key.begin());
    return key;
}

}  // namespace ks::store
