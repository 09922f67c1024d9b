// SPDX-License-Identifier: Apache-2.0
// Hashes and random bytes for the whole edge; OpenSSL stays behind this header.
#pragma once

#include "core/base/bytes.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace ks::tls {

using Sha256 = std::array<std::byte, 32>;

[[nodiscard]] Sha256 sha256(std::string_view text);
[[nodiscard]] Sha256 sha256(Bytes bytes);
[[nodiscard]] Sha256 hmac_sha256(Bytes key, std::string_view text);

/// From the system's random source; ends the process if there is none.
void random_bytes(std::span<std::byte> into);
[[nodiscard]] std::uint64_t random_u64();

/// Lower case.
[[nodiscard]] std::string hex(Bytes bytes);

/// Takes the same time wherever the difference is. False for different sizes.
[[nodiscard]] bool equal_secrets(Bytes a, Bytes b) noexcept;

/// OpenSSL's own, as it runs: "3.0.22".
[[nodiscard]] std::string library_version();

}  // namespace ks::tls
