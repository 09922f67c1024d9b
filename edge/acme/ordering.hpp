// SPDX-License-Identifier: Apache-2.0
// One certificate under way, from its order to its checked chain (RFC 8555 section 7.4).
#pragma once

#include "edge/acme/issuer.hpp"
#include "edge/acme/objects.hpp"
#include "edge/acme/session.hpp"
#include "edge/tls/chain_check.hpp"

#include <optional>
#include <string>

namespace ks::acme {

class Ordering {
public:
    /// REQUIRES: all that is taken by reference outlives this.
    Ordering(Session& session,
             IssueRequest request,
             ChallengePublisher& publisher,
             const Progress& progress);

    [[nodiscard]] loop::Task<Attempt<Issued>> run();

private:
    loop::Task<Attempt<Order>> find();
    loop::Task<Attempt<Order>> place();
    loop::Task<Attempt<Reply>> request_order();
    [[nodiscard]] std::string order_json(const std::string& profile) const;
    loop::Task<Attempt<Issued>> finish(Order order);
    loop::Task<Attempt<void>> validate(const Order& order);
    loop::Task<Attempt<Order>> finalise(Order order);
    loop::Task<Attempt<Order>> reload(std::string url);
    loop::Task<Attempt<Issued>> download(Order order);
    loop::Task<Attempt<Reply>> fetch_chain(std::string url);
    loop::Task<std::optional<tls::CheckedChain>> preferred(std::vector<std::string> urls);
    [[nodiscard]] bool drop_failed_kind();

    Session& session_;
    IssueRequest request_;
    ChallengePublisher& publisher_;
    const Progress& progress_;
    LoginPtr login_;
    std::string profile_;
    std::optional<ChallengeKind> failed_kind_;
};

}  // namespace ks::acme
