// SPDX-License-Identifier: Apache-2.0
// First answers, kept for limits::kIdempotency_s to be repeated under the same Idempotency-Key.
#pragma once

#include "storage/rows/changes.hpp"
#include "storage/write/command.hpp"

#include <optional>
#include <string>

namespace ks::write {

/// The outcome of a command whose key was used before: a replay, or kIdempotencyMismatch for
/// another body. Nothing when the command is the first, or the first answer has expired.
[[nodiscard]] Result<std::optional<Outcome>> answer_again(const rows::Changes& changes,
                                                          const std::optional<Idempotency>& asked);
/// Stores the answer, if there is one to keep, instead of an expired one.
[[nodiscard]] Result<void> keep_answer(const rows::Changes& changes,
                                       const std::optional<Idempotency>& answer);
/// As keep_answer for results: `accepted` and `rejected` of `outcome` become the answer's body.
[[nodiscard]] Result<void> keep_results(const rows::Changes& changes,
                                        Idempotency answer,
                                        const Outcome& outcome);
/// answer_again for results: a replay's `accepted` and `rejected` are those of the first outcome.
[[nodiscard]] Result<std::optional<Outcome>> results_again(const rows::Changes& changes,
                                                           const std::optional<Idempotency>& asked);
/// Deletes up to `limit` answers that have expired at `now`; returns how many.
[[nodiscard]] Result<std::uint32_t> drop_expired_answers(const rows::Changes& changes,
                                                         UnixSeconds now,
                                                         std::uint32_t limit);

/// The stored form. kTruncated, kMalformed, kUnsupported.
[[nodiscard]] std::string encode(const Idempotency& answer);
[[nodiscard]] Result<Idempotency> decode_idempotency(Bytes bytes);

}  // namespace ks::write
