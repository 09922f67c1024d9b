// SPDX-License-Identifier: Apache-2.0
// What is wrong with a request, and the one shape of every error answer: {"error","code","field"}.
#pragma once

#include "core/base/errc.hpp"
#include "core/base/result.hpp"
#include "edge/serve/exchange.hpp"

#include <string>
#include <string_view>

namespace ks::api {

/// kOk: nothing is wrong. `text` empty: the error table's own sentence.
struct Problem {
    Errc code = Errc::kOk;
    std::string field;  ///< wire name of the input at fault; empty: none
    std::string text;

    explicit operator bool() const noexcept { return code != Errc::kOk; }
};

/// 422 for one field.
[[nodiscard]] Problem invalid(std::string_view field, std::string_view text);
/// The table's sentence, no field.
[[nodiscard]] Problem plain(Errc code);
/// From reading the store: what is not there is 404; a damaged record is nobody's business but the
/// log's (500).
[[nodiscard]] Problem from_store(Error error);

/// Replaces whatever `reply` holds by the answer for `problem`. `request_id` is named in the
/// sentence of a 500.
void write_problem(const Problem& problem, std::string_view request_id, serve::Reply& reply);

}  // namespace ks::api
