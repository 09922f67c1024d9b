// SPDX-License-Identifier: Apache-2.0
// A status page and its entries. The page record is small; entries are stored in pieces
// (record::encode_entries).
#pragma once

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/time/clock.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ks::record {

enum class Theme : std::uint8_t { kAuto = 0, kLight, kDark };

[[nodiscard]] std::string_view name(Theme theme) noexcept;

/// Read: text is valid inside the read scope. Written: text is owned by whoever encodes.
struct PageView {
    PageId id;
    ProjectId project;
    std::uint64_t version = 1;  ///< raised whenever something visible changes, results included
    std::uint64_t config_version = 1;  ///< raised by PATCH only; the API's ETag
    UnixMillis created_at{};
    UnixMillis updated_at{};
    std::string_view name;
    std::string_view slug;
    std::string_view custom_domain;  ///< A-label, empty: none
    std::string_view description;
    std::string_view logo_url;
    std::string_view favicon_url;
    std::string_view homepage_url;
    Theme theme = Theme::kAuto;
    std::string_view accent_color;  ///< "#rrggbb" or empty
    std::string_view timezone;      ///< IANA, empty: the project's
    std::string_view locale;        ///< BCP 47, empty: "en"
    bool noindex = false;
    bool published = true;
    std::string_view password_hash;  ///< argon2id PHC text, empty: public
    /// Who may frame /embed: "*", or origins with a blank between them; empty: nobody.
    std::string_view embed_origins;
    std::uint32_t entry_count = 0;
};

[[nodiscard]] std::string encode(const PageView& page);
[[nodiscard]] Result<PageView> read_page(Bytes bytes) noexcept;
/// Page::version alone, without reading the rest.
[[nodiscard]] Result<std::uint64_t> read_page_version(Bytes bytes) noexcept;

/// One row of a page. Empty display_name: the monitor's own. Empty display_group: the monitor's
/// default unless `group_set` says that this page wants none.
struct EntryView {
    MonitorId monitor;
    std::string_view display_group;
    std::string_view display_name;
    bool group_set = false;
};

/// Pieces of at most limits::kValueBytes, in display order.
[[nodiscard]] std::vector<std::string> encode_entries(std::span<const EntryView> entries);
/// Appends the piece's entries.
[[nodiscard]] Result<void> read_entries(Bytes piece, std::vector<EntryView>& entries);

/// How far a custom domain is on its way (spec 2.1).
enum class DomainState : std::uint8_t { kPendingDns = 1, kIssuing, kActive, kFailed, kRenewing };

[[nodiscard]] std::string_view name(DomainState state) noexcept;

/// The claim of a custom domain, by host name.
struct DomainClaim {
    PageId page;
    ProjectId project;
    DomainState state = DomainState::kPendingDns;
    UnixMillis claimed_at{};
    std::string observed;  ///< what DNS showed last, in words
    std::string error;     ///< what to do about it
    /// DNS was verified, if perhaps not today: the page is served here, whatever `state` says of
    /// the certificate.
    bool served = false;
};

[[nodiscard]] std::string encode(const DomainClaim& claim);
[[nodiscard]] Result<DomainClaim> decode_domain_claim(Bytes bytes);

}  // namespace ks::record
