// SPDX-License-Identifier: Apache-2.0
// The server name of a ClientHello (RFC 6066 section 3), read from the raw extension: in the client
// hello callback SSL_get_servername gives nothing by design. And what it stands for.
#pragma once

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"
#include "core/record/status_page.hpp"
#include "storage/store/store.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace ks::tls {

/// The extension's one host name as sent. kMalformed: anything but exactly one name of type
/// host_name.
[[nodiscard]] Result<std::string_view> raw_server_name(Bytes extension) noexcept;

/// Lower case, no trailing dot. Empty for an IP literal, which stands for no name. kMalformed if it
/// is no host name.
[[nodiscard]] Result<std::string> normalise_server_name(std::string_view raw);

enum class NameKind : std::uint8_t {
    kBase,     ///< the base domain or one label under it
    kCustom,   ///< a custom domain that is served
    kUnknown,  ///< nobody's
};

/// REQUIRES: `host` normalised, not empty. Errors of the store.
[[nodiscard]] Result<NameKind> classify_server_name(const store::Snapshot& snapshot,
                                                    std::string_view host,
                                                    std::string_view base_domain,
                                                    bool verify_dns);

/// Whether a claimed domain is served: its DNS points here, or nobody asks.
[[nodiscard]] bool is_served(const record::DomainClaim& claim, bool verify_dns) noexcept;

}  // namespace ks::tls
