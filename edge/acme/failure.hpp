// SPDX-License-Identifier: Apache-2.0
// Why a certificate was not issued: whose move is next, and the words for that person.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace ks::acme {

/// Whose move is next. A kind says nothing about other domains except kAccount, which holds up all
/// of them.
enum class FailureKind : std::uint8_t {
    kRetryLater,   ///< the CA or the way to it has a passing trouble: the same again, later
    kRateLimited,  ///< a limit of the CA; not before `retry_after`
    kDomain,       ///< DNS, CAA, reachability or the CA's policy for this name: its owner
    kAccount,      ///< account, terms, binding, profile or options: the operator
    kBadAnswer,    ///< the CA answered against RFC 8555: its operator, or another directory
    kUnsupported,  ///< this CA does not offer what was asked for
    kLocal,        ///< this server could not store, publish or sign
};

/// "rate_limited", for logs and stored rows.
[[nodiscard]] std::string_view name_of(FailureKind kind) noexcept;

struct Failure {
    FailureKind kind = FailureKind::kLocal;
    std::string type;    ///< what follows "urn:ietf:params:acme:error:"; empty: none was given
    std::string words;   ///< one or two sentences: what, and how to mend it
    std::string domain;  ///< the identifier it is about, "*.x" as it is; empty: none in particular
    std::chrono::seconds retry_after{0};  ///< as the CA asked, at most a week; 0: it did not
    long status = 0;                      ///< of the HTTP answer that told; 0: there was none
};

/// A value or why there is none: std::expected that takes a Failure as it is.
template <class T>
class [[nodiscard]] Attempt : public std::expected<T, Failure> {
public:
    using Base = std::expected<T, Failure>;
    using Base::Base;

    // NOLINTNEXTLINE(google-explicit-constructor): `return failure;` is the point
    Attempt(Failure failure) : Base(std::unexpect, std::move(failure)) {}
};

}  // namespace ks::acme
