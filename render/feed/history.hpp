// SPDX-License-Identifier: Apache-2.0
// The history of a page as Atom (RFC 4287) and RSS 2.0: one entry an incident or an occurrence of a
// maintenance window, edited in place. An entry's id never changes, its `updated` moves with each
// update and never otherwise: readers deliver anew by the pair.
#pragma once

#include "render/view/public_page.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace ks::feed {

struct Entry {
    std::string id;  ///< a tag: URI (RFC 4151)
    std::string title;
    std::string address;
    std::string html;
    UnixMillis published{};
    UnixMillis updated{};
};

/// At most `limit`, newest first by when they were published. Times are written with milliseconds,
/// so that of two updates within a second each is delivered.
[[nodiscard]] std::vector<Entry> entries(const view::PublicPage& page,
                                         std::span<const view::IncidentEvent> incidents,
                                         std::span<const view::MaintenanceEvent> maintenances,
                                         std::size_t limit);

void atom(std::string& to, const view::PublicPage& page, std::span<const Entry> entries);
void rss(std::string& to, const view::PublicPage& page, std::span<const Entry> entries);

}  // namespace ks::feed
