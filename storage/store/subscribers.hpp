// SPDX-License-Identifier: Apache-2.0
// Typed readers of subscribers and of the messages on their way to them. Errors as in readers.hpp.
#pragma once

#include "core/record/subscriber.hpp"
#include "storage/store/key_buffer.hpp"
#include "storage/store/store.hpp"

#include <array>
#include <cstddef>
#include <vector>

namespace ks::store {

[[nodiscard]] Result<record::Subscriber> subscriber(const Snapshot& snapshot, SubscriberId id);
[[nodiscard]] Result<record::Subscriber> subscriber(const lmdb::Txn& txn,
                                                    const Tables& tables,
                                                    SubscriberId id);
/// Ids of a page's subscribers in order of creation, after `after`, at most `limit`.
[[nodiscard]] Result<std::vector<SubscriberId>> page_subscribers(const Snapshot& snapshot,
                                                                 PageId page,
                                                                 SubscriberId after,
                                                                 std::size_t limit);
/// The subscribers with one target, one a page.
[[nodiscard]] Result<std::vector<SubscriberId>> subscribers_of_target(
    const Snapshot& snapshot, const record::TargetHash& hash);
[[nodiscard]] Result<std::vector<SubscriberId>> subscribers_of_target(
    const lmdb::Txn& txn, const Tables& tables, const record::TargetHash& hash);

struct DueDelivery {
    record::DeliveryKey key;
    record::Delivery delivery;
};

/// Deliveries of one queue that are due at `now`, the longest due first, at most `limit`.
[[nodiscard]] Result<std::vector<DueDelivery>> due_deliveries(const Snapshot& snapshot,
                                                              record::SubscriberKind kind,
                                                              UnixMillis now,
                                                              std::size_t limit);
/// What the links to subscribers are signed with. kNotFound before write::MakeTokenKey.
[[nodiscard]] Result<std::array<std::byte, 32>> token_key(const Snapshot& snapshot);

/// The outbox's key of a delivery.
[[nodiscard]] KeyBuffer outbox_key(const record::DeliveryKey& key) noexcept;

}  // namespace ks::store
