// SPDX-License-Identifier: Apache-2.0
// The stored form of the 90-day record. A day with written-out seconds takes 10 bytes (8 bits of
// day, four times 18 bits of seconds), a tail step 10 (40 bits of time, 32 of delay, 8 of state):
// full, it still fits a leaf page.
#include "core/record/uptime_history.hpp"

#include "core/base/assert.hpp"
#include "core/record/layout.hpp"
#include "core/record/result_log.hpp"

namespace ks::record {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kDetailBytes = 10;
constexpr std::size_t kTailBytes = 10;
constexpr std::uint32_t kSecondsMask = (1U << 18) - 1;
constexpr std::uint64_t kHighMask = (std::uint64_t{1} << (limits::kHistoryDays - 64)) - 1;

void put(Encoder& out, const DayPlane& plane) {
    KS_ASSERT((plane.high & ~kHighMask) == 0);
    out.u64(plane.low);
    out.u32(static_cast<std::uint32_t>(plane.high));
}

DayPlane get_plane(Decoder& in) noexcept {
    const std::uint64_t low = in.u64();
    return {.low = low, .high = in.u32()};
}

void put(Encoder& out, const DayDetail& detail) {
    const DaySeconds& seconds = detail.seconds;
    KS_ASSERT((seconds.up | seconds.degraded | seconds.down | seconds.maintenance) <= kSecondsMask);
    out.u64(detail.day | std::uint64_t{seconds.up} << 8 | std::uint64_t{seconds.degraded} << 26 |
            std::uint64_t{seconds.down} << 44 | std::uint64_t{seconds.maintenance & 3U} << 62);
    out.u16(static_cast<std::uint16_t>(seconds.maintenance >> 2));
}

DayDetail get_detail(const std::byte* from) noexcept {
    const auto low = load_le<std::uint64_t>(from);
    const auto high = load_le<std::uint16_t>(from + 8);
    const auto field = [low](unsigned shift) {
        return static_cast<std::uint32_t>(low >> shift) & kSecondsMask;
    };
    return {.day = static_cast<std::uint8_t>(low),
            .seconds = {
                .up = field(8),
                .degraded = field(26),
                .down = field(44),
                .maintenance = static_cast<std::uint32_t>(low >> 62) | std::uint32_t{high} << 2}};
}

void put(Encoder& out, const TailStep& step) {
    KS_ASSERT(step.at >= 0 && step.at <= kResultTimeMax);
    KS_ASSERT(step.known_at >= step.at && step.known_at - step.at <= UINT32_MAX);
    out.u32(static_cast<std::uint32_t>(step.at));
    out.u8(static_cast<std::uint8_t>(step.at >> 32));
    out.u32(static_cast<std::uint32_t>(step.known_at - step.at));
    out.u8(static_cast<std::uint8_t>(step.state));
}

TailStep get_step(const std::byte* from) noexcept {
    const std::int64_t at = std::int64_t{load_le<std::uint32_t>(from)} |
                            std::int64_t{load_le<std::uint8_t>(from + 4)} << 32;
    return {.at = at,
            .known_at = at + load_le<std::uint32_t>(from + 5),
            .state = static_cast<State>(load_le<std::uint8_t>(from + 9))};
}

DayPlane operator&(const DayPlane& a, const DayPlane& b) noexcept {
    return {a.low & b.low, a.high & b.high};
}

DayPlane operator|(const DayPlane& a, const DayPlane& b) noexcept {
    return {a.low | b.low, a.high | b.high};
}

/// A day has one cell; it is observed exactly when that cell is up, degraded or down.
bool are_sound(const DayPlanes& planes) noexcept {
    const DayPlane none;
    const DayPlane up_or_degraded = planes.up | planes.degraded;
    const DayPlane seen = up_or_degraded | planes.down;
    return (planes.up & planes.degraded) == none && (up_or_degraded & planes.down) == none &&
           (seen & planes.maintenance) == none && seen == planes.observed &&
           ((seen.high | planes.maintenance.high) & ~kHighMask) == 0;
}

bool are_sound(Bytes details, const DayPlanes& planes) noexcept {
    int previous = -1;
    for (; !details.empty(); details = details.subspan(kDetailBytes)) {
        const DayDetail detail = get_detail(details.data());
        if (detail.day <= previous || detail.day >= limits::kHistoryDays ||
            planes.observed.test(detail.day) != (detail.seconds.observed() != 0)) {
            return false;
        }
        previous = detail.day;
    }
    return true;
}

bool is_sound_tail(Bytes tail) noexcept {
    std::int64_t previous = 0;
    for (; !tail.empty(); tail = tail.subspan(kTailBytes)) {
        const TailStep step = get_step(tail.data());
        if (step.at < previous || step.at > kResultTimeMax || step.state > State::kPaused) {
            return false;
        }
        previous = step.at;
    }
    return true;
}

/// The leading fields, in stored order.
struct Head {
    std::uint32_t zone_epoch;
    Day last_day;
    std::int64_t settled;
    std::int64_t last_checked;
    std::int32_t last_response_ms;
    DayPlanes planes;
    Bytes details;
    Bytes tail;
    std::uint8_t region_count;
};

Result<Head> read_head(Decoder& in) noexcept {
    const std::uint8_t version = in.u8();
    if (in.ok() && version != kVersion) {
        return Errc::kUnsupported;
    }
    Head head{};
    head.zone_epoch = in.u32();
    head.last_day = in.i32();
    head.settled = in.i64();
    head.last_checked = in.i64();
    head.last_response_ms = in.i32();
    for (DayPlane* plane : {&head.planes.up,
                            &head.planes.degraded,
                            &head.planes.down,
                            &head.planes.maintenance,
                            &head.planes.observed}) {
        *plane = get_plane(in);
    }
    const std::size_t details = in.u8();
    const std::size_t steps = in.u8();
    head.region_count = in.u8();
    head.details = in.raw(details * kDetailBytes);
    head.tail = in.raw(steps * kTailBytes);
    if (!in.ok()) {
        return Errc::kTruncated;
    }
    const auto sane_time = [](std::int64_t at) { return at >= 0 && at <= kResultTimeMax; };
    // Day numbers beyond the years that a time can have would overflow the arithmetic on them.
    const bool sane_day = head.last_day >= -1 && head.last_day <= kResultTimeMax / 86400 + 1;
    if (!sane_time(head.settled) || !sane_time(head.last_checked) || !sane_day ||
        !are_sound(head.planes) || !are_sound(head.details, head.planes) ||
        !is_sound_tail(head.tail)) {
        return Errc::kMalformed;
    }
    return head;
}

std::string_view get_region(Decoder& in) noexcept {
    return as_text(in.raw(in.u8()));
}

}  // namespace

std::string encode(const UptimeHistory& history) {
    KS_ASSERT(history.details.size() <= limits::kHistoryDays);
    KS_ASSERT(history.tail.size() <= UINT8_MAX && history.regions.size() <= UINT8_MAX);
    Encoder out(kVersion);
    out.u32(history.zone_epoch);
    out.i32(history.last_day);
    out.i64(history.settled);
    out.i64(history.last_checked);
    out.i32(history.last_response_ms);
    const DayPlanes& planes = history.planes;
    for (const DayPlane* plane :
         {&planes.up, &planes.degraded, &planes.down, &planes.maintenance, &planes.observed}) {
        put(out, *plane);
    }
    out.u8(static_cast<std::uint8_t>(history.details.size()));
    out.u8(static_cast<std::uint8_t>(history.tail.size()));
    out.u8(static_cast<std::uint8_t>(history.regions.size()));
    for (const DayDetail& detail : history.details) {
        put(out, detail);
    }
    for (const TailStep& step : history.tail) {
        put(out, step);
    }
    for (const std::string& region : history.regions) {
        KS_ASSERT(region.size() <= UINT8_MAX);
        out.u8(static_cast<std::uint8_t>(region.size()));
        out.raw(as_bytes(region));
    }
    return std::move(out).take();
}

Result<UptimeHistory> decode_uptime_history(Bytes bytes) {
    Decoder in(bytes);
    KS_TRY(const Head head, read_head(in));
    UptimeHistory history{.zone_epoch = head.zone_epoch,
                          .last_day = head.last_day,
                          .settled = head.settled,
                          .last_checked = head.last_checked,
                          .last_response_ms = head.last_response_ms,
                          .planes = head.planes};
    for (std::size_t at = 0; at < head.details.size(); at += kDetailBytes) {
        history.details.push_back(get_detail(head.details.data() + at));
    }
    for (std::size_t at = 0; at < head.tail.size(); at += kTailBytes) {
        history.tail.push_back(get_step(head.tail.data() + at));
    }
    for (int region = 0; region < head.region_count; ++region) {
        history.regions.emplace_back(get_region(in));
    }
    KS_CHECK(in.finish());
    return history;
}

Result<UptimeHistoryView> UptimeHistoryView::read(Bytes bytes) noexcept {
    Decoder in(bytes);
    KS_TRY(const Head head, read_head(in));
    for (int region = 0; region < head.region_count; ++region) {
        (void)get_region(in);
    }
    KS_CHECK(in.finish());
    UptimeHistoryView view;
    view.zone_epoch_ = head.zone_epoch;
    view.last_day_ = head.last_day;
    view.settled_ = head.settled;
    view.last_checked_ = head.last_checked;
    view.last_response_ms_ = head.last_response_ms;
    view.planes_ = head.planes;
    view.details_ = head.details.data();
    view.detail_count_ = static_cast<std::uint8_t>(head.details.size() / kDetailBytes);
    view.tail_ = head.tail.data();
    view.tail_count_ = static_cast<std::uint8_t>(head.tail.size() / kTailBytes);
    return view;
}

DayDetail UptimeHistoryView::detail(std::size_t index) const noexcept {
    return get_detail(details_ + index * kDetailBytes);
}

TailStep UptimeHistoryView::tail(std::size_t index) const noexcept {
    return get_step(tail_ + index * kTailBytes);
}

}  // namespace ks::record
