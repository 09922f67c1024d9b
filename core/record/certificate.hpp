// SPDX-License-Identifier: Apache-2.0
// What makes a host's HTTPS look after itself: its certificate, the work on it, answers to
// challenges, accounts. Secrets are in here sealed only (edge/tls/sealer).
#pragma once

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/time/clock.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace ks::record {

/// The certificate of a host. Its chain lies in pieces under `id`; another id is another
/// certificate, by which caches see that theirs is old.
struct Certificate {
    CertificateId id;
    UnixSeconds not_before{};
    UnixSeconds not_after{};
    std::string issuer;      ///< common name of who signed it
    std::string ari_id;      ///< RFC 9773 section 4.1; empty: none
    std::string directory;   ///< who issued it; empty: imported by hand
    std::string sealed_key;  ///< PEM within
};

[[nodiscard]] std::string encode(const Certificate& certificate);
[[nodiscard]] Result<Certificate> decode_certificate(Bytes bytes);
/// Its id alone, without reading the rest.
[[nodiscard]] Result<CertificateId> read_certificate_id(Bytes bytes) noexcept;

/// What went wrong last; decides how long to wait (model/domain_work.hpp).
enum class Trouble : std::uint8_t {
    kNone = 0,
    kDnsWrong,     ///< DNS answers, but does not point here
    kDnsSilent,    ///< DNS could not be asked: SERVFAIL, time-out
    kCaaForbids,   ///< a CAA record forbids the CA
    kValidation,   ///< the CA could not see our answer, or refuses the name
    kRateLimited,  ///< a limit of the CA
    kCa,           ///< the CA is down or answers nonsense
    kAccount,      ///< account, terms or options: the operator's move
    kLocal,        ///< this server could not store or sign
};

/// "dns_wrong", for people and logs.
[[nodiscard]] std::string_view name(Trouble trouble) noexcept;

/// An order that was begun and has neither succeeded nor failed. Its key is on disk before the CA
/// hears of it, so that no death of the process loses a certificate.
struct OpenOrder {
    std::string directory;  ///< empty: no order is open
    std::string url;        ///< empty until the CA has named it
    std::string sealed_key;
};

/// The work on one host, by host name; `next` is its row in the table of due work.
struct DomainWork {
    std::uint64_t version = 0;  ///< raised by each write
    PageId page;                ///< of the claim; all zero: a host of the base domain
    UnixMillis claimed_at{};    ///< of the claim
    UnixSeconds next{};
    UnixSeconds dns_checked{};      ///< 0: never
    UnixSeconds dns_good{};         ///< when DNS was right last; 0: never
    UnixSeconds dns_wrong_since{};  ///< 0: it is right, or could not be asked
    std::uint32_t dns_failures = 0;
    std::uint32_t order_failures = 0;  ///< since the last success
    Trouble trouble = Trouble::kNone;
    UnixSeconds order_after{};            ///< no new order before
    bool forced = false;                  ///< a new certificate is wanted now
    UnixSeconds renew_at{};               ///< 0: not decided
    UnixSeconds ari_next{};               ///< when to ask for the renewal window; 0: never
    UnixSeconds ari_from{};               ///< the CA's window
    UnixSeconds ari_until{};              ///< 0: none known
    std::uint8_t directory = 0;           ///< index among the configured ones
    std::uint8_t directory_failures = 0;  ///< of the CA itself, in a row
    std::string dns_error;                ///< what DNS showed that is wrong, and what to do
    std::string last_error;               ///< the same of the order, or why it waits
    OpenOrder order;
};

[[nodiscard]] std::string encode(const DomainWork& work);
[[nodiscard]] Result<DomainWork> decode_domain_work(Bytes bytes);

/// What a server answers a challenge with.
struct Challenge {
    std::string key_authorization;
    UnixSeconds expires{};
};

[[nodiscard]] std::string encode(const Challenge& challenge);
[[nodiscard]] Result<Challenge> decode_challenge(Bytes bytes);

/// The account at one directory.
struct AcmeAccount {
    std::string url;  ///< empty until the CA has named it
    std::string sealed_key;
};

[[nodiscard]] std::string encode(const AcmeAccount& account);
[[nodiscard]] Result<AcmeAccount> decode_acme_account(Bytes bytes);

/// Which process does the work of certificates, until when.
struct Lease {
    std::uint64_t owner = 0;
    UnixSeconds until{};
};

[[nodiscard]] std::string encode(const Lease& lease);
[[nodiscard]] Result<Lease> decode_lease(Bytes bytes);

}  // namespace ks::record
