// SPDX-License-Identifier: Apache-2.0
// Password hashes: argon2id (RFC 9106) as PHC text, so that the parameters travel with the hash.
#pragma once

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"

#include <string>
#include <string_view>

namespace ks::tls {

inline constexpr std::size_t kSaltBytes = 16;

/// "$argon2id$v=19$m=19456,t=2,p=1$..."; takes some 20 to 50 ms and 19 MiB on purpose. `salt`:
/// kSaltBytes random bytes. kInternal: out of memory.
[[nodiscard]] Result<std::string> hash_password(std::string_view password, Bytes salt);

/// Whether `password` is the one behind `phc`; as slow as hashing. False for a malformed `phc`.
[[nodiscard]] bool password_matches(std::string_view phc, std::string_view password);

}  // namespace ks::tls
