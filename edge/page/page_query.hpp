// SPDX-License-Identifier: Apache-2.0
// The front page's query: `after` (a chunk of entries), `since` (a refresh) and `shown` (how many
// entries the visitor has). Other fields are ignored.
#pragma once

#include "edge/page/refresh_token.hpp"
#include "render/view/page_input.hpp"

#include <optional>
#include <string_view>

namespace ks::page {

struct PageQuery {
    /// What is asked for: the chunk that starts at `first`; of a refresh, all up to the end of a
    /// chunk.
    view::EntryRange entries;
    bool refresh = false;
    RefreshToken since;  ///< of a refresh; nothing known when it was malformed
    bool since_known = false;

    friend bool operator==(const PageQuery&, const PageQuery&) = default;
};

/// nullopt for an `after` at which no chunk starts. A malformed `since` or `shown` is none.
[[nodiscard]] std::optional<PageQuery> parse_page_query(std::string_view query) noexcept;

}  // namespace ks::page
