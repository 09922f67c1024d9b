// SPDX-License-Identifier: Apache-2.0
// The status page itself, further chunks of its entries (?after=25) and refreshes (?since=...), out
// of the cache where it can be.
#pragma once

#include "edge/page/visit.hpp"

namespace ks::page {

/// Checks refuse_hidden() itself: what is in the cache is public.
[[nodiscard]] Result<void> answer_page(const store::Snapshot& snapshot, const Visit& visit);

}  // namespace ks::page
