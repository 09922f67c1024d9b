// SPDX-License-Identifier: Apache-2.0
// What an automatic incident says, and the ids of what it says. Both follow from what happened, so
// that a command applied again after a crash says the same.
#pragma once

#include "core/record/incident.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ks::write {

/// Tells apart what is made of one incident or monitor.
enum class StoryPart : std::uint64_t { kIncident = 1, kOpened, kJoined, kReopened, kResolved };

/// An id of `at` (milliseconds since 1970) whose other bits follow from `of`, `part` and `seed`.
[[nodiscard]] RawId derived_id(std::int64_t at,
                               const RawId& of,
                               StoryPart part,
                               std::uint64_t seed);
/// The milliseconds in an id.
[[nodiscard]] std::int64_t id_millis(const RawId& id) noexcept;
/// Whether two ids differ in their time only.
[[nodiscard]] bool same_origin(const RawId& a, const RawId& b) noexcept;

/// "Shop is down", "3 monitors are down". REQUIRES: count > 0; `first` is the first one's name.
[[nodiscard]] std::string down_title(std::string_view first, std::size_t count);
/// "Shop has been down since 2026-11-24 12:00 UTC." and the same of several, named as far as
/// `names` goes. Markdown.
[[nodiscard]] std::string down_message(const std::vector<std::string>& names,
                                       std::size_t count,
                                       UnixMillis since);
/// "Shop is down again."
[[nodiscard]] std::string again_message(const std::vector<std::string>& names, std::size_t count);
/// "Shop is up again."
[[nodiscard]] std::string up_message(const std::vector<std::string>& names, std::size_t count);
/// "Shop is not checked any more."
[[nodiscard]] std::string left_message(const std::vector<std::string>& names, std::size_t count);

}  // namespace ks::write
