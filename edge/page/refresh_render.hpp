// SPDX-License-Identifier: Apache-2.0
// The answer to a refresh: what of a page looks different from what the visitor's token tells was
// shown.
//
// A row travels if the store notes a change in a later commit, or if time alone changed it: a step
// that its record foretold, the end of a day, figures of today that grow with trouble, a percentage
// that gained a hundredth. A response time travels when it is a quarter and 20 ms off the one that
// did last (storage/rows/change_rows.cpp), and with everything else. The page's state travels with
// any entry's, a group's sum with any of its own entries', shown or not.
#pragma once

#include "edge/page/page_render.hpp"
#include "edge/page/refresh_token.hpp"

#include <cstdint>
#include <optional>

namespace ks::page {

/// How long a token is good: tabs that slept longer get everything.
inline constexpr std::int64_t kTokenAgeMax_s = 86400;

struct RefreshAsk {
    std::optional<RefreshToken> since;  ///< nothing, or one from elsewhere: everything travels
    view::EntryRange shown;             ///< what the visitor has; may end beyond the page
};

/// RenderedPage::html is empty when nothing looks different. kNotFound when `shown` starts behind
/// the page. REQUIRES: as render_page().
[[nodiscard]] Result<RenderedPage> render_refresh(const store::Snapshot& snapshot,
                                                  const record::PageView& page,
                                                  const RenderFor& whom,
                                                  const RefreshAsk& ask,
                                                  PageIndexes& indexes);

}  // namespace ks::page
