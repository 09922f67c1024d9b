// SPDX-License-Identifier: Apache-2.0
// The rows of a host that looks after itself: claim, work with its place among what is due,
// certificate with its chain, answers to challenges.
#pragma once

#include "core/record/certificate.hpp"
#include "core/record/status_page.hpp"
#include "storage/rows/changes.hpp"

#include <string_view>

namespace ks::rows {

/// Writes the claim and work that is due at once.
[[nodiscard]] Result<void> claim_domain(const Changes& changes,
                                        std::string_view host,
                                        const record::DomainClaim& claim);
/// Deletes everything of the host, so that whoever claims it next starts from nothing.
[[nodiscard]] Result<void> release_domain(const Changes& changes, std::string_view host);

/// Writes the work and moves its row among what is due.
[[nodiscard]] Result<void> put_work(const Changes& changes,
                                    std::string_view host,
                                    const record::DomainWork& work);
/// Writes a certificate instead of the one that is there.
[[nodiscard]] Result<void> put_certificate(const Changes& changes,
                                           std::string_view host,
                                           const record::Certificate& certificate,
                                           std::string_view chain_pem);

}  // namespace ks::rows
