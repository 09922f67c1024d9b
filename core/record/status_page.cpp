// SPDX-License-Identifier: Apache-2.0
#include "core/record/status_page.hpp"

#include "core/base/limits.hpp"
#include "core/record/layout.hpp"

#include <array>

namespace ks::record {
namespace {

constexpr std::uint8_t kPageVersion = 2;
/// Without embed_origins.
constexpr std::uint8_t kFirstPageVersion = 1;
constexpr std::uint8_t kEntriesVersion = 1;
constexpr std::uint8_t kClaimVersion = 2;
/// Without DomainClaim::served.
constexpr std::uint8_t kFirstClaimVersion = 1;
constexpr std::array<std::string_view, 3> kThemes{"auto", "light", "dark"};
constexpr std::array<std::string_view, 5> kDomainStates{
    "pending_dns", "issuing", "active", "failed", "renewing"};

UnixMillis millis(std::int64_t since_1970) noexcept {
    return UnixMillis(std::chrono::milliseconds(since_1970));
}

/// A record of any version that is still read.
struct OpenedPage {
    Decoder in;
    bool has_embed_origins;
};

Result<OpenedPage> open_page(Bytes bytes) noexcept {
    if (auto in = open_record(bytes, kPageVersion)) {
        return OpenedPage{*in, true};
    }
    KS_TRY(const Decoder in, open_record(bytes, kFirstPageVersion));
    return OpenedPage{in, false};
}

void put_entry(Encoder& out, const EntryView& entry) {
    out.id(entry.monitor);
    out.flag(entry.group_set);
    out.text(entry.display_group);
    out.text(entry.display_name);
}

/// Id, flag and two lengths.
std::size_t entry_size(const EntryView& entry) noexcept {
    return 16 + 1 + 2 + 2 + entry.display_group.size() + entry.display_name.size();
}

}  // namespace

std::string_view name(Theme theme) noexcept {
    return kThemes[static_cast<std::size_t>(theme)];
}

std::string_view name(DomainState state) noexcept {
    return kDomainStates[static_cast<std::size_t>(state) - 1];
}

std::string encode(const PageView& page) {
    Encoder out(kPageVersion);
    out.u64(page.version);
    out.u64(page.config_version);
    out.id(page.id);
    out.id(page.project);
    out.i64(page.created_at.time_since_epoch().count());
    out.i64(page.updated_at.time_since_epoch().count());
    out.text(page.name);
    out.text(page.slug);
    out.text(page.custom_domain);
    out.long_text(page.description);
    out.text(page.logo_url);
    out.text(page.favicon_url);
    out.text(page.homepage_url);
    out.u8(static_cast<std::uint8_t>(page.theme));
    out.text(page.accent_color);
    out.text(page.timezone);
    out.text(page.locale);
    out.flag(page.noindex);
    out.flag(page.published);
    out.text(page.password_hash);
    out.u32(page.entry_count);
    out.text(page.embed_origins);
    return std::move(out).take();
}

Result<PageView> read_page(Bytes bytes) noexcept {
    KS_TRY(OpenedPage opened, open_page(bytes));
    Decoder& in = opened.in;
    PageView page;
    page.version = in.u64();
    page.config_version = in.u64();
    page.id = in.id<PageId>();
    page.project = in.id<ProjectId>();
    page.created_at = millis(in.i64());
    page.updated_at = millis(in.i64());
    page.name = in.text();
    page.slug = in.text();
    page.custom_domain = in.text();
    page.description = in.long_text();
    page.logo_url = in.text();
    page.favicon_url = in.text();
    page.homepage_url = in.text();
    const std::uint8_t theme = in.u8();
    page.accent_color = in.text();
    page.timezone = in.text();
    page.locale = in.text();
    page.noindex = in.flag();
    page.published = in.flag();
    page.password_hash = in.text();
    page.entry_count = in.u32();
    page.embed_origins = opened.has_embed_origins ? in.text() : std::string_view();
    KS_CHECK(in.finish());
    if (theme >= kThemes.size()) {
        return Errc::kMalformed;
    }
    page.theme = static_cast<Theme>(theme);
    return page;
}

Result<std::uint64_t> read_page_version(Bytes bytes) noexcept {
    KS_TRY(OpenedPage opened, open_page(bytes));
    const std::uint64_t version = opened.in.u64();
    return opened.in.ok() ? Result<std::uint64_t>(version)
                          : Result<std::uint64_t>(Errc::kTruncated);
}

std::vector<std::string> encode_entries(std::span<const EntryView> entries) {
    std::vector<std::string> pieces;
    for (std::size_t at = 0; at < entries.size();) {
        Encoder out(kEntriesVersion);
        do {
            put_entry(out, entries[at++]);
        } while (at < entries.size() &&
                 out.size() + entry_size(entries[at]) <= limits::kValueBytes);
        pieces.push_back(std::move(out).take());
    }
    return pieces;
}

Result<void> read_entries(Bytes piece, std::vector<EntryView>& entries) {
    KS_TRY(Decoder in, open_record(piece, kEntriesVersion));
    const std::size_t before = entries.size();
    while (in.left() > 0) {
        EntryView& entry = entries.emplace_back();
        entry.monitor = in.id<MonitorId>();
        entry.group_set = in.flag();
        entry.display_group = in.text();
        entry.display_name = in.text();
    }
    if (!in.ok()) {
        entries.resize(before);
        return Errc::kTruncated;
    }
    return {};
}

std::string encode(const DomainClaim& claim) {
    Encoder out(kClaimVersion);
    out.id(claim.page);
    out.id(claim.project);
    out.u8(static_cast<std::uint8_t>(claim.state));
    out.i64(claim.claimed_at.time_since_epoch().count());
    out.text(claim.observed);
    out.text(claim.error);
    out.flag(claim.served);
    return std::move(out).take();
}

Result<DomainClaim> decode_domain_claim(Bytes bytes) {
    const bool first =
        !bytes.empty() && std::to_integer<std::uint8_t>(bytes[0]) == kFirstClaimVersion;
    KS_TRY(Decoder in, open_record(bytes, first ? kFirstClaimVersion : kClaimVersion));
    DomainClaim claim;
    claim.page = in.id<PageId>();
    claim.project = in.id<ProjectId>();
    const std::uint8_t state = in.u8();
    claim.claimed_at = millis(in.i64());
    claim.observed = in.text();
    claim.error = in.text();
    claim.served = first ? state != static_cast<std::uint8_t>(DomainState::kPendingDns) : in.flag();
    KS_CHECK(in.finish());
    if (state < 1 || state > kDomainStates.size()) {
        return Errc::kMalformed;
    }
    claim.state = static_cast<DomainState>(state);
    return claim;
}

}  // namespace ks::record
