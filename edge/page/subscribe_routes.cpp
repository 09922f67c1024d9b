// SPDX-License-Identifier: Apache-2.0
#include "edge/page/subscribe_routes.hpp"

#include "core/base/limits.hpp"
#include "core/text/percent.hpp"
#include "core/text/url.hpp"
#include "edge/subscribe/target.hpp"
#include "edge/subscribe/token.hpp"
#include "render/asset/assets.hpp"
#include "render/page/subscribe_page.hpp"
#include "storage/store/readers.hpp"
#include "storage/store/subscribers.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ks::page {
namespace {

using page_html::Choice;
using page_html::SubscribeSaid;
using record::SubscriberKind;
using subscribe::Purpose;

/// The language of a page's forms, and of the mails to who subscribes with them.
const view::Words& words_of(const Visit& visit, const record::PageView& page) {
    return page.locale.empty() ? visit.accepted_words() : view::choose_words(page.locale, {});
}

/// Calls `write(html, frame)` with the page's own style and sends what it wrote.
template <class Write>
Result<void> write_framed(const store::Snapshot& snapshot,
                          const Visit& visit,
                          std::uint16_t status,
                          Write&& write) {
    KS_TRY(const auto page, store::page(snapshot, visit.id));
    const std::string style = asset::style_path(page.accent_color);
    std::string html;
    write(html,
          page_html::SubscribeFrame{
              .page = page, .style_path = style, .words = words_of(visit, page)});
    visit.reply.status = status;
    visit.reply.set("Content-Type", "text/html; charset=utf-8");
    visit.reply.set("Cache-Control", "no-store");  // addresses with tokens, and forms
    visit.reply.set("Content-Security-Policy", content_policy(page.logo_url, page.favicon_url));
    add_security_fields(visit.reply.fields, visit.host);
    visit.reply.body = std::move(html);
    return {};
}

void say(const Visit& visit, std::uint16_t status, SubscribeSaid said) {
    const auto done = visit.site.reactor.reader().read([&](const store::Snapshot& snapshot) {
        return write_framed(snapshot, visit, status, [&](std::string& html, const auto& frame) {
            page_html::subscribe_said(html, frame, said);
        });
    });
    if (!done) {
        write_failure(visit.reply, visit.host, done.error());
    }
}

/// 404 for a token that is none. The frame names the page, so who may not see the page hears what
/// he hears everywhere else.
Result<void> say_gone(const store::Snapshot& snapshot, const Visit& visit) {
    KS_TRY(const auto page, store::page(snapshot, visit.id));
    if (refuse_hidden(visit, page)) {
        return {};
    }
    return write_framed(snapshot, visit, 404, [](std::string& html, const auto& frame) {
        page_html::subscribe_said(html, frame, SubscribeSaid::kGone);
    });
}

void say_gone(const Visit& visit) {
    const auto done = visit.site.reactor.reader().read(
        [&](const store::Snapshot& snapshot) { return say_gone(snapshot, visit); });
    if (!done) {
        write_failure(visit.reply, visit.host, done.error());
    }
}

/// What became of a command of the token's holder.
void say_outcome(const Visit& visit, const write::Outcome& outcome, SubscribeSaid good) {
    if (outcome.code == Errc::kOk) {
        say(visit, 200, good);
    } else if (outcome.code == Errc::kNotFound) {
        say_gone(visit);
    } else {
        write_failure(visit.reply, visit.host, {.code = outcome.code});
    }
}

/// The subscriber of this page that the address' token names; kNotFound.
Result<record::Subscriber> holder(const store::Snapshot& snapshot,
                                  const Visit& visit,
                                  Purpose purpose) {
    const auto key = store::token_key(snapshot);
    const auto id = key ? subscribe::check_token(*key, purpose, visit.params[0]) : std::nullopt;
    if (!id) {
        return Errc::kNotFound;
    }
    KS_TRY(auto subscriber, store::subscriber(snapshot, *id));
    return subscriber.page == visit.id ? Result<record::Subscriber>(std::move(subscriber))
                                       : Errc::kNotFound;
}

/// Owned, so that it may live across a write.
Result<record::Subscriber> holder(const Visit& visit, Purpose purpose) {
    return visit.site.reactor.reader().read(
        [&](const store::Snapshot& snapshot) { return holder(snapshot, visit, purpose); });
}

Result<std::vector<Choice>> choices_of(const store::Snapshot& snapshot,
                                       const Visit& visit,
                                       const std::vector<MonitorId>& chosen) {
    std::vector<record::EntryView> entries;
    KS_CHECK(store::page_entries(snapshot, visit.id, entries));
    std::vector<Choice> choices;
    choices.reserve(entries.size());
    for (const record::EntryView& entry : entries) {
        const auto face = store::monitor_face(snapshot, entry.monitor);
        if (!face && face.error().code != Errc::kNotFound) {
            return face.error();
        }
        if (face) {
            choices.push_back(
                {.id = entry.monitor,
                 .name = std::string(entry.display_name.empty() ? face->name : entry.display_name),
                 .chosen = std::ranges::find(chosen, entry.monitor) != chosen.end()});
        }
    }
    return choices;
}

/// The fields of a form in order (application/x-www-form-urlencoded).
std::vector<std::pair<std::string, std::string>> form_fields(std::string_view body) {
    std::vector<std::pair<std::string, std::string>> fields;
    while (!body.empty()) {
        const std::size_t end = std::min(body.find('&'), body.size());
        const std::string_view field = body.substr(0, end);
        body.remove_prefix(std::min(end + 1, body.size()));
        const std::size_t equals = std::min(field.find('='), field.size());
        auto name = text::percent_decode(field.substr(0, equals), text::Plus::kIsBlank);
        auto value = text::percent_decode(field.substr(std::min(equals + 1, field.size())),
                                          text::Plus::kIsBlank);
        if (name && value) {
            fields.emplace_back(*std::move(name), *std::move(value));
        }
    }
    return fields;
}

struct Wish {
    std::optional<SubscriberKind> kind;
    std::string target;
    std::vector<MonitorId> monitors;
    bool trapped = false;  ///< by a robot
};

Wish read_wish(std::string_view body) {
    Wish wish;
    for (auto& [name, value] : form_fields(body)) {
        if (name == "email" || name == "url") {
            wish.kind = name == "url" ? SubscriberKind::kWebhook : SubscriberKind::kEmail;
            wish.target = std::move(value);
        } else if (name == page_html::kTrapField) {
            wish.trapped = wish.trapped || !value.empty();
        } else if (name == "monitor") {
            const auto id = MonitorId::parse(value);
            if (id && std::ranges::find(wish.monitors, *id) == wish.monitors.end()) {
                wish.monitors.push_back(*id);
            }
        }
    }
    return wish;
}

/// Keeps what the page shows; more than can be chosen is everything.
Result<void> keep_shown(const Visit& visit, std::vector<MonitorId>& monitors) {
    if (monitors.empty()) {
        return {};
    }
    std::vector<MonitorId> shown;
    const auto read =
        visit.site.reactor.reader().read([&](const store::Snapshot& snapshot) -> Result<void> {
            KS_TRY(const auto choices, choices_of(snapshot, visit, monitors));
            for (const Choice& choice : choices) {
                if (choice.chosen) {
                    shown.push_back(choice.id);
                }
            }
            return {};
        });
    if (shown.size() > limits::kChosenMonitors) {
        shown.clear();
    }
    monitors = std::move(shown);
    return read;
}

/// A form of another site, which a visitor sends without knowing. Old browsers say nothing.
bool is_foreign(const Visit& visit) {
    const auto origin = visit.request.fields.find("Origin");
    if (!origin) {
        return false;
    }
    const auto url = text::parse_url(*origin);
    return !url || url->host != visit.request.host;
}

Result<record::Subscriber> make_subscriber(const Visit& visit,
                                           const Wish& wish,
                                           std::string target) {
    record::Subscriber subscriber;
    loop::Reactor& reactor = visit.site.reactor;
    subscriber.created_at = reactor.clock().now();
    subscriber.id =
        reactor.ids().make<SubscriberId>(subscriber.created_at.time_since_epoch().count());
    subscriber.page = visit.id;
    subscriber.kind = *wish.kind;
    subscriber.target_hash = subscribe::target_hash(*wish.kind, target);
    subscriber.target = std::move(target);
    subscriber.monitors = wish.monitors;
    KS_CHECK(keep_shown(visit, subscriber.monitors));
    KS_CHECK(reactor.reader().read([&](const store::Snapshot& snapshot) -> Result<void> {
        KS_TRY(const auto page, store::page(snapshot, visit.id));
        subscriber.project = page.project;
        subscriber.locale = words_of(visit, page).language;
        return {};
    }));
    return subscriber;
}

}  // namespace

Result<void> answer_subscribe(const store::Snapshot& snapshot, const Visit& visit) {
    KS_TRY(const auto choices, choices_of(snapshot, visit, {}));
    return write_framed(snapshot, visit, 200, [&](std::string& html, const auto& frame) {
        page_html::subscribe_form(html, frame, choices, visit.site.facts.has_mail);
    });
}

loop::Task<void> act_subscribe(const Visit& visit) {
    const Wish wish = read_wish(visit.request.body);
    const bool offered =
        wish.kind && (*wish.kind == SubscriberKind::kWebhook || visit.site.facts.has_mail);
    auto target = offered ? subscribe::normalise_target(*wish.kind, wish.target) : std::nullopt;
    if (!target || is_foreign(visit)) {
        say(visit, 422, SubscribeSaid::kInvalid);
        co_return;
    }
    if (wish.trapped) {
        say(visit, 200, SubscribeSaid::kAsked);  // let the robot believe that it worked
        co_return;
    }
    if (visit.site.may_ask && !visit.site.may_ask(visit.request.peer)) {
        say(visit, 429, SubscribeSaid::kBusy);
        visit.reply.set("Retry-After", "60");
        co_return;
    }
    auto subscriber = make_subscriber(visit, wish, *std::move(target));
    if (!subscriber) {
        write_failure(visit.reply, visit.host, subscriber.error());
        co_return;
    }
    write::Command command = write::Subscribe{.subscriber = *std::move(subscriber)};
    const write::Outcome outcome = co_await visit.site.reactor.write(std::move(command));
    if (outcome.code == Errc::kOk) {
        say(visit, 200, SubscribeSaid::kAsked);
    } else {
        write_failure(visit.reply, visit.host, {.code = outcome.code});
    }
}

Result<void> answer_confirm(const store::Snapshot& snapshot, const Visit& visit) {
    if (const auto found = holder(snapshot, visit, Purpose::kConfirm); !found) {
        return say_gone(snapshot, visit);
    }
    return write_framed(snapshot, visit, 200, [](std::string& html, const auto& frame) {
        page_html::confirm_form(html, frame);
    });
}

loop::Task<void> act_confirm(const Visit& visit) {
    const auto found = holder(visit, Purpose::kConfirm);
    if (!found) {
        say_gone(visit);
        co_return;
    }
    write::Command command =
        write::ConfirmSubscriber{.id = found->id, .now = visit.site.reactor.clock().now()};
    const write::Outcome outcome = co_await visit.site.reactor.write(std::move(command));
    say_outcome(visit, outcome, SubscribeSaid::kConfirmed);
}

Result<void> answer_manage(const store::Snapshot& snapshot, const Visit& visit) {
    const auto found = holder(snapshot, visit, Purpose::kManage);
    if (!found) {
        return say_gone(snapshot, visit);
    }
    KS_TRY(const auto choices, choices_of(snapshot, visit, found->monitors));
    const std::string leave = "/unsubscribe/" + std::string(visit.params[0]);
    return write_framed(snapshot, visit, 200, [&](std::string& html, const auto& frame) {
        page_html::manage_form(html, frame, choices, found->target, leave);
    });
}

loop::Task<void> act_manage(const Visit& visit) {
    const auto found = holder(visit, Purpose::kManage);
    Wish wish = read_wish(visit.request.body);
    if (!found || is_foreign(visit)) {
        say_gone(visit);
        co_return;
    }
    if (const auto kept = keep_shown(visit, wish.monitors); !kept) {
        write_failure(visit.reply, visit.host, kept.error());
        co_return;
    }
    write::Command command =
        write::ChooseMonitors{.id = found->id, .monitors = std::move(wish.monitors)};
    const write::Outcome outcome = co_await visit.site.reactor.write(std::move(command));
    say_outcome(visit, outcome, SubscribeSaid::kSaved);
}

Result<void> answer_unsubscribe(const store::Snapshot& snapshot, const Visit& visit) {
    const auto found = holder(snapshot, visit, Purpose::kManage);
    if (!found) {
        return say_gone(snapshot, visit);
    }
    return write_framed(snapshot, visit, 200, [&](std::string& html, const auto& frame) {
        page_html::unsubscribe_form(html, frame, found->target);
    });
}

loop::Task<void> act_unsubscribe(const Visit& visit) {
    const auto found = holder(visit, Purpose::kManage);
    if (!found) {
        say_gone(visit);
        co_return;
    }
    write::Command command = write::RemoveSubscriber{.id = found->id, .project = {}};
    const write::Outcome outcome = co_await visit.site.reactor.write(std::move(command));
    say_outcome(visit, outcome, SubscribeSaid::kRemoved);
}

}  // namespace ks::page
