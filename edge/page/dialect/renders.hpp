// SPDX-License-Identifier: Apache-2.0
// The page in other people's formats, an address each; docs/dialects.md has the table. Rows of
// page_routes.cpp.
#pragma once

#include "edge/page/cached_answer.hpp"
#include "edge/page/visit.hpp"

#include <string_view>

namespace ks::page {

inline constexpr std::string_view kJsonType = "application/json; charset=utf-8";
inline constexpr std::string_view kSvgType = "image/svg+xml; charset=utf-8";

/// What has no query is cached under its path.
[[nodiscard]] inline AnswerForm open_form(const Visit& visit, std::string_view content_type) {
    return {.variant = visit.request.path,
            .content_type = content_type,
            .open = true,
            .keep = visit.request.query.empty()};
}

/// The answer of a row whose address alone says what is wanted.
template <Render kRender>
Result<void> answer_json(const store::Snapshot& snapshot, const Visit& visit) {
    return answer_cached(snapshot, visit, open_form(visit, kJsonType), kRender);
}

/// Declares functions of one shape.
using RenderFunction = Result<Body>(const store::Snapshot& snapshot,
                                    const Visit& visit,
                                    const record::PageView& page);
using AnswerFunction = Result<void>(const store::Snapshot& snapshot, const Visit& visit);

// statuspage.cpp
RenderFunction statuspage_summary, statuspage_status, statuspage_components, statuspage_incidents,
    statuspage_unresolved, statuspage_maintenances, statuspage_upcoming, statuspage_active,
    instatus_summary;
// feeds.cpp
AnswerFunction answer_atom, answer_rss, answer_calendar;
// badges.cpp
AnswerFunction answer_badge, answer_shields;
// preview.cpp
AnswerFunction answer_preview;
// embed.cpp
AnswerFunction answer_embed;
// kuma.cpp
AnswerFunction answer_kuma_page, answer_kuma_heartbeats, answer_kuma_history,
    answer_kuma_page_badge, answer_kuma_rss;
// kuma_badges.cpp
AnswerFunction answer_kuma_badge;
// gatus.cpp
AnswerFunction answer_gatus_statuses, answer_gatus_status;
// gatus_figures.cpp
AnswerFunction answer_gatus_uptime, answer_gatus_response, answer_gatus_uptime_badge,
    answer_gatus_response_badge, answer_gatus_health_badge, answer_gatus_health_shields;

}  // namespace ks::page
