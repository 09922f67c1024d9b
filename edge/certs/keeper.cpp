// SPDX-License-Identifier: Apache-2.0
#include "edge/certs/keeper.hpp"

#include "core/route/host_table.hpp"
#include "edge/loop/log.hpp"
#include "storage/store/certificates.hpp"
#include "storage/store/readers.hpp"

#include <utility>

namespace ks::certs {
namespace {

using namespace std::chrono_literals;

/// Hosts that visitors asked for and whose turn has not come.
constexpr std::size_t kWantedMax = 1000;
/// Rows of due work that one look takes in.
constexpr std::size_t kLook = 1000;
/// Steps of one host in a row; more than a DNS check, an order and what follows it need.
constexpr int kStepsMax = 8;
constexpr std::chrono::seconds kAfterFailure{5};

DnsCheck::Options dns_options(const Options& options) {
    return {.base_domain = options.base_domain,
            .public_addresses = options.public_addresses,
            .dns_servers = options.dns_servers,
            .caa_identities = options.caa_identities};
}

}  // namespace

Keeper::Keeper(loop::Reactor& control, tls::Sealer sealer, Options options)
    : control_(control),
      options_(std::move(options)),
      ledger_(control,
              sealer,
              {.verify_dns = options_.verify_dns, .acme = !options_.directories.empty()}),
      dns_(control, dns_options(options_)),
      orders_(ledger_, dns_, options_) {}

void Keeper::start() {
    control_.post([this] {
        if (!running_) {
            running_ = true;
            control_.spawn(look_loop(), "certificates.look");
        }
    });
}

void Keeper::stop() {
    control_.post([this] {
        running_ = false;
        control_.write_and_forget(write::DropLease{.owner = ledger_.owner()}, "drop_lease");
    });
}

void Keeper::wanted(std::string host) {
    control_.post([this, host = std::move(host)]() mutable {
        if (running_ && wanted_.size() < kWantedMax && !under_way_.contains(host) &&
            wanted_.insert(host).second) {
            control_.spawn(hurry(std::move(host)), "certificates.hurry");
        }
    });
}

loop::Task<void> Keeper::look_loop() {
    while (running_) {
        const bool ours = co_await hold_lease();
        if (ours && running_) {
            start_due();
        }
        co_await control_.sleep(kPause);
    }
}

loop::Task<bool> Keeper::hold_lease() {
    const UnixSeconds now = ledger_.now();
    if (now + kLease / 2 < lease_until_) {
        co_return true;
    }
    write::Command command(write::TakeLease{.owner = ledger_.owner(),
                                            .now = now,
                                            .until = now + kLease,
                                            .force = options_.alone && !held_before_});
    const Result<void> taken = co_await ledger_.run(std::move(command));
    if (!taken) {
        // What was under way notices by itself: nothing of it can be stored any more.
        lease_until_ = {};
        co_return false;
    }
    lease_until_ = now + kLease;
    if (!std::exchange(held_before_, true)) {
        co_await ensure_base();
        control_.spawn(adopt_claims(), "certificates.adopt");
    }
    co_return true;
}

/// The hosts of the base domain that are not made on demand.
loop::Task<void> Keeper::ensure_base() {
    if (options_.directories.empty() || options_.base_has_files) {
        co_return;
    }
    std::vector<std::string> hosts{options_.base_domain};
    if (options_.dns_hook.empty()) {
        hosts = {"app." + options_.base_domain, "pages." + options_.base_domain};
    }
    for (std::string& host : hosts) {
        write::Command command(write::EnsureWork{.host = std::move(host), .now = ledger_.now()});
        const Result<void> made = co_await ledger_.run(std::move(command));
        if (!made) {
            loop::log(loop::LogLevel::kError,
                      "base_certificate_not_planned",
                      {{"code", info(made.error().code).name}});
        }
    }
}

/// Claims of a store that was written before there was any work on them.
loop::Task<void> Keeper::adopt_claims() {
    constexpr std::size_t kSlice = 500;
    std::string after;
    for (bool more = true; more && running_;) {
        std::vector<std::string> orphans;
        const auto taken =
            control_.reader().read([&](const store::Snapshot& snapshot) -> Result<std::size_t> {
                const store::View view(snapshot);
                KS_TRY(const std::size_t claims, view.tables.domains.size(view.txn));
                KS_TRY(const std::size_t works, view.tables.domain_work.size(view.txn));
                if (claims <= works) {
                    return std::size_t{0};
                }
                KS_TRY(const auto slice, store::domain_claims(snapshot, after, kSlice));
                for (const auto& [host, claim] : slice) {
                    KS_TRY(const bool known, view.tables.domain_work.has(view.txn, as_bytes(host)));
                    if (!known) {
                        orphans.push_back(host);
                    }
                    after = host;
                }
                return slice.size();
            });
        more = taken && *taken == kSlice;
        for (std::string& host : orphans) {
            write::Command command(
                write::EnsureWork{.host = std::move(host), .now = ledger_.now()});
            const Result<void> made = co_await ledger_.run(std::move(command));
            more = more && made;
        }
        co_await control_.sleep(kPause);
    }
}

void Keeper::start_due() {
    const auto due = control_.reader().read([&](const store::Snapshot& snapshot) {
        return store::due_hosts(store::View(snapshot), ledger_.now(), kLook);
    });
    if (!due) {
        loop::log(loop::LogLevel::kError,
                  "due_certificates_failed",
                  {{"code", info(due.error().code).name}});
        return;
    }
    for (const std::string& host : *due) {
        if (under_way_.size() >= kConcurrent) {
            return;
        }
        if (under_way_.insert(host).second) {
            control_.spawn(work_on(host), "certificates.work");
        }
    }
}

loop::Task<void> Keeper::work_on(std::string host) {
    // What another write has overtaken is read again at the next look.
    auto found = ledger_.read(host);
    for (int step = 0; step < kStepsMax && found && running_; ++step) {
        const Result<bool> more = co_await one_step(*found);
        if (!more || !*more) {
            if (!more && more.error().code != Errc::kConflict) {
                loop::log(loop::LogLevel::kError,
                          "certificate_work_failed",
                          {{"host", host}, {"code", info(more.error().code).name}});
                co_await control_.sleep(
                    kAfterFailure);  // a store that cannot write is not asked in a circle
            }
            break;
        }
    }
    under_way_.erase(host);
    wanted_.erase(host);
}

/// False: nothing more is due now.
loop::Task<Result<bool>> Keeper::one_step(Situation& host) {
    const model::HostFacts facts = ledger_.facts_of(host);
    Result<void> done;
    switch (model::next_step(host.work, facts)) {
        case model::Step::kCheckDns:
            done = co_await check_dns(host);
            break;
        case model::Step::kOrder:
            if (orders_.is_full()) {
                co_return false;  // its row stays due
            }
            done = co_await orders_.run(host, wanted_.contains(host.host));
            break;
        case model::Step::kAskWindow:
            done = co_await orders_.ask_window(host);
            break;
        case model::Step::kRest: {
            if (host.work.next > facts.now) {
                co_return false;
            }
            host.work.next = model::next_time(host.work, facts);
            const Result<void> saved = co_await ledger_.save(host);
            co_return saved ? Result<bool>(false) : Result<bool>(saved.error());
        }
    }
    co_return done ? Result<bool>(true) : Result<bool>(done.error());
}

loop::Task<Result<void>> Keeper::check_dns(Situation& host) {
    const DnsFinding finding = co_await dns_.check(host.host);
    const bool was_right = host.work.dns_good != UnixSeconds{} && host.work.dns_failures == 0;
    const bool is_right = finding.trouble == record::Trouble::kNone;
    model::note_dns(host.work, finding.trouble, ledger_.now());
    host.work.dns_error = finding.error;
    if (host.claim &&
        (!finding.observed.empty() || finding.trouble == record::Trouble::kDnsWrong)) {
        host.claim->observed = finding.observed;
    }
    if (was_right != is_right) {
        loop::log(is_right ? loop::LogLevel::kInfo : loop::LogLevel::kWarning,
                  is_right ? "domain_verified" : "domain_not_verified",
                  {{"host", host.host}, {"observed", finding.observed}, {"why", finding.error}});
    }
    const model::HostFacts facts = ledger_.facts_of(host);
    host.work.next = model::next_time(host.work, facts);
    co_return co_await ledger_.save(host);
}

/// A host whose order only waits for its turn goes first; a page of the base domain gets its work.
loop::Task<void> Keeper::hurry(std::string host) {
    auto found = ledger_.read(host);
    const auto kind = route::classify_host(host, options_.base_domain);
    if (!found && found.error().code == Errc::kNotFound && kind.kind == route::HostKind::kSlug &&
        !options_.base_has_files) {
        const auto page = control_.reader().read([&](const store::Snapshot& snapshot) {
            return store::page_by_slug(snapshot, kind.label);
        });
        Result<void> made = Errc::kNotFound;
        if (page) {
            write::Command command(write::EnsureWork{.host = host, .now = ledger_.now()});
            made = co_await ledger_.run(std::move(command));
        }
        if (!made) {
            wanted_.erase(host);  // nobody's, or asked for again by the next visitor
        }
        co_return;
    }
    const bool waits = found && found->work.order.directory.empty() &&
                       found->work.order_failures == 0 && found->work.order_after > ledger_.now();
    if (!waits) {
        wanted_.erase(host);
        co_return;
    }
    found->work.order_after = {};
    found->work.next = ledger_.now();
    const Result<void> saved = co_await ledger_.save(*found);
    if (!saved) {
        wanted_.erase(host);
    }
}

}  // namespace ks::certs
