// SPDX-License-Identifier: Apache-2.0
#include "edge/notify/sender.hpp"

#include "core/text/url.hpp"
#include "edge/loop/log.hpp"

#include <algorithm>
#include <random>
#include <utility>

namespace ks::notify {
namespace {

using record::SubscriberKind;
using write::DeliveryEnd;

constexpr std::chrono::milliseconds kTick{100};
constexpr std::chrono::milliseconds kStoreRetry{1'000};
/// After the mail server could not be used, nothing is tried for this part of the first pause.
constexpr int kRestPart = 10;
/// Rows that are looked at beyond those under way, for webhooks whose host is not busy.
constexpr std::size_t kLookAhead = 512;

std::string host_of(const std::string& target) {
    const auto url = text::parse_url(target);
    return url ? url->authority() : std::string();
}

bool works_later(Errc code) noexcept {
    return code == Errc::kStoreFull || code == Errc::kBusy || code == Errc::kStoreUnavailable;
}

}  // namespace

Sender::Sender(loop::Reactor& control, Options options)
    : control_(control),
      options_(std::move(options)),
      curl_(control, static_cast<long>(options_.mail_connections)) {}

void Sender::start() {
    running_ = true;
    control_.spawn(tick_loop(), "notify.ticks");
}

loop::Task<void> Sender::stop(std::chrono::milliseconds limit) {
    running_ = false;
    const Monotonic until = control_.clock().monotonic() + limit;
    while (!under_way_.empty() && control_.clock().monotonic() < until) {
        co_await control_.sleep(kTick);
    }
}

loop::Task<void> Sender::tick_loop() {
    while (running_) {
        start_due();
        co_await control_.sleep(kTick);
    }
}

void Sender::start_due() {
    if (starting_ || !running_) {
        return;  // a delivery that ended at once calls back into here
    }
    starting_ = true;
    start_mail();
    start_webhooks();
    starting_ = false;
}

std::vector<Sender::Job> Sender::due_jobs(SubscriberKind kind, std::size_t limit) {
    std::vector<Job> jobs;
    const auto read = control_.reader().read([&](const store::Snapshot& snapshot) -> Result<void> {
        KS_TRY(const auto due,
               store::due_deliveries(snapshot, kind, control_.clock().now(), limit));
        for (const store::DueDelivery& one : due) {
            if (under_way_.contains(one.key)) {
                continue;
            }
            std::string host;
            if (kind == SubscriberKind::kWebhook) {
                const auto subscriber = store::subscriber(snapshot, one.key.subscriber);
                host = subscriber ? host_of(subscriber->target) : std::string();
            }
            jobs.push_back({.due = one, .host = std::move(host)});
        }
        return {};
    });
    if (!read) {
        loop::log(
            loop::LogLevel::kError, "outbox_unreadable", {{"code", info(read.error().code).name}});
        jobs.clear();
    }
    return jobs;
}

bool Sender::take_from_bucket() {
    const Monotonic now = control_.clock().monotonic();
    const double rate = options_.mail_rate;
    const double earned = std::chrono::duration<double>(now - bucket_at_).count() * rate;
    bucket_ = std::min(bucket_ + std::max(earned, 0.0), rate);
    bucket_at_ = now;
    if (bucket_ < 1) {
        return false;
    }
    bucket_ -= 1;
    return true;
}

void Sender::start_mail() {
    if (mails_ >= options_.mail_connections || control_.clock().monotonic() < mail_rests_until_) {
        return;
    }
    auto jobs = due_jobs(SubscriberKind::kEmail, options_.mail_connections + mails_);
    for (Job& job : jobs) {
        if (mails_ >= options_.mail_connections || !take_from_bucket()) {
            return;
        }
        ++mails_;
        begin(std::move(job));
    }
}

void Sender::start_webhooks() {
    if (webhooks_ >= options_.webhooks) {
        return;
    }
    auto jobs = due_jobs(SubscriberKind::kWebhook, webhooks_ + kLookAhead);
    for (Job& job : jobs) {
        if (webhooks_ >= options_.webhooks) {
            return;
        }
        if (std::size_t& busy = hosts_[job.host]; busy < options_.webhooks_per_host) {
            ++busy;
            ++webhooks_;
            begin(std::move(job));
        }
    }
}

void Sender::begin(Job job) {
    under_way_.insert(job.due.key);
    control_.spawn(deliver(std::move(job)), "notify.delivery");
}

loop::Task<void> Sender::deliver(Job job) {
    const UnixMillis now = control_.clock().now();
    auto content = control_.reader().read([&](const store::Snapshot& snapshot) {
        return read_content(snapshot, job.due, now, options_.facts);
    });
    write::FinishDelivery command{.key = job.due.key, .end = DeliveryEnd::kDropped, .now = now};
    if (!content) {
        const Attempt failed{.verdict = Verdict::kOurFault,
                             .words = std::string(info(content.error().code).name)};
        command = judge(job.due, failed);
    } else if (*content && now - job.due.delivery.said_at < options_.give_up) {
        const Attempt ended = co_await attempt(job.due.key.kind, **std::move(content));
        command = judge(job.due, ended);
    }
    co_await keep(command);
    under_way_.erase(job.due.key);
    if (job.due.key.kind == SubscriberKind::kEmail) {
        --mails_;
    } else {
        --webhooks_;
        if (const auto host = hosts_.find(job.host); --host->second == 0) {
            hosts_.erase(host);
        }
    }
    start_due();
}

loop::Task<Attempt> Sender::attempt(SubscriberKind kind, Outgoing outgoing) {
    if (kind == SubscriberKind::kWebhook) {
        co_return co_await post_webhook(curl_, options_.webhook, std::move(outgoing.webhook));
    }
    if (!options_.smtp) {
        co_return Attempt{.verdict = Verdict::kOurFault, .words = "[smtp] is not set up"};
    }
    Attempt ended = co_await send_mail(
        curl_, *options_.smtp, std::move(outgoing.mail), std::move(outgoing.target));
    if (ended.verdict == Verdict::kOurFault) {
        mail_rests_until_ = control_.clock().monotonic() + (options_.retry_pause / kRestPart);
    }
    co_return ended;
}

std::chrono::milliseconds Sender::pause_after(const Options& options,
                                              std::uint16_t attempts) noexcept {
    constexpr std::uint16_t kShiftMax = 20;
    const auto factor = std::int64_t{1} << std::min(attempts, kShiftMax);
    return std::min(options.retry_pause * factor, options.retry_pause_max);
}

write::FinishDelivery Sender::judge(const store::DueDelivery& due, const Attempt& attempt) {
    const UnixMillis now = control_.clock().now();
    write::FinishDelivery command{.key = due.key, .end = DeliveryEnd::kSent, .now = now};
    const auto pause = pause_after(options_, due.delivery.attempts);
    std::uniform_int_distribution<std::int64_t> jitter(0, pause.count() / 10);
    command.next = now + pause + std::chrono::milliseconds(jitter(control_.rng()));
    const bool last = command.next - due.delivery.said_at >= options_.give_up;
    switch (attempt.verdict) {
        case Verdict::kDelivered:
            return command;
        case Verdict::kLater:
            command.end = last ? DeliveryEnd::kGivenUp : DeliveryEnd::kRetry;
            break;
        case Verdict::kOurFault:
            command.end = last ? DeliveryEnd::kDropped : DeliveryEnd::kRetry;
            break;
        case Verdict::kRefused:
            command.end = DeliveryEnd::kGivenUp;
            break;
        case Verdict::kUnwanted:
            command.end = DeliveryEnd::kUnwanted;
            break;
    }
    // The target is somebody's address: the log names the subscriber's id only.
    loop::log(loop::LogLevel::kWarning,
              command.end == DeliveryEnd::kRetry      ? "delivery_retried"
              : command.end == DeliveryEnd::kUnwanted ? "subscriber_removed"
                                                      : "delivery_given_up",
              {{"subscriber", due.key.subscriber.text()},
               {"attempts", std::int64_t{due.delivery.attempts} + 1},
               {"why", attempt.words}});
    return command;
}

/// Until it is stored: what was accepted must not be sent again because the disk is full.
loop::Task<void> Sender::keep(write::FinishDelivery command) {
    while (true) {
        write::Command copy = command;
        const write::Outcome outcome = co_await control_.write(std::move(copy));
        if (!works_later(outcome.code)) {
            co_return;
        }
        co_await control_.sleep(kStoreRetry);
    }
}

}  // namespace ks::notify
