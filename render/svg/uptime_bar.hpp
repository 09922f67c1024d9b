// SPDX-License-Identifier: Apache-2.0
// The 90-day bar as SVG, drawn from the bitplanes: one path a state, made of horizontal runs of
// days.
#pragma once

#include "core/model/uptime_now.hpp"
#include "render/out/html.hpp"
#include "render/view/words.hpp"

namespace ks::svg {

/// The whole element: `<svg class="bar" ... aria-label data-d>` with its paths.
void uptime_bar(out::Html& out, const model::UptimeNow& uptime, const view::Words& words);

/// The bar in a sentence: "99.98% uptime over 90 days, 2 days with downtime, 1 degraded".
void bar_label(out::Html& out, const model::UptimeNow& uptime, const view::Words& words);

/// The days that were not simply up, with their seconds: "0-60n 84d4380g1260 89g3130o34882". A day
/// that was up for all that was seen of it is left out, so that a plain today does not change the
/// text every second.
void day_figures(out::Html& out, const model::UptimeNow& uptime);

}  // namespace ks::svg
