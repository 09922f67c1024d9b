// SPDX-License-Identifier: Apache-2.0
// What a CA sends: directory, order, authorization, renewal information, problem, chain.
#include "core/text/utf8.hpp"
#include "edge/acme/objects.hpp"
#include "edge/acme/problem.hpp"
#include "edge/tls/chain_check.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace ks;

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void try_objects(const acme::Reply& reply) {
    if (const auto directory = acme::read_directory(reply)) {
        require(acme::is_acme_url(directory->new_nonce) && acme::is_acme_url(directory->new_order));
    }
    if (const auto order = acme::read_order(reply, "https://ca.example/order/1")) {
        require(std::ranges::all_of(order->authorizations, acme::is_acme_url));
        require(acme::is_acme_url(order->finalize));
    }
    if (const auto authorization = acme::read_authorization(reply)) {
        for (const acme::Challenge& challenge : authorization->challenges) {
            require(acme::is_acme_url(challenge.url));
            require(challenge.token.find_first_of("/.\\\0") == std::string::npos);
        }
    }
    if (const auto info = acme::read_renewal_info(reply)) {
        require(info->start < info->end && info->poll_after.count() >= 60);
    }
    (void)acme::read_account_status(reply);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    acme::Reply reply;
    reply.status = 400;
    reply.content_type = "application/problem+json";
    reply.body.assign(reinterpret_cast<const char*>(data), size);  // NOLINT: bytes seen as text
    try_objects(reply);
    const acme::Failure failure = acme::failure_of(reply, "https://ca.example/new-order");
    require(text::is_utf8(failure.words) && failure.words.size() < 1000);
    require(failure.words.find_first_of("\r\n") == std::string::npos);
    (void)tls::read_chain(reply.body);
    return 0;
}
