// SPDX-License-Identifier: Apache-2.0
// Problem documents (RFC 7807) of a CA, and what each of their types means for us: one table.
#pragma once

#include "edge/acme/failure.hpp"
#include "edge/acme/http.hpp"
#include "edge/api/json_in.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ks::acme {

struct Problem {
    std::string type;        ///< what follows "urn:ietf:params:acme:error:"; else as it is
    std::string detail;      ///< the CA's words, cut and cleaned: they end up on pages and in logs
    std::string instance;    ///< a page for the operator (RFC 8555 section 7.3.3)
    std::string identifier;  ///< that a subproblem is about
    std::vector<Problem> subproblems;
};

/// nullopt: not an object.
[[nodiscard]] std::optional<Problem> read_problem(const api::JsonValue& value);

/// One row of the table.
struct ProblemType {
    std::string_view name;
    FailureKind kind;
    std::string_view what;  ///< "The CA could not connect to the domain"
    std::string_view mend;  ///< a sentence
};

[[nodiscard]] std::span<const ProblemType> problem_types() noexcept;

/// Where a problem stood: `unauthorized` in an answer is about our account, in a challenge about
/// the domain.
enum class ProblemPlace : std::uint8_t { kAnswer, kValidation };

[[nodiscard]] Failure failure_of(const Problem& problem, ProblemPlace place);

/// What an answer of another status than 2xx says; REQUIRES: !reply.good().
[[nodiscard]] Failure failure_of(const Reply& reply, const std::string& url);

/// A CA's own words, safe to show: one line, at most 300 bytes.
[[nodiscard]] std::string cleaned(std::string_view text);

}  // namespace ks::acme
