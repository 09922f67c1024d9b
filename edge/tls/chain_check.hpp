// SPDX-License-Identifier: Apache-2.0
// A chain that came from a CA, looked at before it is stored: a wrong one would take a domain down
// at the next handshake.
#pragma once

#include "core/time/clock.hpp"

#include <expected>
#include <span>
#include <string>
#include <string_view>

namespace ks::tls {

struct CheckedChain {
    std::string pem;  ///< written anew from what was parsed: certificates only, leaf first
    std::string leaf_der;
    std::string authority_key_id;  ///< bytes; empty where the leaf has none
    std::string serial;            ///< content bytes of the DER INTEGER, with a leading zero
    UnixSeconds not_before{};
    UnixSeconds not_after{};
    std::string issuer;          ///< common name of the leaf's issuer
    std::string topmost_issuer;  ///< common name of the last certificate's issuer
};

/// What is wrong, as the end of the sentence "the certificate that the CA sent ...".
using ChainFault = std::string;

/// The leaf only, from PEM, with no judgement but that it parses.
[[nodiscard]] std::expected<CheckedChain, ChainFault> read_chain(std::string_view chain_pem);

/// Judges: the leaf's key is `key_pem`'s, its names are exactly `names` (any order, lower case), it
/// is valid at `now`, and every certificate is signed by the next, which is a CA. The root is not
/// judged: it may be private.
[[nodiscard]] std::expected<CheckedChain, ChainFault> check_chain(
    std::string_view chain_pem,
    std::string_view key_pem,
    std::span<const std::string> names,
    UnixSeconds now);

}  // namespace ks::tls
