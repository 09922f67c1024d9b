// SPDX-License-Identifier: Apache-2.0
// Sends what is in the outbox. Lives on the control reactor.
//
// Each update reaches each subscriber once: its row was made in the update's own transaction chain
// and is taken out when the receiver has accepted the message. A crash between that acceptance and
// the commit sends the message again, with the same Message-ID or delivery id; at most as many as
// were under way. Nothing else is ever sent twice, and nothing is lost.
#pragma once

#include "edge/loop/reactor.hpp"
#include "edge/notify/content.hpp"
#include "edge/notify/smtp.hpp"
#include "edge/notify/webhook.hpp"
#include "edge/probe/curl_multi.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ks::notify {

class Sender {
public:
    struct Options {
        std::optional<SmtpOptions> smtp;  ///< none: mail waits, and is given up in time
        WebhookOptions webhook;
        ContentFacts facts;
        std::size_t mail_connections = 4;
        std::uint32_t mail_rate = 20;  ///< a second
        std::size_t webhooks = 64;     ///< under way at once
        std::size_t webhooks_per_host = 4;
        std::chrono::milliseconds retry_pause{60'000};  ///< doubled with each attempt, up to
        std::chrono::milliseconds retry_pause_max{3'600'000};
        std::chrono::milliseconds give_up{86'400'000};  ///< after something was said
    };

    Sender(loop::Reactor& control, Options options);
    Sender(const Sender&) = delete;
    Sender& operator=(const Sender&) = delete;

    /// Before the reactor runs.
    void start();
    /// On the reactor: begins nothing more and waits up to `limit` for what is under way.
    [[nodiscard]] loop::Task<void> stop(std::chrono::milliseconds limit);

    /// When the next attempt comes after `attempts` failed ones, less than a tenth of it at random.
    [[nodiscard]] static std::chrono::milliseconds pause_after(const Options& options,
                                                               std::uint16_t attempts) noexcept;

private:
    struct Job {
        store::DueDelivery due;
        std::string host;  ///< of a webhook
    };

    [[nodiscard]] loop::Task<void> tick_loop();
    void start_due();
    void start_mail();
    void start_webhooks();
    [[nodiscard]] std::vector<Job> due_jobs(record::SubscriberKind kind, std::size_t limit);
    void begin(Job job);
    [[nodiscard]] loop::Task<void> deliver(Job job);
    [[nodiscard]] loop::Task<Attempt> attempt(record::SubscriberKind kind, Outgoing outgoing);
    [[nodiscard]] write::FinishDelivery judge(const store::DueDelivery& due,
                                              const Attempt& attempt);
    [[nodiscard]] loop::Task<void> keep(write::FinishDelivery command);
    [[nodiscard]] bool take_from_bucket();

    loop::Reactor& control_;
    Options options_;
    probe::CurlMulti curl_;
    bool running_ = false;
    bool starting_ = false;
    std::set<record::DeliveryKey> under_way_;
    std::size_t mails_ = 0;
    std::size_t webhooks_ = 0;
    std::map<std::string, std::size_t> hosts_;
    double bucket_ = 0;
    Monotonic bucket_at_{};
    Monotonic mail_rests_until_{};
};

}  // namespace ks::notify
