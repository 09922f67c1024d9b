// SPDX-License-Identifier: Apache-2.0
// Limits of the product that are not options. Options are rows of core/config.
#pragma once

#include <cstddef>
#include <cstdint>

namespace ks::limits {

inline constexpr int kHistoryDays = 90;
inline constexpr std::int64_t kResultAgeMax_s = 90LL * 86400;
inline constexpr std::int64_t kResultAhead_s = 300;
inline constexpr std::uint32_t kIntervalMax_s = 86400;
inline constexpr std::uint32_t kConfirmationsMax = 20;
inline constexpr std::size_t kRegionsPerMonitor = 32;
inline constexpr std::size_t kRegionName = 40;
inline constexpr std::size_t kEntriesPerPage = 2000;
inline constexpr std::size_t kNameChars = 120;
inline constexpr std::size_t kErrorText = 200;
/// Monitors that one subscriber chooses.
inline constexpr std::size_t kChosenMonitors = 100;
inline constexpr std::size_t kWebhookUrl = 1024;
/// A subscription that nobody confirms is forgotten after this time, and until then at most so many
/// confirmations go to one target on one page, for so many pages.
inline constexpr std::int64_t kPending_s = 24LL * 3600;
inline constexpr unsigned kAskedMax = 3;
inline constexpr std::size_t kPendingPagesMax = 5;
inline constexpr std::size_t kPendingMax = 100'000;
/// A subscriber is removed when so many deliveries in a row were given up over at least this time.
inline constexpr unsigned kDeliveryFailuresMax = 5;
inline constexpr std::int64_t kDeliveryFailures_s = 3LL * 86400;
inline constexpr std::int64_t kRawResults_s = 48LL * 3600;
inline constexpr std::int64_t kIdempotency_s = 24LL * 3600;
/// Values above this are cut into pieces: LMDB puts larger ones on contiguous overflow pages, which
/// fragment.
inline constexpr std::size_t kValueBytes = 1900;

}  // namespace ks::limits
