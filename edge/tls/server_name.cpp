// SPDX-License-Identifier: Apache-2.0
#include "edge/tls/server_name.hpp"

#include "core/http/authority.hpp"
#include "core/route/host_table.hpp"
#include "storage/store/readers.hpp"

namespace ks::tls {

Result<std::string_view> raw_server_name(Bytes extension) noexcept {
    // struct { uint16 list_size; struct { uint8 type; uint16 size; opaque name[size]; } one; }
    constexpr std::size_t kHead = 5;
    if (extension.size() <= kHead) {
        return Errc::kMalformed;
    }
    const std::size_t list_size = load_be<std::uint16_t>(extension.data());
    const auto type = std::to_integer<unsigned>(extension[2]);
    const std::size_t name_size = load_be<std::uint16_t>(extension.data() + 3);
    if (list_size + 2 != extension.size() || type != 0 || name_size + kHead != extension.size()) {
        return Errc::kMalformed;
    }
    return as_text(extension.subspan(kHead));
}

Result<std::string> normalise_server_name(std::string_view raw) {
    constexpr std::size_t kNameBytesMax = 255;
    // A colon would be taken for a port, or begin an IPv6 address without brackets: neither is a
    // host name.
    if (raw.size() > kNameBytesMax) {
        return Errc::kMalformed;
    }
    if (raw.find(':') != std::string_view::npos) {
        return std::string{};
    }
    http::Authority authority;
    if (!http::parse_authority(raw, authority)) {
        return Errc::kMalformed;
    }
    return authority.ip_literal ? std::string{} : std::move(authority.host);
}

bool is_served(const record::DomainClaim& claim, bool verify_dns) noexcept {
    return !verify_dns || claim.served;
}

Result<NameKind> classify_server_name(const store::Snapshot& snapshot,
                                      std::string_view host,
                                      std::string_view base_domain,
                                      bool verify_dns) {
    if (route::classify_host(host, base_domain).kind != route::HostKind::kForeign) {
        return NameKind::kBase;
    }
    const auto claim = store::domain_claim(snapshot, host);
    if (claim) {
        return is_served(*claim, verify_dns) ? NameKind::kCustom : NameKind::kUnknown;
    }
    if (claim.error().code == Errc::kNotFound) {
        return NameKind::kUnknown;
    }
    return claim.error();
}

}  // namespace ks::tls
