// SPDX-License-Identifier: Apache-2.0
#include "core/model/domain_work.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace ks::model {
namespace {

using namespace std::chrono_literals;
using record::DomainWork;
using record::Trouble;

constexpr UnixSeconds kNever{};
constexpr UnixSeconds kFar = UnixSeconds::max();

// The last pause of each row is kept to.
constexpr std::array<std::chrono::seconds, 10> kDnsPauses{
    10s, 20s, 40s, 80s, 160s, 320s, 640s, 1280s, 2560s, 3600s};
constexpr std::array<std::chrono::seconds, 4> kCaaPauses{10min, 1h, 6h, 24h};
constexpr std::array<std::chrono::seconds, 4> kValidationPauses{1min, 10min, 100min, 24h};
constexpr std::array<std::chrono::seconds, 5> kLimitPauses{1h, 2h, 4h, 8h, 24h};
constexpr std::array<std::chrono::seconds, 9> kCaPauses{
    1min, 2min, 5min, 10min, 20min, 30min, 1h, 2h, 6h};
constexpr std::array<std::chrono::seconds, 4> kAccountPauses{15min, 1h, 2h, 6h};
constexpr std::array<std::chrono::seconds, 4> kLocalPauses{1min, 5min, 20min, 1h};

std::span<const std::chrono::seconds> pauses(Trouble trouble) noexcept {
    switch (trouble) {
        case Trouble::kCaaForbids:
            return kCaaPauses;
        case Trouble::kValidation:
            return kValidationPauses;
        case Trouble::kRateLimited:
            return kLimitPauses;
        case Trouble::kCa:
            return kCaPauses;
        case Trouble::kAccount:
            return kAccountPauses;
        case Trouble::kLocal:
            return kLocalPauses;
        default:
            return kDnsPauses;
    }
}

bool dns_is_right(const DomainWork& work, const HostFacts& facts) noexcept {
    return !facts.verify_dns || (work.dns_good != kNever && work.dns_good == work.dns_checked);
}

UnixSeconds dns_due(const DomainWork& work, const HostFacts& facts) noexcept {
    if (!facts.verify_dns) {
        return kFar;
    }
    if (work.dns_checked == kNever) {
        return kNever;
    }
    if (work.dns_failures == 0) {
        // A little before the day is over, each host at its own time.
        const auto early =
            std::chrono::seconds(static_cast<std::int64_t>(spread(facts.host, 1) * 7200.0));
        return work.dns_checked + kDnsRecheck - early;
    }
    return work.dns_checked + pause_after(Trouble::kDnsWrong, work.dns_failures, facts.host);
}

bool is_wanted(const DomainWork& work, const HostFacts& facts) noexcept {
    return work.forced || !facts.has_certificate || !work.order.directory.empty();
}

UnixSeconds order_due(const DomainWork& work, const HostFacts& facts) noexcept {
    if (!facts.acme || !dns_is_right(work, facts)) {
        return kFar;
    }
    return std::max(is_wanted(work, facts) ? kNever : work.renew_at, work.order_after);
}

UnixSeconds window_due(const DomainWork& work, const HostFacts& facts) noexcept {
    const bool asks = facts.acme && facts.has_certificate && facts.has_ari;
    return asks && work.ari_next != kNever ? work.ari_next : kFar;
}

}  // namespace

Step next_step(const DomainWork& work, const HostFacts& facts) noexcept {
    if (dns_due(work, facts) <= facts.now) {
        return Step::kCheckDns;
    }
    if (order_due(work, facts) <= facts.now) {
        return Step::kOrder;
    }
    return window_due(work, facts) <= facts.now ? Step::kAskWindow : Step::kRest;
}

UnixSeconds next_time(const DomainWork& work, const HostFacts& facts) noexcept {
    const UnixSeconds due =
        std::min({dns_due(work, facts), order_due(work, facts), window_due(work, facts)});
    // Far enough to cost nothing, near enough that a change of configuration is noticed.
    return std::clamp(due, facts.now + 1s, facts.now + 30 * 24h);
}

std::chrono::seconds pause_after(Trouble trouble,
                                 std::uint32_t failures,
                                 std::string_view host,
                                 std::chrono::seconds asked) noexcept {
    const std::span<const std::chrono::seconds> row = pauses(trouble);
    const std::size_t at = std::min<std::size_t>(std::max(failures, 1U), row.size()) - 1;
    const auto pause = static_cast<double>(row[at].count());
    const double jittered = pause * (0.875 + 0.25 * spread(host, failures));
    const auto ours = std::chrono::seconds(static_cast<std::int64_t>(jittered));
    // The CA's own time is kept to the second, and only then spread.
    return asked > 0s
               ? asked +
                     std::chrono::seconds(static_cast<std::int64_t>(spread(host, failures) * 60.0))
               : std::max(ours, 1s);
}

void note_dns(DomainWork& work, Trouble found, UnixSeconds now) noexcept {
    work.dns_checked = now;
    if (found == Trouble::kNone) {
        work.dns_good = now;
        work.dns_wrong_since = kNever;
        work.dns_failures = 0;
        return;
    }
    ++work.dns_failures;
    if (found == Trouble::kDnsWrong && work.dns_wrong_since == kNever) {
        work.dns_wrong_since = now;
    }
}

void note_failure(DomainWork& work,
                  Trouble trouble,
                  std::string words,
                  std::chrono::seconds asked,
                  std::size_t directories,
                  const HostFacts& facts) {
    work.order = {};
    work.trouble = trouble;
    work.last_error = std::move(words);
    ++work.order_failures;
    work.order_after = facts.now + pause_after(trouble, work.order_failures, facts.host, asked);
    const bool is_cas =
        trouble == Trouble::kCa || trouble == Trouble::kRateLimited || trouble == Trouble::kAccount;
    work.directory_failures =
        is_cas ? static_cast<std::uint8_t>(work.directory_failures + 1) : std::uint8_t{0};
    if (directories > 1 && work.directory_failures >= kFailuresPerDirectory) {
        work.directory = static_cast<std::uint8_t>((work.directory + 1U) % directories);
        work.directory_failures = 0;
        work.order_after = facts.now + 1s;  // the other CA has not asked us to wait
        work.order_failures = 0;
    }
}

void note_success(DomainWork& work, const Life& life, const HostFacts& facts) {
    work.order = {};
    work.trouble = Trouble::kNone;
    work.last_error.clear();
    work.order_failures = 0;
    work.directory_failures = 0;
    work.directory = 0;  // the first one is the operator's choice
    work.order_after = {};
    work.forced = false;
    work.renew_at = renewal_time(facts.host, life);
    work.ari_from = {};
    work.ari_until = {};
    // Not at once: a CA has nothing to say of what it has just signed.
    work.ari_next =
        facts.now + 6h +
        std::chrono::seconds(static_cast<std::int64_t>(spread(facts.host, 2) * 21600.0));
}

bool is_served(const DomainWork& work, const HostFacts& facts) noexcept {
    if (!facts.verify_dns) {
        return true;
    }
    return work.dns_good != kNever &&
           (work.dns_wrong_since == kNever || facts.now - work.dns_wrong_since < kDnsGrace);
}

record::DomainState state_of(const DomainWork& work, const HostFacts& facts) noexcept {
    using enum record::DomainState;
    if (!is_served(work, facts)) {
        return kPendingDns;
    }
    if (!facts.acme) {
        return kActive;
    }
    if (!facts.has_certificate || facts.life.not_after <= facts.now) {
        return work.order_failures > 0 && work.order.directory.empty() ? kFailed : kIssuing;
    }
    const bool renewing = work.forced || !work.order.directory.empty() || work.order_failures > 0;
    return renewing ? kRenewing : kActive;
}

}  // namespace ks::model
