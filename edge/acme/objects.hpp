// SPDX-License-Identifier: Apache-2.0
// The JSON objects of ACME (RFC 8555 section 7.1), read strictly as far as we use them.
#pragma once

#include "edge/acme/http.hpp"
#include "edge/acme/issuer.hpp"
#include "edge/acme/problem.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ks::acme {

struct Directory {
    std::string new_nonce;
    std::string new_account;
    std::string new_order;
    std::string revoke_cert;
    std::string renewal_info;  ///< RFC 9773; empty: not offered
    std::string terms;
    bool external_account_required = false;
    std::vector<std::string> profiles;
};

enum class OrderStatus : std::uint8_t { kPending, kReady, kProcessing, kValid, kInvalid };

struct Order {
    std::string url;
    OrderStatus status{};
    std::vector<std::string> names;
    std::vector<std::string> authorizations;
    std::string finalize;
    std::string certificate;  ///< empty unless valid
    std::optional<Problem> error;
    std::optional<std::chrono::seconds> retry_after;
};

enum class ChallengeStatus : std::uint8_t { kPending, kProcessing, kValid, kInvalid };

struct Challenge {
    ChallengeKind kind{};
    ChallengeStatus status{};
    std::string url;
    std::string token;
    std::optional<Problem> error;
};

enum class AuthorizationStatus : std::uint8_t {
    kPending,
    kValid,
    kInvalid,
    kDeactivated,
    kExpired,
    kRevoked
};

struct Authorization {
    AuthorizationStatus status{};
    std::string name;  ///< without "*."
    bool wildcard = false;
    std::vector<Challenge> challenges;  ///< of the kinds that we know
    std::string offered;                ///< all kinds, as the CA names them: "dns-01, http-01"
    std::optional<std::chrono::seconds> retry_after;

    /// "*.x" for a wildcard.
    [[nodiscard]] std::string identifier() const { return (wildcard ? "*." : "") + name; }
};

/// "http-01".
[[nodiscard]] std::string_view name_of(ChallengeKind kind) noexcept;

/// Each kBadAnswer with the part that is missing or wrong.
[[nodiscard]] Attempt<Directory> read_directory(const Reply& reply);
/// `url` is the order's own.
[[nodiscard]] Attempt<Order> read_order(const Reply& reply, std::string url);
[[nodiscard]] Attempt<Authorization> read_authorization(const Reply& reply);
[[nodiscard]] Attempt<RenewalInfo> read_renewal_info(const Reply& reply);
/// The `status` of an account object; "valid" where the CA leaves it out.
[[nodiscard]] std::string read_account_status(const Reply& reply);

}  // namespace ks::acme
