// SPDX-License-Identifier: Apache-2.0
// Who may see a page that has a password: the bearer of a signed cookie, or who sends the password
// with HTTP Basic (RFC 7617, any user name). Both are bound to the page and to its password's hash,
// so that a new password signs everybody out.
#pragma once

#include "core/record/status_page.hpp"
#include "edge/page/visit.hpp"
#include "edge/serve/exchange.hpp"
#include "edge/serve/password_gate.hpp"
#include "edge/tls/digest.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ks::page {

inline constexpr std::int64_t kSignedIn_s = 30LL * 86400;
/// Passwords are shorter; hashing megabytes for strangers is not our business.
inline constexpr std::size_t kPasswordBytesMax = 1024;

/// A Set-Cookie field's value that lets its bearer in until kSignedIn_s from `now` (Unix seconds).
[[nodiscard]] std::string signed_in_cookie(const serve::ServerSecret& secret,
                                           const record::PageView& page,
                                           std::int64_t now);
/// One that takes the cookie away.
[[nodiscard]] std::string signed_out_cookie();

/// The password of `Authorization: Basic`; nullopt without one.
[[nodiscard]] std::optional<std::string> basic_password(const http::FieldsView& fields);
/// What stands for a checked password in KnownPasswords.
[[nodiscard]] tls::Sha256 password_proof(const serve::ServerSecret& secret,
                                         const record::PageView& page,
                                         std::string_view password);

/// Whether the visitor has shown before that he knows the page's password. Fast.
[[nodiscard]] bool is_signed_in(const Visit& visit, const record::PageView& page);

/// Makes sure that only the visitor who asked keeps the reply, whatever its handler wrote: neither
/// a shared cache nor a script of another site may have it. Idempotent.
void seal_private(serve::Reply& reply);

inline constexpr std::string_view kPrivateCacheControl = "private, no-store";
inline constexpr std::string_view kPrivateVary = "Accept-Encoding, Cookie, Authorization";

}  // namespace ks::page
