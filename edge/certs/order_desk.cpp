// SPDX-License-Identifier: Apache-2.0
#include "edge/certs/order_desk.hpp"

#include "edge/certs/registered_domain.hpp"
#include "edge/loop/log.hpp"
#include "edge/tls/signing_key.hpp"
#include "storage/store/certificates.hpp"

#include <algorithm>
#include <utility>

namespace ks::certs {
namespace {

using namespace std::chrono_literals;
using record::Trouble;

Trouble trouble_of(acme::FailureKind kind) noexcept {
    using enum acme::FailureKind;
    switch (kind) {
        case kRateLimited:
            return Trouble::kRateLimited;
        case kDomain:
            return Trouble::kValidation;
        case kAccount:
        case kUnsupported:
            return Trouble::kAccount;
        case kLocal:
            return Trouble::kLocal;
        case kRetryLater:
        case kBadAnswer:
            break;
    }
    return Trouble::kCa;
}

std::string order_purpose(const std::string& host) {
    return "order " + host;
}

/// In the frame of an order: counts it among those under way.
class Turn {
public:
    explicit Turn(std::size_t& count) noexcept : count_(count) { ++count_; }

    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

    ~Turn() { --count_; }

private:
    std::size_t& count_;
};

}  // namespace

OrderDesk::Directory::Directory(Ledger& ledger, const acme::DirectoryOptions& options)
    : accounts(ledger, options.url), issuer(ledger.reactor(), accounts, options) {}

OrderDesk::OrderDesk(Ledger& ledger, DnsCheck& dns, const Options& options)
    : ledger_(ledger),
      dns_(dns),
      options_(options),
      hook_(ledger.reactor(), options.dns_hook),
      publisher_(ledger, hook_) {
    for (const acme::DirectoryOptions& directory : options.directories) {
        directories_.push_back(std::make_unique<Directory>(ledger, directory));
    }
}

OrderDesk::Directory* OrderDesk::find(const std::string& url) noexcept {
    const auto found = std::ranges::find(options_.directories, url, &acme::DirectoryOptions::url);
    return found == options_.directories.end()
               ? nullptr
               : directories_[static_cast<std::size_t>(found - options_.directories.begin())].get();
}

bool OrderDesk::is_wildcard(const std::string& host) const {
    return host == options_.base_domain;
}

std::vector<std::string> OrderDesk::names_of(const std::string& host) const {
    return is_wildcard(host) ? std::vector<std::string>{host, "*." + host}
                             : std::vector<std::string>{host};
}

std::vector<acme::ChallengeKind> OrderDesk::kinds_of(const std::string& host) const {
    return is_wildcard(host) ? std::vector{acme::ChallengeKind::kDns01} : options_.kinds;
}

std::vector<model::Toll> OrderDesk::tolls_of(const Situation& host,
                                             const std::string& directory,
                                             bool wanted) {
    const auto count = ledger_.reactor().reader().read([](const store::Snapshot& snapshot) {
        return store::certificate_count(store::View(snapshot));
    });
    const std::string registered = registered_domain(host.host);
    return model::order_tolls({.orders_per_3_hours = options_.orders_per_3_hours,
                               .orders_per_domain_and_week = options_.orders_per_domain_and_week},
                              host.work,
                              ledger_.facts_of(host),
                              {.directory = directory,
                               .registered_domain = registered,
                               .certificates = count ? *count : 1,
                               .wanted = wanted});
}

Result<OrderDesk::Wait> OrderDesk::wait_for(const std::vector<model::Toll>& tolls) {
    const UnixMillis now = ledger_.reactor().clock().now();
    return ledger_.reactor().reader().read([&](const store::Snapshot& snapshot) -> Result<Wait> {
        Wait longest;
        for (const model::Toll& toll : tolls) {
            KS_TRY(const UnixMillis full_at, store::rate(store::View(snapshot), toll.name));
            const auto time = model::wait_for_token(full_at, toll.rate, now, toll.reserve);
            if (time > longest.time) {
                longest = {.toll = &toll, .time = time};
            }
        }
        return longest;
    });
}

loop::Task<Result<void>> OrderDesk::fail(Situation& host,
                                         Trouble trouble,
                                         std::string words,
                                         std::chrono::seconds asked) {
    loop::log(loop::LogLevel::kWarning,
              "certificate_failed",
              {{"host", host.host},
               {"trouble", record::name(trouble)},
               {"failures", std::int64_t{host.work.order_failures} + 1},
               {"why", words}});
    model::note_failure(host.work,
                        trouble,
                        std::move(words),
                        asked,
                        options_.directories.size(),
                        ledger_.facts_of(host));
    host.work.next = model::next_time(host.work, ledger_.facts_of(host));
    co_return co_await ledger_.save(host);
}

loop::Task<Result<void>> OrderDesk::put_off(Situation& host, UnixSeconds until) {
    host.work.order_after = until;
    host.work.last_error = "It waits for its turn: the CA's limits allow no more orders now.";
    host.work.next = model::next_time(host.work, ledger_.facts_of(host));
    co_return co_await ledger_.save(host);
}

loop::Task<Result<void>> OrderDesk::begin(Situation& host, bool wanted) {
    const std::size_t number =
        host.work.directory < options_.directories.size() ? host.work.directory : 0;
    const std::string& directory = options_.directories[number].url;
    const std::string refusal = co_await dns_.caa_refusal(host.host, is_wildcard(host.host));
    if (!refusal.empty()) {
        co_return co_await fail(host, Trouble::kCaaForbids, refusal);
    }
    std::vector<model::Toll> tolls = tolls_of(host, directory, wanted);
    const auto wait = wait_for(tolls);
    if (!wait) {
        co_return wait.error();
    }
    if (wait->toll != nullptr) {
        const UnixMillis now = ledger_.reactor().clock().now();
        co_return co_await put_off(host, turns_.give(now, wait->time, *wait->toll));
    }
    auto key = tls::new_p256_key();
    auto sealed = key ? ledger_.sealer().seal(*key, order_purpose(host.host))
                      : Result<std::string>(key.error());
    if (!sealed) {
        co_return sealed.error();
    }
    host.work.order = {.directory = directory, .url = {}, .sealed_key = *std::move(sealed)};
    host.work.last_error.clear();
    host.work.next = ledger_.now() + 1s;
    write::BeginOrder begin{.save = ledger_.save_command(host),
                            .now = ledger_.reactor().clock().now(),
                            .tolls = std::move(tolls)};
    write::Command command(std::move(begin));
    const Result<void> begun = co_await ledger_.run(std::move(command));
    if (!begun && begun.error().code == Errc::kTooManyRequests) {
        host.work.order = {};
        co_return co_await put_off(host, ledger_.now() + 1min);
    }
    if (begun) {
        ++host.work.version;
        loop::log(
            loop::LogLevel::kInfo, "order_begun", {{"host", host.host}, {"directory", directory}});
    }
    co_return begun;
}

loop::Task<Result<void>> OrderDesk::go_on(Situation& host) {
    Directory* const directory = find(host.work.order.directory);
    const auto key = ledger_.sealer().open(host.work.order.sealed_key, order_purpose(host.host));
    if (directory == nullptr || !key) {
        // Not configured any more, or another master key: begun anew.
        host.work.order = {};
        co_return co_await ledger_.save(host);
    }
    const std::string sealed_key = host.work.order.sealed_key;
    acme::IssueRequest request{.names = names_of(host.host),
                               .key_pem = *key,
                               .kinds = kinds_of(host.host),
                               .replaces = {},
                               .order_url = host.work.order.url};
    if (host.certificate && host.certificate->directory == host.work.order.directory) {
        request.replaces = host.certificate->ari_id;
    }
    acme::Progress progress = [this, &host](const std::string& url) -> loop::Task<Result<void>> {
        host.work.order.url = url;
        co_return co_await ledger_.save(host);
    };
    acme::Attempt<acme::Issued> issued =
        co_await directory->issuer.issue(std::move(request), publisher_, std::move(progress));
    if (!issued) {
        const acme::Failure& failure = issued.error();
        co_return co_await fail(host, trouble_of(failure.kind), failure.words, failure.retry_after);
    }
    record::Certificate certificate{.id = {},
                                    .not_before = issued->not_before,
                                    .not_after = issued->not_after,
                                    .issuer = issued->issuer,
                                    .ari_id = issued->ari_id,
                                    .directory = host.work.order.directory,
                                    .sealed_key = {}};
    const model::Life life{.not_before = issued->not_before, .not_after = issued->not_after};
    host.certificate = certificate;
    model::note_success(host.work, life, ledger_.facts_of(host));
    host.work.next = model::next_time(host.work, ledger_.facts_of(host));
    Result<void> stored =
        co_await ledger_.store_certificate(host, certificate, *key, issued->chain_pem);
    if (!stored && stored.error().code == Errc::kConflict) {
        // "cert renew" came between: the same order all the same.
        const auto found = ledger_.read(host.host);
        if (found && found->work.order.sealed_key == sealed_key) {
            host.work.version = found->work.version;
            stored = co_await ledger_.store_certificate(host, certificate, *key, issued->chain_pem);
        }
    }
    if (stored) {
        loop::log(loop::LogLevel::kInfo,
                  "certificate_stored",
                  {{"host", host.host},
                   {"issuer", issued->issuer},
                   {"not_after", issued->not_after.time_since_epoch().count()},
                   {"renew_at", host.work.renew_at.time_since_epoch().count()}});
    }
    co_return stored;
}

loop::Task<Result<void>> OrderDesk::run(Situation& host, bool wanted) {
    const Turn turn(under_way_);
    if (host.work.order.directory.empty()) {
        const Result<void> begun = co_await begin(host, wanted);
        if (!begun || host.work.order.directory.empty()) {
            co_return begun;
        }
    }
    co_return co_await go_on(host);
}

loop::Task<Result<void>> OrderDesk::ask_window(Situation& host) {
    record::DomainWork& work = host.work;
    Directory* const directory = find(host.certificate->directory);
    if (directory == nullptr) {
        work.ari_next = {};
        co_return co_await ledger_.save(host);
    }
    const acme::Attempt<acme::RenewalInfo> window =
        co_await directory->issuer.renewal_info(host.certificate->ari_id);
    const UnixSeconds now = ledger_.now();
    if (!window) {
        const bool never = window.error().kind == acme::FailureKind::kUnsupported;
        work.ari_next = never ? UnixSeconds{} : now + 6h;
    } else {
        work.ari_next = now + window->poll_after;
        if (work.ari_from != window->start || work.ari_until != window->end) {
            work.ari_from = window->start;
            work.ari_until = window->end;
            const model::Life life{.not_before = host.certificate->not_before,
                                   .not_after = host.certificate->not_after};
            work.renew_at = model::renewal_time_in(host.host, life, window->start, window->end);
        }
    }
    work.next = model::next_time(work, ledger_.facts_of(host));
    co_return co_await ledger_.save(host);
}

}  // namespace ks::certs
