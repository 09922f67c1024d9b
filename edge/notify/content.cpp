// SPDX-License-Identifier: Apache-2.0
#include "edge/notify/content.hpp"

#include "core/base/bytes.hpp"
#include "core/model/page_state.hpp"
#include "core/model/uptime_now.hpp"
#include "edge/notify/statuspage_json.hpp"
#include "edge/page/page_events.hpp"
#include "edge/subscribe/token.hpp"
#include "edge/tls/digest.hpp"
#include "edge/tls/server_name.hpp"
#include "storage/store/events.hpp"
#include "storage/store/readers.hpp"

#include <algorithm>
#include <array>

namespace ks::notify {
namespace {

using model::PageState;
using record::DeliveryKind;
using record::SubscriberKind;
using subscribe::Purpose;

template <class T>
Result<std::optional<T>> optional_of(Result<T> found) {
    if (!found && found.error().code != Errc::kNotFound) {
        return found.error();
    }
    return found ? std::optional<T>(*std::move(found)) : std::nullopt;
}

/// The page at its custom domain once that is served, else at its slug.
std::string page_host(const store::Snapshot& snapshot,
                      const record::PageView& page,
                      const serve::SiteFacts& site) {
    if (!page.custom_domain.empty()) {
        const auto claim = store::domain_claim(snapshot, page.custom_domain);
        if (claim && claim->page == page.id && tls::is_served(*claim, site.verify_dns)) {
            return std::string(page.custom_domain);
        }
    }
    return std::string(page.slug) + "." + site.base_domain;
}

/// Everything about one delivery that its kind does not change.
struct Reader {
    const store::Snapshot& snapshot;
    const store::DueDelivery& due;
    std::int64_t now;
    const ContentFacts& facts;
    record::PageView page;
    Zone days;
    record::Subscriber subscriber;
    std::array<std::byte, 32> key;
    std::string host, origin;

    [[nodiscard]] std::string token(Purpose purpose) const {
        return subscribe::make_token(key, purpose, subscriber.id);
    }

    [[nodiscard]] std::string manage_url() const {
        return origin + "/subscribe/manage/" + token(Purpose::kManage);
    }

    [[nodiscard]] std::string unsubscribe_url() const {
        return origin + "/unsubscribe/" + token(Purpose::kManage);
    }

    [[nodiscard]] std::string confirm_url() const {
        return origin + "/subscribe/confirm/" + token(Purpose::kConfirm);
    }

    [[nodiscard]] std::string id_of(const RawId& event) const {
        return to_base32(event) + "." + to_base32(subscriber.id);
    }

    /// The same for every attempt. Confirmations tell of no event but when they were asked for.
    [[nodiscard]] std::string message_id() const {
        return due.delivery.kind == DeliveryKind::kConfirmation
                   ? std::to_string(due.delivery.said_at.time_since_epoch().count()) + "." +
                         to_base32(subscriber.id)
                   : id_of(due.key.event);
    }

    /// Of mails. Whoever was subscribed without a form reads the page's.
    [[nodiscard]] const view::Words& words() const noexcept {
        const std::string_view own = subscriber.locale;
        return view::choose_words(own.empty() ? page.locale : own, {});
    }

    [[nodiscard]] mail::Envelope envelope() const {
        mail::Envelope envelope;
        envelope.page_name = std::string(page.name);
        envelope.page_url = origin + "/";
        envelope.list_id = std::string(page.slug) + "." + facts.site.base_domain;
        envelope.from = facts.mail_from;
        envelope.to = subscriber.target;
        envelope.message_id = "<" + message_id() + "@" + facts.site.base_domain + ">";
        envelope.date = std::chrono::floor<std::chrono::seconds>(due.delivery.said_at);
        if (due.delivery.kind != DeliveryKind::kConfirmation) {
            envelope.manage_url = manage_url();
            envelope.unsubscribe_url = unsubscribe_url();
        }
        if (due.delivery.kind == DeliveryKind::kIncident) {
            envelope.thread_id =
                "<" + id_of(due.delivery.subject) + "@" + facts.site.base_domain + ">";
        }
        return envelope;
    }

    [[nodiscard]] Outgoing finish(std::string json) const {
        Outgoing out;
        out.target = subscriber.target;
        out.webhook.url = subscriber.target;
        out.webhook.delivery_id = message_id();
        const std::string secret = token(Purpose::kSign);
        out.webhook.signature = tls::hex(tls::hmac_sha256(as_bytes(secret), json));
        out.webhook.body = std::move(json);
        return out;
    }

    [[nodiscard]] Outgoing finish(mail::Message message) const {
        Outgoing out;
        out.target = subscriber.target;
        out.mail = std::move(message);
        return out;
    }
};

std::string_view indicator(PageState state) noexcept {
    switch (state) {
        case PageState::kMaintenance:
            return "maintenance";
        case PageState::kDegraded:
            return "minor";
        case PageState::kPartialOutage:
            return "major";
        case PageState::kMajorOutage:
            return "critical";
        case PageState::kOperational:
        case PageState::kNoData:
            break;
    }
    return "none";
}

/// Of the page as a whole, as it says itself (core/model/page_state.hpp).
Result<PageState> page_state(const Reader& reader) {
    std::vector<record::EntryView> entries;
    KS_CHECK(store::page_entries(reader.snapshot, reader.page.id, entries));
    const model::TodayBounds bounds = model::today_bounds(reader.now, reader.days);
    model::PageTally tally;
    for (const record::EntryView& entry : entries) {
        const auto face = store::monitor_face(reader.snapshot, entry.monitor);
        if (!face) {
            continue;
        }
        KS_TRY(const auto history, store::history(reader.snapshot, entry.monitor));
        model::UptimeNow uptime;
        model::uptime_at(uptime, history, bounds, reader.days);
        tally.add(face->enabled ? uptime.state : record::State::kPaused);
    }
    PageState state = tally.state();
    KS_TRY(const auto open, store::open_incidents(reader.snapshot, reader.page.project));
    for (const record::Incident& incident : open) {
        KS_TRY(const bool shown,
               store::shown_on(reader.snapshot, reader.page.id, incident.monitors));
        state = shown ? model::raised_by(state, incident.impact) : state;
    }
    return state;
}

std::vector<std::string> names_of(const std::vector<view::NamedMonitor>& monitors) {
    std::vector<std::string> names;
    std::ranges::transform(monitors, std::back_inserter(names), &view::NamedMonitor::name);
    return names;
}

/// The document of a webhook, by `write(frame)`.
template <class Write>
Result<Outgoing> webhook(const Reader& reader, Write&& write) {
    KS_TRY(const PageState state, page_state(reader));
    const std::string manage = reader.manage_url();
    const std::string unsubscribe = reader.unsubscribe_url();
    const std::string url = reader.origin + "/";
    return reader.finish(write(WebhookFrame{.page = reader.page,
                                            .page_url = url,
                                            .indicator = indicator(state),
                                            .description = model::title(state),
                                            .manage_url = manage,
                                            .unsubscribe_url = unsubscribe}));
}

Result<std::optional<Outgoing>> confirmation(const Reader& reader) {
    if (reader.subscriber.confirmed) {
        return std::optional<Outgoing>();
    }
    if (reader.subscriber.kind == SubscriberKind::kEmail) {
        return std::optional(reader.finish(
            mail::confirmation(reader.envelope(), reader.confirm_url(), reader.words())));
    }
    return optional_of(webhook(reader, [&](const WebhookFrame& frame) {
        return confirmation_json(frame, reader.confirm_url(), reader.token(Purpose::kSign));
    }));
}

Result<std::optional<Outgoing>> incident(const Reader& reader) {
    page::EventReader events(reader.snapshot, reader.page, reader.days);
    KS_TRY(const auto event, optional_of(events.incident(IncidentId{reader.due.delivery.subject})));
    if (!event) {
        return std::optional<Outgoing>();
    }
    const auto said = std::ranges::find(
        event->updates, UpdateId{reader.due.key.event}, &record::IncidentUpdate::id);
    if (said == event->updates.end()) {
        return std::optional<Outgoing>();
    }
    if (reader.subscriber.kind == SubscriberKind::kEmail) {
        return std::optional(reader.finish(mail::incident_message(
            reader.envelope(), event->incident, *said, names_of(event->monitors), reader.words())));
    }
    return optional_of(
        webhook(reader, [&](const WebhookFrame& frame) { return incident_json(frame, *event); }));
}

Result<std::optional<Outgoing>> maintenance(const Reader& reader) {
    page::EventReader events(reader.snapshot, reader.page, reader.days);
    KS_TRY(const auto event,
           optional_of(events.maintenance(MaintenanceId{reader.due.key.event}, reader.now)));
    if (!event || event->phase == view::MaintenancePhase::kCompleted) {
        return std::optional<Outgoing>();
    }
    if (reader.subscriber.kind == SubscriberKind::kEmail) {
        record::Maintenance window = event->window;
        window.starts_at = UnixSeconds(std::chrono::seconds(event->starts));
        window.ends_at = UnixSeconds(std::chrono::seconds(event->ends));
        return std::optional(reader.finish(mail::maintenance_message(
            reader.envelope(), window, names_of(event->monitors), reader.words())));
    }
    return optional_of(webhook(
        reader, [&](const WebhookFrame& frame) { return maintenance_json(frame, *event); }));
}

}  // namespace

Result<std::optional<Outgoing>> read_content(const store::Snapshot& snapshot,
                                             const store::DueDelivery& due,
                                             UnixMillis now,
                                             const ContentFacts& facts) {
    KS_TRY(auto subscriber, optional_of(store::subscriber(snapshot, due.key.subscriber)));
    if (!subscriber) {
        return std::optional<Outgoing>();
    }
    KS_TRY(const auto page, optional_of(store::page(snapshot, subscriber->page)));
    if (!page || !page->published) {
        return std::optional<Outgoing>();
    }
    KS_TRY(const auto project, store::project(snapshot, page->project));
    KS_TRY(const auto key, store::token_key(snapshot));
    std::string host = page_host(snapshot, *page, facts.site);
    std::string origin = facts.site.https_origin(host);
    const Reader reader{
        .snapshot = snapshot,
        .due = due,
        .now = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count(),
        .facts = facts,
        .page = *page,
        .days = Zone::find(project.timezone).value_or(Zone()),
        .subscriber = *std::move(subscriber),
        .key = key,
        .host = std::move(host),
        .origin = std::move(origin)};
    switch (due.delivery.kind) {
        case DeliveryKind::kIncident:
            return incident(reader);
        case DeliveryKind::kMaintenance:
            return maintenance(reader);
        case DeliveryKind::kConfirmation:
            break;
    }
    return confirmation(reader);
}

}  // namespace ks::notify
