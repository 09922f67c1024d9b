// SPDX-License-Identifier: Apache-2.0
// The read form of a status page (spec 2.1).
#pragma once

#include "core/record/certificate.hpp"
#include "core/record/status_page.hpp"
#include "edge/serve/site.hpp"

#include <optional>
#include <span>
#include <string>

namespace ks::api {

struct PageParts {
    const record::PageView& page;
    std::span<const record::EntryView> entries;
    /// Of page.custom_domain; nullopt for one that is only just being claimed.
    std::optional<record::DomainClaim> claim;
    std::optional<record::Certificate> certificate{};  ///< the stored one of that domain
};

/// Appends the object.
void append_page(std::string& out, const PageParts& parts, const serve::SiteFacts& facts);

/// "https://<slug>.B".
[[nodiscard]] std::string page_url(std::string_view slug, const serve::SiteFacts& facts);

}  // namespace ks::api
