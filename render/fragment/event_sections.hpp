// SPDX-License-Identifier: Apache-2.0
// The front page's sections about incidents and maintenance: `#incidents`, `#maintenance`,
// `#recent`. Each is a unit of refresh; the first two are there, hidden, also when empty.
#pragma once

#include "render/out/html.hpp"
#include "render/view/page_input.hpp"

namespace ks::fragment {

void incidents_section(out::Html& out, const view::PageFacts& facts);
/// What is under way before what is to come.
void maintenance_section(out::Html& out, const view::PageFacts& facts);
/// The last view::kRecentDays days, newest first.
void recent_section(out::Html& out, const view::PageFacts& facts);

/// What one civil day of the page's zone brought: `.day` with its date; "No incidents" if nothing.
/// Incidents that are open are told above, where `above` says so.
void day_entry(out::Html& out,
               const view::PageFacts& facts,
               Day day,
               std::span<const view::IncidentEvent> incidents,
               std::span<const view::MaintenanceEvent> maintenance,
               bool above);

}  // namespace ks::fragment
