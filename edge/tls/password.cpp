// SPDX-License-Identifier: Apache-2.0
#include "edge/tls/password.hpp"

#include "core/base/assert.hpp"

#include <argon2.h>

namespace ks::tls {
namespace {

// OWASP's second set for argon2id: 19 MiB, two passes, one lane.
constexpr std::uint32_t kPasses = 2;
constexpr std::uint32_t kMemoryKib = 19456;
constexpr std::uint32_t kLanes = 1;
constexpr std::uint32_t kHashBytes = 32;

}  // namespace

Result<std::string> hash_password(std::string_view password, Bytes salt) {
    KS_ASSERT(salt.size() == kSaltBytes);
    std::string phc(
        argon2_encodedlen(kPasses, kMemoryKib, kLanes, kSaltBytes, kHashBytes, Argon2_id), '\0');
    const int code = argon2id_hash_encoded(kPasses,
                                           kMemoryKib,
                                           kLanes,
                                           password.data(),
                                           password.size(),
                                           salt.data(),
                                           salt.size(),
                                           kHashBytes,
                                           phc.data(),
                                           phc.size());
    if (code != ARGON2_OK) {
        return Error{Errc::kInternal, code};
    }
    phc.resize(phc.find('\0'));
    return phc;
}

bool password_matches(std::string_view phc, std::string_view password) {
    const std::string terminated(phc);
    return argon2id_verify(terminated.c_str(), password.data(), password.size()) == ARGON2_OK;
}

}  // namespace ks::tls
