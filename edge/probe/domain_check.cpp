// SPDX-License-Identifier: Apache-2.0
#include "edge/probe/domain_check.hpp"

#include "edge/loop/log.hpp"
#include "storage/store/readers.hpp"

#include <algorithm>
#include <utility>

namespace ks::probe {
namespace {

/// Rows of the table of claims that one step looks at: under a millisecond.
constexpr std::size_t kSlice = 2000;
constexpr std::size_t kConcurrent = 64;

std::string joined(const std::vector<asio::ip::address>& addresses) {
    std::string text;
    for (const asio::ip::address& address : addresses) {
        text += (text.empty() ? "" : ", ") + address.to_string();
    }
    return text;
}

std::string observed_words(const DnsClient::Answer& answer) {
    return answer.cnames.empty() ? joined(answer.addresses) : "CNAME " + answer.cnames.back();
}

std::string remedy(const DomainTarget& target) {
    std::string text = "create a CNAME record to " + target.cname;
    if (!target.addresses.empty()) {
        text += ", or A/AAAA records with " + joined(target.addresses) + " only";
    }
    return text;
}

std::vector<asio::ip::address> parse_addresses(const std::vector<std::string>& texts) {
    std::vector<asio::ip::address> addresses;
    for (const std::string& text : texts) {
        asio::error_code fault;
        const asio::ip::address address = asio::ip::make_address(text, fault);
        if (!fault) {  // the configuration's own check has refused others
            addresses.push_back(address);
        }
    }
    return addresses;
}

DnsClient::Options dns_options(const DomainCheck::Options& options) {
    DnsClient::Options dns;
    dns.servers = options.dns_servers;
    return dns;
}

}  // namespace

DomainVerdict judge_domain(const std::string& host,
                           const DnsClient::Answer& answer,
                           const DomainTarget& target) {
    DomainVerdict verdict;
    verdict.observed = observed_words(answer);
    const auto ours = [&target](const asio::ip::address& address) {
        return std::ranges::find(target.addresses, address) != target.addresses.end();
    };
    // pages.B may itself be an alias of the machine's name, so it need not be the last of the
    // chain.
    const bool by_name = std::ranges::find(answer.cnames, target.cname) != answer.cnames.end();
    // All of them: with one foreign address a part of the visitors, or the CA, would end elsewhere.
    const bool by_address =
        !answer.addresses.empty() && std::ranges::all_of(answer.addresses, ours);
    if (by_name) {
        verdict.observed = "CNAME " + target.cname;
    }
    if (by_name || by_address) {
        verdict.state = record::DomainState::kActive;
    } else if (verdict.observed.empty() && answer.code != Errc::kNotFound &&
               answer.code != Errc::kOk) {
        verdict.error =
            "DNS could not be asked about " + host + ": " + answer.words + "; it is tried again";
    } else if (verdict.observed.empty()) {
        verdict.error = host + " has no DNS record yet: " + remedy(target);
    } else {
        verdict.error = host + " points to " + verdict.observed + ": " + remedy(target);
    }
    return verdict;
}

DomainCheck::DomainCheck(loop::Reactor& control, const Options& options)
    : control_(control),
      options_(options),
      target_{.cname = "pages." + options.base_domain,
              .addresses = parse_addresses(options.public_addresses)},
      dns_(control, dns_options(options)) {}

DomainCheck::~DomainCheck() = default;

void DomainCheck::start() {
    control_.post([this] {
        if (!running_) {
            running_ = true;
            control_.spawn(walk_loop(), "domains.walk");
        }
    });
}

void DomainCheck::stop() {
    control_.post([this] { running_ = false; });
}

loop::Task<void> DomainCheck::walk_loop() {
    while (running_) {
        walk_slice();
        start_due();
        co_await control_.sleep(options_.walk_pause);
    }
}

void DomainCheck::walk_slice() {
    const auto claims = control_.reader().read([this](const store::Snapshot& snapshot) {
        return store::domain_claims(snapshot, walked_to_, kSlice);
    });
    if (!claims) {
        loop::log(loop::LogLevel::kError,
                  "domain_claims_failed",
                  {{"code", info(claims.error().code).name}});
        return;
    }
    for (const auto& [host, claim] : *claims) {
        if (claim.state == record::DomainState::kPendingDns) {
            plan(host, claim);
        }
    }
    walked_to_ = claims->size() < kSlice ? std::string() : claims->back().first;
}

/// New, or claimed anew: asked for at once.
void DomainCheck::plan(const std::string& host, const record::DomainClaim& claim) {
    const auto [place, fresh] = waiting_.try_emplace(host);
    Waiting& waiting = place->second;
    if (fresh || (waiting.claimed_at != claim.claimed_at && !waiting.under_way)) {
        waiting.claimed_at = claim.claimed_at;
        waiting.due = control_.clock().monotonic();
        waiting.pause = options_.first_pause;
    }
}

void DomainCheck::start_due() {
    const Monotonic now = control_.clock().monotonic();
    for (auto& [host, waiting] : waiting_) {
        if (under_way_ >= kConcurrent) {
            return;
        }
        if (!waiting.under_way && waiting.due <= now) {
            waiting.under_way = true;
            ++under_way_;
            control_.post([this, name = host] { control_.spawn(check(name), "domains.check"); });
        }
    }
}

loop::Task<void> DomainCheck::check(std::string host) {
    const DnsClient::Answer answer = co_await dns_.chain(host);
    const auto claim = control_.reader().read(
        [&host](const store::Snapshot& snapshot) { return store::domain_claim(snapshot, host); });
    bool settled = !claim;  // given up by its page meanwhile, if not damaged
    if (claim) {
        const DomainVerdict verdict = judge_domain(host, answer, target_);
        settled = verdict.state == record::DomainState::kActive;
        const DomainVerdict known{
            .state = claim->state, .observed = claim->observed, .error = claim->error};
        if (verdict != known) {
            write::Command command = write::SetDomainState{.host = host,
                                                           .page = claim->page,
                                                           .state = verdict.state,
                                                           .observed = verdict.observed,
                                                           .error = verdict.error};
            const write::Outcome outcome = co_await control_.write(std::move(command));
            settled = settled && outcome.code == Errc::kOk;
        }
    }
    --under_way_;
    Waiting& waiting = waiting_[host];
    waiting.under_way = false;
    waiting.due = control_.clock().monotonic() + waiting.pause;
    waiting.pause = std::min(waiting.pause * 2, options_.last_pause);
    if (settled) {
        waiting_.erase(host);
    }
}

}  // namespace ks::probe
