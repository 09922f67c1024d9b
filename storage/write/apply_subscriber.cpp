// SPDX-License-Identifier: Apache-2.0
// Subscribers, and what became of messages to them.
#include "core/base/limits.hpp"
#include "storage/rows/subscriber_rows.hpp"
#include "storage/store/record_rows.hpp"
#include "storage/store/subscribers.hpp"
#include "storage/write/apply.hpp"
#include "storage/write/idempotency.hpp"

#include <algorithm>
#include <optional>

namespace ks::write {
namespace {

using record::Subscriber;

Result<std::optional<Subscriber>> find(const rows::Changes& changes, SubscriberId id) {
    auto found = store::subscriber(changes.txn, changes.tables, id);
    if (!found && found.error().code != Errc::kNotFound) {
        return found.error();
    }
    return found ? std::optional(*std::move(found)) : std::nullopt;
}

/// Stores a pending subscriber and puts a confirmation into the outbox.
Result<void> ask(const rows::Changes& changes, Subscriber subscriber, UnixMillis now) {
    ++subscriber.asked;
    KS_CHECK(rows::put_subscriber(changes, subscriber));
    return rows::put_delivery(
        changes,
        {.kind = subscriber.kind, .due = now, .subscriber = subscriber.id, .event = {}},
        {.kind = record::DeliveryKind::kConfirmation,
         .subject = {},
         .attempts = 0,
         .said_at = now});
}

/// On how many pages the target was asked for and has not answered.
Result<std::size_t> pending_pages(const rows::Changes& changes, const record::TargetHash& hash) {
    KS_TRY(const auto ids, store::subscribers_of_target(changes.txn, changes.tables, hash));
    std::size_t pending = 0;
    for (const SubscriberId& id : ids) {
        KS_TRY(const auto subscriber, store::subscriber(changes.txn, changes.tables, id));
        pending += subscriber.confirmed ? 0U : 1U;
    }
    return pending;
}

/// A target that the page has already.
Result<Outcome> ask_again(Context& context, const Subscribe& command, Subscriber known) {
    const Subscriber& wish = command.subscriber;
    Outcome outcome;
    outcome.subject = known.id.text();
    if (command.by_owner && (known.confirmed || !wish.confirmed)) {
        return refused(Errc::kConflict, known.id.text());
    }
    if (known.confirmed) {
        return outcome;
    }
    known.monitors = wish.monitors;
    if (!wish.locale.empty()) {
        known.locale = wish.locale;
    }
    if (wish.confirmed) {
        known.confirmed = true;
        known.confirmed_at = wish.confirmed_at;
        KS_CHECK(rows::put_subscriber(context.changes, known));
    } else if (known.asked < limits::kAskedMax) {
        KS_CHECK(ask(context.changes, std::move(known), wish.created_at));
    }
    return outcome;
}

Result<Outcome> ask_first(Context& context, const Subscribe& command) {
    const rows::Changes& changes = context.changes;
    const Subscriber& wish = command.subscriber;
    Outcome outcome;
    outcome.subject = wish.id.text();
    if (wish.confirmed) {
        KS_CHECK(rows::put_subscriber(changes, wish));
        return outcome;
    }
    KS_TRY(const std::size_t pending, changes.tables.pending_subscribers.size(changes.txn));
    if (pending >= limits::kPendingMax) {
        return refused(Errc::kBusy);
    }
    KS_TRY(const std::size_t pages, pending_pages(changes, wish.target_hash));
    if (pages < limits::kPendingPagesMax) {
        KS_CHECK(ask(changes, wish, wish.created_at));
    }
    return outcome;
}

/// Counts a message that never arrived; removes whoever gets none for days.
Result<void> count_failure(const rows::Changes& changes, Subscriber subscriber, UnixMillis now) {
    if (subscriber.failures == 0) {
        subscriber.failing_since = now;
    }
    ++subscriber.failures;
    const bool given_up =
        subscriber.failures >= limits::kDeliveryFailuresMax &&
        now - subscriber.failing_since >= std::chrono::seconds(limits::kDeliveryFailures_s);
    return given_up ? rows::erase_subscriber(changes, subscriber)
                    : rows::put_subscriber(changes, subscriber);
}

Result<void> note_end(const rows::Changes& changes, const FinishDelivery& command) {
    KS_TRY(auto subscriber, find(changes, command.key.subscriber));
    if (!subscriber) {
        return {};
    }
    if (command.end == DeliveryEnd::kUnwanted) {
        return rows::erase_subscriber(changes, *subscriber);
    }
    if (command.end == DeliveryEnd::kGivenUp) {
        return count_failure(changes, *std::move(subscriber), command.now);
    }
    if (command.end == DeliveryEnd::kSent && subscriber->failures > 0) {
        subscriber->failures = 0;
        subscriber->failing_since = {};
        return rows::put_subscriber(changes, *subscriber);
    }
    return {};
}

}  // namespace

Result<Outcome> apply_one(Context& context, const MakeTokenKey& command) {
    const rows::Changes& changes = context.changes;
    constexpr std::string_view kName = "token_key";
    KS_TRY(const bool made, changes.tables.meta.has(changes.txn, as_bytes(kName)));
    if (!made) {
        KS_CHECK(changes.tables.meta.put(changes.txn, as_bytes(kName), command.key));
    }
    return Outcome();
}

Result<Outcome> apply_one(Context& context, const Subscribe& command) {
    KS_TRY(std::optional<Outcome> answered, answer_again(context.changes, command.idempotency));
    if (answered) {
        return *std::move(answered);
    }
    const rows::Changes& changes = context.changes;
    const Subscriber& wish = command.subscriber;
    const auto page = store::page(changes.txn, changes.tables, wish.page);
    if (!page && page.error().code != Errc::kNotFound) {
        return page.error();
    }
    if (!page || page->project != wish.project) {
        return refused(Errc::kNotFound, wish.page.text());
    }
    if (wish.monitors.size() > limits::kChosenMonitors) {
        return refused(Errc::kInvalidValue, "monitorIds");
    }
    KS_TRY(const auto known, rows::find_subscriber(changes, wish.page, wish.target_hash));
    Outcome outcome;
    if (known) {
        KS_TRY(auto subscriber, store::subscriber(changes.txn, changes.tables, *known));
        KS_TRY(outcome, ask_again(context, command, std::move(subscriber)));
    } else {
        KS_TRY(outcome, ask_first(context, command));
    }
    if (outcome.code == Errc::kOk) {
        KS_CHECK(keep_answer(changes, command.idempotency));
    }
    return outcome;
}

Result<Outcome> apply_one(Context& context, const ConfirmSubscriber& command) {
    KS_TRY(auto subscriber, find(context.changes, command.id));
    if (!subscriber) {
        return refused(Errc::kNotFound, command.id.text());
    }
    if (!subscriber->confirmed) {
        subscriber->confirmed = true;
        subscriber->confirmed_at = command.now;
        KS_CHECK(rows::put_subscriber(context.changes, *subscriber));
    }
    return Outcome();
}

Result<Outcome> apply_one(Context& context, const ChooseMonitors& command) {
    KS_TRY(auto subscriber, find(context.changes, command.id));
    if (!subscriber) {
        return refused(Errc::kNotFound, command.id.text());
    }
    if (command.monitors.size() > limits::kChosenMonitors) {
        return refused(Errc::kInvalidValue, "monitorIds");
    }
    subscriber->monitors = command.monitors;
    KS_CHECK(rows::put_subscriber(context.changes, *subscriber));
    return Outcome();
}

Result<Outcome> apply_one(Context& context, const RemoveSubscriber& command) {
    KS_TRY(const auto subscriber, find(context.changes, command.id));
    if (!subscriber || (command.project && *command.project != subscriber->project)) {
        return refused(Errc::kNotFound, command.id.text());
    }
    KS_CHECK(rows::erase_subscriber(context.changes, *subscriber));
    return Outcome();
}

Result<Outcome> apply_one(Context& context, const FinishDelivery& command) {
    const rows::Changes& changes = context.changes;
    const store::KeyBuffer key = store::outbox_key(command.key);
    const auto stored = changes.tables.outbox.get(changes.txn, key.bytes());
    if (!stored) {  // finished before
        return stored.error().code == Errc::kNotFound ? Result<Outcome>(Outcome())
                                                      : Result<Outcome>(stored.error());
    }
    KS_TRY(record::Delivery delivery, record::decode_delivery(*stored));
    KS_CHECK(changes.tables.outbox.erase(changes.txn, key.bytes()));
    if (command.end == DeliveryEnd::kRetry) {
        record::DeliveryKey later = command.key;
        later.due = command.next;
        ++delivery.attempts;
        KS_CHECK(rows::put_delivery(changes, later, delivery));
        return Outcome();
    }
    KS_CHECK(note_end(changes, command));
    return Outcome();
}

}  // namespace ks::write
