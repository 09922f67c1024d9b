// SPDX-License-Identifier: Apache-2.0
// /subscribers and /subscribers/:id: who is told of a page's incidents, for its owner.
#include "storage/store/subscribers.hpp"

#include "core/base/limits.hpp"
#include "core/text/percent.hpp"
#include "edge/api/answers.hpp"
#include "edge/api/endpoints.hpp"
#include "edge/api/object_in.hpp"
#include "edge/api/paging.hpp"
#include "edge/subscribe/target.hpp"
#include "storage/store/readers.hpp"

#include <algorithm>
#include <utility>

namespace ks::api {
namespace {

using record::Subscriber;
using record::SubscriberKind;

void append_subscriber(std::string& to, const Subscriber& subscriber) {
    text::JsonOut out(to);
    out.begin_object().key("id").string(subscriber.id.text());
    out.key("statusPageId").string(subscriber.page.text());
    out.key("kind").string(record::name(subscriber.kind));
    out.key("target").string(subscriber.target);
    out.key("state").string(subscriber.confirmed ? "active" : "pending");
    out.key("monitorIds").begin_array();
    for (const MonitorId& monitor : subscriber.monitors) {
        out.string(monitor.text());
    }
    out.end_array().key("failures").number(subscriber.failures);
    time_field(out, "createdAt", subscriber.created_at);
    if (subscriber.confirmed) {
        time_field(out, "confirmedAt", subscriber.confirmed_at);
    } else {
        out.key("confirmedAt").null();
    }
    out.end_object();
}

/// kNotFound also for another project's.
Result<Subscriber> own(const store::Snapshot& snapshot, SubscriberId id, ProjectId project) {
    KS_TRY(auto subscriber, store::subscriber(snapshot, id));
    return subscriber.project == project ? Result<Subscriber>(std::move(subscriber))
                                         : Errc::kNotFound;
}

/// The page that the query names, which is the caller's.
Problem read_page(const Call& call, PageId& page) {
    const auto text = text::query_value(call.request.query, "statusPageId");
    const auto id = text ? PageId::parse(*text) : std::nullopt;
    if (!id) {
        return invalid("statusPageId", "name the status page whose subscribers are meant");
    }
    const auto project =
        call.reader().read([&](const store::Snapshot& snapshot) -> Result<ProjectId> {
            KS_TRY(const auto view, store::page(snapshot, *id));
            return view.project;
        });
    if (!project || *project != call.caller.project) {
        return project ? plain(Errc::kNotFound) : from_store(project.error());
    }
    page = *id;
    return {};
}

void read_target(ObjectIn& in, Subscriber& subscriber) {
    constexpr TextRule kRule{.chars_min = 1, .chars_max = limits::kWebhookUrl, .nullable = false};
    std::string target;
    subscriber.kind = SubscriberKind::kEmail;
    if (!in.text({"email"}, target, kRule)) {
        subscriber.kind = SubscriberKind::kWebhook;
        in.text({"webhookUrl"}, target, kRule);
    }
    if (!in.good()) {
        return;
    }
    auto normal = subscribe::normalise_target(subscriber.kind, target);
    if (!normal && subscriber.kind == SubscriberKind::kEmail) {
        in.refuse("email", "must be an address such as name@example.com");
    } else if (!normal) {
        in.refuse(target.empty() ? "email" : "webhookUrl",
                  target.empty() ? "give an email or a webhookUrl"
                                 : "must be a complete http or https address");
    } else {
        subscriber.target_hash = subscribe::target_hash(subscriber.kind, *normal);
        subscriber.target = *std::move(normal);
    }
}

void read_monitors(ObjectIn& in, Subscriber& subscriber) {
    const auto list = in.find({"monitorIds"});
    if (!list || list->is(JsonKind::kNull)) {
        return;
    }
    if (!list->is(JsonKind::kArray) || list->items().size() > limits::kChosenMonitors) {
        in.refuse("must be a list of at most 100 monitor ids");
        return;
    }
    for (const JsonValue& item : list->items()) {
        const auto id = MonitorId::parse(item.text().value_or(""));
        if (!id) {
            in.refuse("must be a list of monitor ids");
            return;
        }
        subscriber.monitors.push_back(*id);
    }
}

Problem read_subscriber(const Call& call, JsonValue body, Subscriber& subscriber) {
    Problem problem;
    ObjectIn in(body, problem);
    std::string page;
    bool skip = false;
    in.text({"statusPageId"}, page, {.chars_min = 1, .chars_max = 64, .nullable = false});
    const auto id = PageId::parse(page);
    if (in.good() && !id) {
        in.refuse("statusPageId", "name the status page to subscribe to");
    }
    in.flag({"skipConfirmation"}, skip, false);
    read_target(in, subscriber);
    read_monitors(in, subscriber);
    if (problem) {
        return problem;
    }
    if (!skip && subscriber.kind == SubscriberKind::kEmail && !call.site.facts.has_mail) {
        return invalid("email", "this server sends no mail: it has no [smtp] in its configuration");
    }
    subscriber.page = *id;
    subscriber.project = call.caller.project;
    subscriber.created_at = call.now();
    subscriber.confirmed = skip;
    subscriber.confirmed_at = skip ? subscriber.created_at : UnixMillis{};
    return {};
}

struct Counts {
    std::size_t email = 0, webhook = 0, pending = 0;

    void add(const Subscriber& subscriber) noexcept {
        std::size_t& count = !subscriber.confirmed                         ? pending
                             : subscriber.kind == SubscriberKind::kWebhook ? webhook
                                                                           : email;
        ++count;
    }
};

}  // namespace

loop::Task<Problem> list_subscribers(Call& call) {
    PageId page;
    if (Problem problem = read_page(call, page)) {
        co_return problem;
    }
    ListSource source{
        .ids = [page](const store::Snapshot& snapshot,
                      RawId after,
                      std::size_t limit) -> Result<std::vector<RawId>> {
            KS_TRY(const auto ids,
                   store::page_subscribers(snapshot, page, SubscriberId{after}, limit));
            return std::vector<RawId>(ids.begin(), ids.end());
        },
        .wanted = {},
        .append = [](const store::Snapshot& snapshot, RawId id, std::string& out) -> Result<void> {
            const auto subscriber = store::subscriber(snapshot, SubscriberId{id});
            if (!subscriber) {
                return subscriber.error().code == Errc::kNotFound
                           ? Result<void>()
                           : Result<void>(subscriber.error());
            }
            append_subscriber(out, *subscriber);
            return {};
        },
        .id_text = id_text<SubscriberId>,
        .parse_id = parse_id<SubscriberId>};
    co_return co_await write_list(call, std::move(source));
}

loop::Task<Problem> count_subscribers(Call& call) {
    constexpr std::size_t kSlice = 1000;  // a read scope each
    PageId page;
    if (Problem problem = read_page(call, page)) {
        co_return problem;
    }
    Counts counts;
    SubscriberId after{};
    for (std::size_t seen = kSlice; seen == kSlice;) {
        const auto read = call.reader().read([&](const store::Snapshot& snapshot) -> Result<void> {
            KS_TRY(const auto ids, store::page_subscribers(snapshot, page, after, kSlice));
            for (const SubscriberId& id : ids) {
                KS_TRY(const auto subscriber, store::subscriber(snapshot, id));
                counts.add(subscriber);
                after = id;
            }
            seen = ids.size();
            return {};
        });
        if (!read) {
            co_return from_store(read.error());
        }
        co_await call.site.reactor.yield();
    }
    std::string body;
    text::JsonOut out(body);
    out.begin_object().key("email").number(counts.email).key("webhook").number(counts.webhook);
    out.key("pending").number(counts.pending).end_object();
    write_json(call.reply, 200, std::move(body));
    co_return Problem{};
}

loop::Task<Problem> create_subscriber(Call& call) {
    JsonReader reader;
    std::optional<JsonValue> body;
    std::optional<write::Idempotency> answer;
    if (Problem problem = read_object(call, reader, body)) {
        co_return problem;
    }
    if (Problem problem = read_idempotency(call, answer)) {
        co_return problem;
    }
    Subscriber subscriber{.id = call.make_id<SubscriberId>()};
    if (Problem problem = read_subscriber(call, *body, subscriber)) {
        co_return problem;
    }
    write::Idempotency made = answer.value_or(write::Idempotency{});
    append_subscriber(made.body, subscriber);
    made.location = "/api/subscribers/" + subscriber.id.text();
    made.etag = entity_tag(1, made.body);
    write::Command command =
        write::Subscribe{.subscriber = std::move(subscriber),
                         .by_owner = true,
                         .idempotency = answer ? std::optional(made) : std::nullopt};
    write::Outcome outcome = co_await call.site.reactor.write(std::move(command));
    if (outcome.code == Errc::kConflict) {
        co_return Problem{
            .code = Errc::kConflict,
            .field = "statusPageId",
            .text = "This target is subscribed to the page already: " + outcome.subject + "."};
    }
    if (outcome.code != Errc::kOk) {
        co_return from_outcome(outcome);
    }
    write_created(call, outcome, std::move(made));
    co_return Problem{};
}

loop::Task<Problem> get_subscriber(Call& call) {
    const auto id = SubscriberId::parse(call.params[0]);
    if (!id) {
        co_return plain(Errc::kNotFound);
    }
    const auto subscriber = call.reader().read(
        [&](const store::Snapshot& snapshot) { return own(snapshot, *id, call.caller.project); });
    if (!subscriber) {
        co_return from_store(subscriber.error());
    }
    std::string body;
    append_subscriber(body, *subscriber);
    write_json(call.reply, 200, std::move(body));
    co_return Problem{};
}

loop::Task<Problem> delete_subscriber(Call& call) {
    const auto id = SubscriberId::parse(call.params[0]);
    if (!id) {
        co_return plain(Errc::kNotFound);
    }
    write::Command command = write::RemoveSubscriber{.id = *id, .project = call.caller.project};
    const write::Outcome outcome = co_await call.site.reactor.write(std::move(command));
    call.reply.status = 204;
    co_return from_outcome(outcome);
}

}  // namespace ks::api
