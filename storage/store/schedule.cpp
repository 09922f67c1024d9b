// SPDX-License-Identifier: Apache-2.0
// Which checks are due at a second. Rows: interval u32, phase u32, monitor id.
#include "storage/lmdb/cursor.hpp"
#include "storage/store/key_buffer.hpp"
#include "storage/store/readers.hpp"

namespace ks::store {
namespace {

constexpr std::size_t kIdOffset = 8;

}  // namespace

std::uint32_t check_phase(MonitorId id, std::uint32_t interval_s) noexcept {
    KS_ASSERT(interval_s > 0);
    // A product's upper bits depend on all bits below: ids made in one burst differ in few of them.
    const std::uint64_t mixed = (load_le<std::uint64_t>(id.bytes.data()) * 0x9e3779b97f4a7c15U) ^
                                load_le<std::uint64_t>(id.bytes.data() + 8);
    return static_cast<std::uint32_t>(((mixed * 0xd6e8feb86659fd93U) >> 32U) % interval_s);
}

Result<void> due_checks(const Snapshot& snapshot,
                        UnixSeconds second,
                        const std::function<void(MonitorId)>& each) {
    const auto now = second.time_since_epoch().count();
    if (now < 0) {
        return {};
    }
    lmdb::Cursor cursor(snapshot.txn(), snapshot.tables().schedule);
    KS_TRY(bool found, cursor.first());
    while (found) {
        const auto interval = load_be<std::uint32_t>(cursor.key().data());
        if (cursor.key().size() != kIdOffset + sizeof(MonitorId::bytes) || interval == 0) {
            return Errc::kMalformed;
        }
        const auto phase = static_cast<std::uint32_t>(now % interval);
        const KeyBuffer due = KeyBuffer().add(interval).add(phase);
        KS_TRY(found, cursor.seek_ge(due.bytes()));
        while (found && starts_with(cursor.key(), due.bytes())) {
            each(id_at<MonitorId>(cursor.key(), kIdOffset));
            KS_TRY(found, cursor.next());
        }
        if (found && load_be<std::uint32_t>(cursor.key().data()) == interval) {
            KS_TRY(found, cursor.seek_ge(KeyBuffer().add(interval + 1).bytes()));
        }
    }
    return {};
}

}  // namespace ks::store
