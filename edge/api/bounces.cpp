// SPDX-License-Identifier: Apache-2.0
// POST /subscribers/bounces: what mail servers and mail services report about addresses. Who
// bounces for good or complains is removed from every page that the key may speak for.
#include "core/text/delivery_report.hpp"
#include "core/text/email.hpp"
#include "edge/api/answers.hpp"
#include "edge/api/endpoints.hpp"
#include "edge/subscribe/target.hpp"
#include "storage/store/subscribers.hpp"

#include <array>
#include <utility>
#include <vector>

namespace ks::api {
namespace {

using Addresses = std::vector<std::string>;

std::string_view text_of(const JsonValue& object, std::string_view name) {
    const auto value = object.find(name);
    return value ? value->text().value_or("") : std::string_view();
}

void add(Addresses& to, std::string_view text) {
    if (auto address = text::normalise_email(text)) {
        to.push_back(*std::move(address));
    }
}

/// {"recipient": "...", "kind": "bounce" | "complaint"}.
bool read_plain(const JsonValue& report, Addresses& to) {
    const std::string_view kind = text_of(report, "kind");
    if (kind != "bounce" && kind != "complaint") {
        return false;
    }
    add(to, text_of(report, "recipient"));
    return true;
}

/// Amazon SES: bounces that are not permanent pass.
bool read_ses(const JsonValue& report, Addresses& to) {
    constexpr std::array<std::array<std::string_view, 2>, 2> kLists{
        {{"bounce", "bouncedRecipients"}, {"complaint", "complainedRecipients"}}};
    bool known = false;
    for (const auto& [part, list] : kLists) {
        const auto object = report.find(part);
        const auto recipients = object ? object->find(list) : std::nullopt;
        if (!recipients) {
            continue;
        }
        known = true;
        if (part == "bounce" && text_of(*object, "bounceType") != "Permanent") {
            continue;
        }
        for (const JsonValue& one : recipients->items()) {
            add(to, text_of(one, "emailAddress"));
        }
    }
    return known;
}

bool read_postmark(const JsonValue& report, Addresses& to) {
    const std::string_view type = text_of(report, "RecordType");
    if (type == "SpamComplaint" || (type == "Bounce" && text_of(report, "Type") == "HardBounce")) {
        add(to, text_of(report, "Email"));
    }
    return !type.empty();
}

bool read_mailgun(const JsonValue& report, Addresses& to) {
    const auto event = report.find("event-data");
    if (!event) {
        return false;
    }
    const std::string_view name = text_of(*event, "event");
    if (name == "complained" || (name == "failed" && text_of(*event, "severity") == "permanent")) {
        add(to, text_of(*event, "recipient"));
    }
    return true;
}

Problem read_json(const Call& call, Addresses& to) {
    JsonReader reader;
    JsonReader inner;
    std::optional<JsonValue> report;
    if (Problem problem = read_object(call, reader, report)) {
        return problem;
    }
    // Amazon SNS wraps the report as text.
    const std::string_view wrapped = text_of(*report, "Message");
    if (!wrapped.empty()) {
        const auto parsed = inner.parse(wrapped);
        if (!parsed || !parsed->is(JsonKind::kObject)) {
            return invalid("Message", "must be the text of a JSON object");
        }
        report = *parsed;
    }
    const bool known = read_plain(*report, to) || read_ses(*report, to) ||
                       read_postmark(*report, to) || read_mailgun(*report, to);
    return known ? Problem{} : invalid("kind", "must be bounce or complaint");
}

/// The subscribers with that address that the caller may remove.
Result<std::vector<SubscriberId>> reached(const Call& call, const std::string& address) {
    const auto hash = subscribe::target_hash(record::SubscriberKind::kEmail, address);
    return call.reader().read(
        [&](const store::Snapshot& snapshot) -> Result<std::vector<SubscriberId>> {
            KS_TRY(auto ids, store::subscribers_of_target(snapshot, hash));
            std::vector<SubscriberId> own;
            for (const SubscriberId& id : ids) {
                KS_TRY(const auto subscriber, store::subscriber(snapshot, id));
                if (call.caller.scope == record::KeyScope::kAdmin ||
                    subscriber.project == call.caller.project) {
                    own.push_back(id);
                }
            }
            return own;
        });
}

}  // namespace

loop::Task<Problem> post_bounces(Call& call) {
    Addresses addresses;
    if (media_type(call) == "message/rfc822") {
        for (auto& failed : text::failed_recipients(call.request.body)) {
            addresses.push_back(std::move(failed.address));
        }
    } else if (Problem problem = read_json(call, addresses)) {
        co_return problem;
    }
    std::size_t removed = 0;
    for (const std::string& address : addresses) {
        const auto ids = reached(call, address);
        if (!ids) {
            co_return from_store(ids.error());
        }
        for (const SubscriberId& id : *ids) {
            write::Command command = write::RemoveSubscriber{.id = id, .project = {}};
            const write::Outcome outcome = co_await call.site.reactor.write(std::move(command));
            if (outcome.code != Errc::kOk && outcome.code != Errc::kNotFound) {
                co_return from_outcome(outcome);
            }
            removed += outcome.code == Errc::kOk ? 1U : 0U;
        }
    }
    write_json(call.reply, 200, "{\"removed\":" + std::to_string(removed) + "}");
    co_return Problem{};
}

}  // namespace ks::api
