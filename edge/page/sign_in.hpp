// SPDX-License-Identifier: Apache-2.0
// Signing in to a private page and out of it. Guesses are counted by address and by page before
// they are hashed, and hashing happens on a thread of its own.
#pragma once

#include "core/record/status_page.hpp"
#include "edge/loop/task.hpp"
#include "edge/page/visit.hpp"

#include <string_view>

namespace ks::page {

/// 401 with the form, or an error in JSON where the visitor wants that.
void ask_for_password(const Visit& visit, std::string_view locale);

/// Whether the request brings a password by HTTP Basic that has yet to be checked for `page`, which
/// takes its time: check_basic() must be awaited before the visitor is judged.
[[nodiscard]] bool needs_basic_check(const Visit& visit, const record::PageView& page);
/// Checks it and remembers a right one; a wrong one changes nothing. False: the reply is finished
/// (too many attempts).
[[nodiscard]] loop::Task<bool> check_basic(const Visit& visit);

/// POST /sign-in: form fields `password` and `to`, the path to go on to.
loop::Task<void> sign_in(const Visit& visit);
/// GET /sign-in, for who reloads the form's address after all: on to the page.
[[nodiscard]] Result<void> answer_sign_in(const store::Snapshot& snapshot, const Visit& visit);
/// POST /sign-out.
loop::Task<void> sign_out(const Visit& visit);

/// `to` if it is a path on this host, else "/".
[[nodiscard]] std::string_view local_path(std::string_view to) noexcept;

}  // namespace ks::page
