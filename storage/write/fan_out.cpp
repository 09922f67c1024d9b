// SPDX-License-Identifier: Apache-2.0
// Announcements: one row when something is said, then slices that put a message for each subscriber
// into the outbox, so that ten thousand subscribers do not hold up other writes.
#include "storage/lmdb/cursor.hpp"
#include "storage/rows/page_rows.hpp"
#include "storage/rows/subscriber_rows.hpp"
#include "storage/store/record_rows.hpp"
#include "storage/store/subscribers.hpp"
#include "storage/write/apply.hpp"

#include <algorithm>
#include <optional>

namespace ks::write {
namespace {

using record::FanOut;
using record::FanOutKind;

Result<void> put_fan_out(Context& context, const RawId& event, const FanOut& fan_out) {
    const rows::Changes& changes = context.changes;
    KS_CHECK(
        changes.tables.fan_outs.put(changes.txn, event.bytes, as_bytes(record::encode(fan_out))));
    context.next.emplace_back(FanOutSlice{.event = event});
    return {};
}

template <class Found>
Result<std::optional<std::vector<MonitorId>>> monitors_of(Found found) {
    if (!found) {
        return found.error().code == Errc::kNotFound
                   ? Result<std::optional<std::vector<MonitorId>>>(std::nullopt)
                   : found.error();
    }
    return std::optional(std::move(found->monitors));
}

/// The monitors that it is about; nothing once it is gone.
Result<std::optional<std::vector<MonitorId>>> concerned(const rows::Changes& changes,
                                                        const RawId& event,
                                                        const FanOut& fan_out) {
    switch (fan_out.kind) {
        case FanOutKind::kIncident:
            return monitors_of(
                store::incident(changes.txn, changes.tables, IncidentId{fan_out.subject}));
        case FanOutKind::kMaintenance:
            return monitors_of(
                store::maintenance(changes.txn, changes.tables, MaintenanceId{event}));
        case FanOutKind::kPageGone:
            break;
    }
    return std::optional(std::vector<MonitorId>());
}

/// The first page after `after` that shows it; nothing behind the last.
Result<std::optional<PageId>> next_page(const rows::Changes& changes,
                                        const FanOut& fan_out,
                                        const std::vector<MonitorId>& monitors) {
    const PageId after = fan_out.page;
    if (fan_out.kind == FanOutKind::kPageGone) {
        return std::optional<PageId>();
    }
    std::optional<PageId> next;
    if (monitors.empty()) {
        KS_TRY(const auto ids,
               store::indexed_ids(
                   changes.txn, changes.tables.project_pages, fan_out.project, after, 1));
        return ids.empty() ? next : std::optional(PageId{ids.front()});
    }
    for (const MonitorId& monitor : monitors) {
        KS_TRY(const auto pages, rows::pages_of(changes, monitor));
        for (const PageId& page : pages) {
            if (page > after && (!next || page < *next)) {
                next = page;
            }
        }
    }
    return next;
}

Result<void> serve(const rows::Changes& changes,
                   const RawId& event,
                   const FanOut& fan_out,
                   const record::Subscriber& subscriber) {
    if (fan_out.kind == FanOutKind::kPageGone) {
        return rows::erase_subscriber(changes, subscriber);
    }
    const bool incident = fan_out.kind == FanOutKind::kIncident;
    return rows::put_delivery(
        changes,
        {.kind = subscriber.kind, .due = fan_out.at, .subscriber = subscriber.id, .event = event},
        {.kind = incident ? record::DeliveryKind::kIncident : record::DeliveryKind::kMaintenance,
         .subject = fan_out.subject,
         .attempts = 0,
         .said_at = fan_out.at});
}

/// Serves up to `limit` subscribers of fan_out.page, from fan_out.after on; how many were seen.
Result<std::size_t> serve_page(const rows::Changes& changes,
                               const RawId& event,
                               FanOut& fan_out,
                               const std::vector<MonitorId>& monitors,
                               std::size_t limit) {
    KS_TRY(const auto ids,
           store::indexed_ids(
               changes.txn, changes.tables.page_subscribers, fan_out.page, fan_out.after, limit));
    for (const RawId& id : ids) {
        fan_out.after = SubscriberId{id};
        KS_TRY(const auto subscriber,
               store::subscriber(changes.txn, changes.tables, fan_out.after));
        const bool told = subscriber.confirmed && subscriber.wants(monitors);
        if (told || fan_out.kind == FanOutKind::kPageGone) {
            KS_CHECK(serve(changes, event, fan_out, subscriber));
        }
    }
    return ids.size();
}

/// Goes on by about kFanOutSlice subscribers; false when it is done.
Result<bool> advance(const rows::Changes& changes,
                     const RawId& event,
                     FanOut& fan_out,
                     const std::vector<MonitorId>& monitors) {
    // A page without subscribers costs as much as a subscriber.
    for (std::size_t left = kFanOutSlice; left > 0;) {
        std::size_t seen = 0;
        if (fan_out.page != PageId{}) {
            KS_TRY(seen, serve_page(changes, event, fan_out, monitors, left));
        }
        if (seen == left) {
            return true;
        }
        left -= seen + 1;
        KS_TRY(const auto page, next_page(changes, fan_out, monitors));
        if (!page) {
            return false;
        }
        fan_out.page = *page;
        fan_out.after = {};
    }
    return true;
}

}  // namespace

Result<void> announce(Context& context,
                      const record::Incident& incident,
                      const record::IncidentUpdate& update) {
    return put_fan_out(context,
                       update.id,
                       {.kind = FanOutKind::kIncident,
                        .subject = incident.id,
                        .project = incident.project,
                        .at = update.created_at,
                        .page = {},
                        .after = {}});
}

Result<void> announce(Context& context, const record::Maintenance& window) {
    return put_fan_out(context,
                       window.id,
                       {.kind = FanOutKind::kMaintenance,
                        .subject = {},
                        .project = window.project,
                        .at = window.created_at,
                        .page = {},
                        .after = {}});
}

Result<void> forget_subscribers(Context& context, ProjectId project, PageId page) {
    KS_TRY(const auto ids,
           store::indexed_ids(
               context.changes.txn, context.changes.tables.page_subscribers, page, {}, 1));
    if (ids.empty()) {
        return {};
    }
    return put_fan_out(context,
                       page,
                       {.kind = FanOutKind::kPageGone,
                        .subject = {},
                        .project = project,
                        .at = {},
                        .page = page,
                        .after = {}});
}

Result<Outcome> apply_one(Context& context, const FanOutSlice& command) {
    const rows::Changes& changes = context.changes;
    const Bytes key = command.event.bytes;
    const auto stored = changes.tables.fan_outs.get(changes.txn, key);
    if (!stored) {  // done, and queued once more by a start
        return stored.error().code == Errc::kNotFound ? Result<Outcome>(Outcome())
                                                      : Result<Outcome>(stored.error());
    }
    KS_TRY(FanOut fan_out, record::decode_fan_out(*stored));
    KS_TRY(const auto monitors, concerned(changes, command.event, fan_out));
    bool more = false;
    if (monitors) {
        KS_TRY(more, advance(changes, command.event, fan_out, *monitors));
    }
    if (more) {
        KS_CHECK(put_fan_out(context, command.event, fan_out));
    } else {
        KS_CHECK(changes.tables.fan_outs.erase(changes.txn, key));
    }
    return Outcome();
}

}  // namespace ks::write
