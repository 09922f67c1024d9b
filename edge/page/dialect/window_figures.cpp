// SPDX-License-Identifier: Apache-2.0
#include "edge/page/dialect/window_figures.hpp"

#include "core/base/limits.hpp"
#include "storage/store/readers.hpp"

#include <algorithm>
#include <charconv>

namespace ks::page {
namespace {

constexpr std::size_t kWindowsMax = 1000;
/// Newest raw rows that an average is taken over; a bound on the time of one request.
constexpr std::size_t kAverageRows = 5000;
constexpr std::int64_t kHour_s = 3600;
constexpr std::int64_t kDay_s = 86400;

UnixSeconds at(std::int64_t seconds) noexcept {
    return UnixSeconds(std::chrono::seconds(seconds));
}

}  // namespace

Result<MaintenanceSpans> maintenance_spans(EventReader& reader, const Window& window) {
    MaintenanceSpans spans;
    KS_TRY(const auto events, reader.maintenance(window.to, window.from, window.to, kWindowsMax));
    for (const view::MaintenanceEvent& event : events) {
        for (const MonitorId& monitor : event.window.monitors) {
            spans[monitor].push_back({event.starts, event.ends});
        }
    }
    return spans;
}

Result<WindowFigures> figures_in(const store::Snapshot& snapshot,
                                 const record::Monitor& monitor,
                                 std::span<const model::Interval> maintenance,
                                 const Window& window) {
    KS_TRY(const auto history, store::owned_history(snapshot, monitor.id));
    std::vector<std::vector<record::ResultRun>> regions;
    for (std::size_t number = 0; number < history.regions.size(); ++number) {
        KS_TRY(auto runs,
               store::result_runs(snapshot,
                                  monitor.id,
                                  static_cast<std::uint16_t>(number),
                                  window.from,
                                  model::kLookbackResults));
        regions.push_back(std::move(runs));
    }
    const model::UptimeInput input{.type = monitor.type,
                                   .settings = monitor.settings,
                                   .maintenance = maintenance,
                                   .regions = regions};
    const auto segments = model::states(input, window.from, window.to, window.to);
    WindowFigures figures;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const std::int64_t end = i + 1 < segments.size() ? segments[i + 1].from : window.to;
        const auto seconds = static_cast<std::uint64_t>(end - segments[i].from);
        using enum record::State;
        const record::State state = segments[i].state;
        figures.down_s += state == kDown ? seconds : 0;
        figures.observed_s += state == kDown || state == kUp || state == kDegraded ? seconds : 0;
    }
    return figures;
}

Result<std::int64_t> average_ms(const store::Snapshot& snapshot,
                                MonitorId id,
                                const Window& window) {
    KS_TRY(const auto rows,
           store::raw_results(snapshot, id, at(window.from), at(window.to), kAverageRows));
    std::int64_t sum = 0;
    std::int64_t count = 0;
    for (const store::RawRow& row : rows) {
        if (row.result.response_ms >= 0) {
            sum += row.result.response_ms;
            ++count;
        }
    }
    return count == 0 ? -1 : sum / count;
}

std::optional<std::int64_t> parse_span(std::string_view text) noexcept {
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    const auto unit = std::string_view(end, text.data() + text.size());
    const std::int64_t scale = unit.empty() || unit == "h" ? kHour_s
                               : unit == "d"               ? kDay_s
                               : unit == "w"               ? 7 * kDay_s
                               : unit == "m"               ? 30 * kDay_s
                               : unit == "y"               ? 365 * kDay_s
                                                           : 0;
    if (error != std::errc() || scale == 0 || count < 1 || count > 24 * 366) {
        return std::nullopt;
    }
    return std::min(count * scale, limits::kHistoryDays * kDay_s);
}

}  // namespace ks::page
