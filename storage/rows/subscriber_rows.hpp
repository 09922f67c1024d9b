// SPDX-License-Identifier: Apache-2.0
// The rows of a subscriber: record, and the indexes by page, by target and of pending ones; and
// those of the outbox.
#pragma once

#include "core/record/subscriber.hpp"
#include "storage/rows/changes.hpp"

#include <cstdint>
#include <optional>

namespace ks::rows {

/// A new one, or instead of the stored one of the same id, whose page, target and time of asking
/// are the same.
[[nodiscard]] Result<void> put_subscriber(const Changes& changes,
                                          const record::Subscriber& subscriber);
/// What is on its way to it is dropped when it falls due.
[[nodiscard]] Result<void> erase_subscriber(const Changes& changes,
                                            const record::Subscriber& subscriber);
/// The page's subscriber with that target.
[[nodiscard]] Result<std::optional<SubscriberId>> find_subscriber(const Changes& changes,
                                                                  PageId page,
                                                                  const record::TargetHash& hash);
[[nodiscard]] Result<void> put_delivery(const Changes& changes,
                                        const record::DeliveryKey& key,
                                        const record::Delivery& delivery);
/// Erases up to `limit` subscribers that asked before `before` and never confirmed; how many.
[[nodiscard]] Result<std::uint32_t> drop_pending(const Changes& changes,
                                                 UnixMillis before,
                                                 std::uint32_t limit);

}  // namespace ks::rows
