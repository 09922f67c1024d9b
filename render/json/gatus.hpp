// SPDX-License-Identifier: Apache-2.0
// The read API of Gatus: endpoints with their newest results.
#pragma once

#include "render/view/beats.hpp"
#include "render/view/public_page.hpp"

#include <span>
#include <string>
#include <string_view>

namespace ks::json {

/// group + "_" + name, each trimmed, in lower case (ASCII) and with `/ _ . , # + &` and blanks
/// turned into '-'. Not unique: the first on the page counts.
[[nodiscard]] std::string gatus_key(std::string_view group, std::string_view name);

/// /api/v1/endpoints/statuses: an array of all.
void gatus_statuses(std::string& to,
                    const view::PublicPage& page,
                    std::span<const view::BeatHistory> histories);
/// /api/v1/endpoints/<key>/statuses: one.
void gatus_status(std::string& to, const view::PublicPage& page, const view::BeatHistory& history);

}  // namespace ks::json
