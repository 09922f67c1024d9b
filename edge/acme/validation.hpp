// SPDX-License-Identifier: Apache-2.0
// Shows the CA that an order's names are ours: all challenges of an order published, told, awaited
// and taken back together (RFC 8555 section 7.5).
#pragma once

#include "edge/acme/issuer.hpp"
#include "edge/acme/objects.hpp"
#include "edge/acme/session.hpp"
#include "edge/acme/waiting.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ks::acme {

class Validation {
public:
    /// REQUIRES: all outlive this. `request`: the order's names, and the kinds of challenge that
    /// are allowed, the preferred first.
    Validation(Session& session,
               LoginPtr login,
               ChallengePublisher& publisher,
               const IssueRequest& request);

    /// Valid authorizations are left as they are.
    [[nodiscard]] loop::Task<Attempt<void>> run(std::span<const std::string> authorizations);

    /// The kind that the CA looked at and did not find good, after run() has failed for that:
    /// another kind may do better.
    [[nodiscard]] std::optional<ChallengeKind> failed_kind() const noexcept { return failed_kind_; }

private:
    /// An authorization that is pending.
    struct Item {
        std::string url;
        std::string identifier;
        std::string challenge_url;
        ChallengeStatus status{};
        ChallengeAnswer answer;
        bool published = false;
        bool pending = true;
    };

    loop::Task<Attempt<void>> collect(std::span<const std::string> authorizations);
    loop::Task<Attempt<void>> publish();
    loop::Task<Attempt<void>> tell_and_wait();
    loop::Task<Attempt<void>> wait_for(Item& item, Waiting& waiting);
    loop::Task<void> take_back();
    loop::Task<void> deactivate();
    [[nodiscard]] Attempt<Item> choose(const std::string& url, const Authorization& authorization);
    [[nodiscard]] bool is_asked_for(const std::string& name) const;
    [[nodiscard]] Failure verdict(const Item& item, const Authorization& authorization);

    Session& session_;
    LoginPtr login_;
    ChallengePublisher& publisher_;
    const IssueRequest& request_;
    std::vector<Item> items_;
    std::optional<ChallengeKind> failed_kind_;
};

}  // namespace ks::acme
