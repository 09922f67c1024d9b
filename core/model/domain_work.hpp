// SPDX-License-Identifier: Apache-2.0
// What is to be done for a host and when, decided without I/O: the DNS check, the order, the wait
// after each kind of trouble, and what people are told.
#pragma once

#include "core/model/renewal.hpp"
#include "core/record/certificate.hpp"
#include "core/record/status_page.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace ks::model {

/// A domain whose DNS was right once is served this long after it has gone wrong.
inline constexpr std::chrono::days kDnsGrace{7};
/// DNS that is right is asked for again this often.
inline constexpr std::chrono::hours kDnsRecheck{24};
/// So many failures of a CA itself in a row, then the next directory has its turn.
inline constexpr std::uint8_t kFailuresPerDirectory = 3;

/// What is known besides the work's own row.
struct HostFacts {
    std::string_view host;
    UnixSeconds now{};
    bool verify_dns = true;  ///< [dns] verify, and a custom domain
    bool acme = false;       ///< a CA is configured
    bool has_certificate = false;
    Life life{};  ///< of the certificate
    bool has_ari = false;
};

enum class Step : std::uint8_t {
    kRest,  ///< nothing is due
    kCheckDns,
    kAskWindow,  ///< for the CA's renewal window (RFC 9773)
    kOrder,      ///< begin an order, or go on with the one that is open
};

/// The next thing to do now.
[[nodiscard]] Step next_step(const record::DomainWork& work, const HostFacts& facts) noexcept;

/// When next_step() will not be kRest. REQUIRES: it is kRest now.
[[nodiscard]] UnixSeconds next_time(const record::DomainWork& work,
                                    const HostFacts& facts) noexcept;

/// How long to wait after the `failures`-th trouble in a row (from 1), an eighth more or less by
/// host. `asked`: what the CA asked for, 0 if it did not.
[[nodiscard]] std::chrono::seconds pause_after(record::Trouble trouble,
                                               std::uint32_t failures,
                                               std::string_view host,
                                               std::chrono::seconds asked = {}) noexcept;

/// Takes down what a DNS check found: kNone, kDnsWrong or kDnsSilent.
void note_dns(record::DomainWork& work, record::Trouble found, UnixSeconds now) noexcept;
/// Takes down that an order failed; the order is no longer open. `directories`: how many are
/// configured.
void note_failure(record::DomainWork& work,
                  record::Trouble trouble,
                  std::string words,
                  std::chrono::seconds asked,
                  std::size_t directories,
                  const HostFacts& facts);
/// Takes down that a certificate with this life is stored.
void note_success(record::DomainWork& work, const Life& life, const HostFacts& facts);

/// Whether the page is served on the host.
[[nodiscard]] bool is_served(const record::DomainWork& work, const HostFacts& facts) noexcept;
/// What the API shows (spec 2.1).
[[nodiscard]] record::DomainState state_of(const record::DomainWork& work,
                                           const HostFacts& facts) noexcept;

}  // namespace ks::model
