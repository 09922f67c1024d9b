// SPDX-License-Identifier: Apache-2.0
// The ACME client (RFC 8555, RFC 8737, RFC 9773): one directory with one account. It lives on the
// control reactor and runs as many orders at once as its owner starts; when to order, and how
// often, is its owner's business. It stores nothing: what must outlive the process goes out through
// AccountKeeper and Progress before the CA is told.
#pragma once

#include "core/base/result.hpp"
#include "core/time/clock.hpp"
#include "edge/acme/failure.hpp"
#include "edge/loop/task.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ks::loop {
class Reactor;
}

namespace ks::acme {

struct DirectoryOptions {
    std::string url;              ///< https only (RFC 8555 section 6.1)
    std::string email;            ///< the account's contact; empty: none
    std::string ca_file;          ///< PEM roots to trust besides the system's; empty: none
    std::string eab_key_id;       ///< external account binding (section 7.3.4); empty: none
    std::string eab_hmac_key;     ///< base64url
    std::string profile;          ///< asked for where the directory lists it; empty: the CA's own
    std::string preferred_chain;  ///< common name of the topmost issuer; empty: the CA's default
    bool agree_tos = false;       ///< the operator has read and agreed to the CA's terms
};

/// How long a transfer and a wait may take.
struct Pace {
    std::chrono::milliseconds transfer{30'000};     ///< one HTTP exchange
    std::chrono::milliseconds first_gap{1'000};     ///< between polls, doubled each time ...
    std::chrono::milliseconds gap_max{10'000};      ///< ... up to this
    std::chrono::milliseconds validation{90'000};   ///< the CA's look at all challenges of an order
    std::chrono::milliseconds processing{180'000};  ///< from finalise to the certificate
};

enum class ChallengeKind : std::uint8_t { kTlsAlpn01 = 1, kHttp01, kDns01 };

struct ChallengeAnswer {
    ChallengeKind kind{};
    std::string name;  ///< the identifier as an A-label, without "*."
    std::string token;
    std::string key_authorization;  ///< token "." thumbprint; DNS-01 and TLS-ALPN-01 hash it
};

/// Makes a challenge answerable before the CA is told, and takes it back afterwards.
class ChallengePublisher {
public:
    ChallengePublisher() = default;
    ChallengePublisher(const ChallengePublisher&) = delete;
    ChallengePublisher& operator=(const ChallengePublisher&) = delete;
    virtual ~ChallengePublisher() = default;

    /// Returns when every server that the CA may ask gives the answer. Two DNS-01 answers of one
    /// name (the base and its wildcard) stand side by side.
    [[nodiscard]] virtual loop::Task<Result<void>> publish(const ChallengeAnswer& answer) = 0;
    /// Called once for each publish(), also for one that failed; not when the process ends before.
    [[nodiscard]] virtual loop::Task<void> withdraw(const ChallengeAnswer& answer) = 0;
};

struct Account {
    std::string key_pem;  ///< ECDSA P-256, PKCS#8; secret
    std::string url;      ///< empty until the CA has named it
};

/// Keeps the account, sealed. With the key on disk before the CA hears of it there is one account a
/// directory, whenever the process dies (section 7.3.1).
class AccountKeeper {
public:
    AccountKeeper() = default;
    AccountKeeper(const AccountKeeper&) = delete;
    AccountKeeper& operator=(const AccountKeeper&) = delete;
    virtual ~AccountKeeper() = default;

    /// The stored account; an empty key if there is none yet.
    [[nodiscard]] virtual loop::Task<Result<Account>> load() = 0;
    /// On disk when it returns.
    [[nodiscard]] virtual loop::Task<Result<void>> keep(const Account& account) = 0;
};

struct IssueRequest {
    std::vector<std::string> names;  ///< A-labels in lower case, "*.x" for DNS-01; the first leads
    std::string key_pem;             ///< the certificate's own key; see tls::new_p256_key()
    std::vector<ChallengeKind> kinds;  ///< in order of preference; each is tried once
    std::string replaces;              ///< ARI id of the certificate this one follows; or empty
    std::string order_url;             ///< the order that was under way at a restart; or empty
};

struct Issued {
    std::string chain_pem;  ///< leaf first; checked, see issue()
    std::string ari_id;     ///< RFC 9773 section 4.1; empty: the certificate has no key identifier
    std::string profile;    ///< the one the order was placed under; empty: the CA's own
    UnixSeconds not_before{};
    UnixSeconds not_after{};
    std::string issuer;  ///< common name of the leaf's issuer
};

struct RenewalInfo {
    UnixSeconds start;                ///< of the window that the CA suggests
    UnixSeconds end;                  ///< after `start`
    std::chrono::seconds poll_after;  ///< ask again then: 1 minute to 1 day, 6 hours by default
    std::string explanation_url;
};

/// Called with an order's address as soon as there is one; on disk when it returns. An error ends
/// the issue.
using Progress = std::function<loop::Task<Result<void>>(const std::string& order_url)>;

class Issuer {
public:
    /// REQUIRES: `reactor` and `keeper` outlive this.
    Issuer(loop::Reactor& reactor, AccountKeeper& keeper, DirectoryOptions options, Pace pace = {});
    Issuer(const Issuer&) = delete;
    Issuer& operator=(const Issuer&) = delete;
    /// REQUIRES: the reactor does not run any more, or no task of this is under way.
    ~Issuer();

    /// Orders one certificate. A resumed order that is of no use any more is replaced by a new one.
    /// A kind of challenge that the CA could not validate gives way to the next one in a new order,
    /// so that one call may cost as many failed validations as `kinds` has entries. The chain that
    /// comes back belongs to the key, names exactly `names`, is valid now, and each certificate is
    /// signed by the next.
    [[nodiscard]] loop::Task<Attempt<Issued>> issue(IssueRequest request,
                                                    ChallengePublisher& publisher,
                                                    Progress progress);

    /// RFC 9773 section 4.1; needs no account. kUnsupported: the CA has no renewal information.
    [[nodiscard]] loop::Task<Attempt<RenewalInfo>> renewal_info(std::string ari_id);

    /// RFC 8555 section 7.6, with the account's key; `reason` as in RFC 5280 section 5.3.1. A
    /// certificate that is revoked already is no failure.
    [[nodiscard]] loop::Task<Attempt<void>> revoke(std::string chain_pem, int reason);

    [[nodiscard]] const DirectoryOptions& options() const noexcept;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace ks::acme
