// SPDX-License-Identifier: Apache-2.0
// One incident with its story, one maintenance window: `article.card.event`.
#pragma once

#include "render/out/html.hpp"
#include "render/view/events.hpp"
#include "render/view/page_input.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ks::fragment {

/// Where a card stands.
enum class Place : std::uint8_t {
    kFrontPage,  ///< title links to the event's own page, monitors to their rows; newest updates
    kOwnPage     ///< title is the page's heading; the whole story, dates in full
};

[[nodiscard]] std::string_view word(record::IncidentStatus status,
                                    const view::Words& words) noexcept;
/// "Minor impact", and "minor" inside a line of facts.
[[nodiscard]] std::string_view word(record::Impact impact, const view::Words& words) noexcept;
[[nodiscard]] std::string_view short_word(record::Impact impact, const view::Words& words) noexcept;

/// "Resolved after 42 min". REQUIRES: the incident is resolved.
void resolved_after(out::Html& out,
                    const view::PageFacts& facts,
                    const record::Incident& incident);

void incident_card(out::Html& out,
                   const view::PageFacts& facts,
                   const view::IncidentEvent& event,
                   Place place);
void maintenance_card(out::Html& out,
                      const view::PageFacts& facts,
                      const view::MaintenanceEvent& event,
                      Place place);

/// Updates of one incident on the front page; its own page has all.
inline constexpr std::size_t kUpdatesShown = 10;

}  // namespace ks::fragment
