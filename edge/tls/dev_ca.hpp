// SPDX-License-Identifier: Apache-2.0
// The development CA: made once in the data directory, it signs certificates for every host that
// has no other. ECDSA P-256.
#pragma once

#include "core/base/result.hpp"
#include "core/time/clock.hpp"
#include "edge/tls/identity.hpp"

#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace ks::tls {

/// The CA as text; immutable, every reactor parses its own objects from it.
struct DevCaFiles {
    std::filesystem::path certificate;  ///< ca.pem
    std::string certificate_pem;
    std::string key_pem;
};

/// Reads ca.pem and ca.key (mode 0600) in `directory`, or makes both. kIo with errno; kMalformed:
/// they do not belong together.
[[nodiscard]] Result<DevCaFiles> open_dev_ca(const std::filesystem::path& directory,
                                             UnixSeconds now);

class DevCa {
public:
    [[nodiscard]] static Result<DevCa> parse(const DevCaFiles& files);

    /// A new key and a certificate for `names` (normalised hosts or "*.host"), valid for 90 days.
    /// About 0.1 ms.
    [[nodiscard]] Result<Identity> issue(std::span<const std::string> names, UnixSeconds now) const;

private:
    DevCa(X509Ptr certificate, KeyPtr key)
        : certificate_(std::move(certificate)), key_(std::move(key)) {}

    X509Ptr certificate_;
    KeyPtr key_;
};

}  // namespace ks::tls
