// SPDX-License-Identifier: Apache-2.0
// When the page was true: "Last updated", and the two warnings #stale (the browser's) and #age (the
// server's).
#pragma once

#include "render/out/html.hpp"
#include "render/view/page_input.hpp"

namespace ks::fragment {

/// "Last updated <time class=seen>09:41:22 UTC</time>", in the page's zone.
void last_updated(out::Html& out, const view::PageFacts& facts);
/// `.fresh`, `#stale`, `#age`; the last is shown when facts.frozen_at is set.
void freshness(out::Html& out, const view::PageFacts& facts);

/// `#age` alone, a unit of refresh.
void age(out::Html& out, const view::PageFacts& facts);

}  // namespace ks::fragment
