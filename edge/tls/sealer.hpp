// SPDX-License-Identifier: Apache-2.0
// Seals private keys for the store with AES-256-GCM under one master key, which lies outside of it:
// a copy of the store alone gives no key away.
#pragma once

#include "core/base/result.hpp"
#include "edge/tls/digest.hpp"

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

namespace ks::tls {

/// The master key, and what it seals with; copies are equal. Thread-safe: nothing in it changes.
class Sealer {
public:
    explicit Sealer(const Sha256& master) noexcept : master_(master) {}

    ~Sealer();
    Sealer(const Sealer&) = default;
    Sealer& operator=(const Sealer&) = default;

    /// `purpose` is bound to the result: it opens for the same purpose only. kInternal.
    [[nodiscard]] Result<std::string> seal(std::string_view secret, std::string_view purpose) const;
    /// kMalformed: sealed under another master key or for another purpose, or damaged.
    [[nodiscard]] Result<std::string> open(std::string_view sealed, std::string_view purpose) const;

private:
    Sha256 master_;
};

/// Where the master key comes from: `configured`, else master.key among systemd's credentials, else
/// master.key in the data directory, which is made (mode 0600) if missing. A file holds 64
/// hexadecimal digits or 32 bytes. The error is the operator's sentence.
[[nodiscard]] std::expected<Sealer, std::string> open_sealer(
    const std::filesystem::path& data_directory, const std::string& configured);

}  // namespace ks::tls
