// SPDX-License-Identifier: Apache-2.0
// Slugs of status pages: one DNS label under the base domain that no part of the product or its
// operator needs.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace ks::text {

enum class SlugCheck : std::uint8_t {
    kOk,
    kBad,       ///< not 1 to 63 of a-z 0-9 and inner dashes
    kReserved,  ///< well formed, but not given to pages
};

[[nodiscard]] SlugCheck check_slug(std::string_view slug) noexcept;

/// All reserved names, sorted; the docs list them from here.
[[nodiscard]] std::span<const std::string_view> reserved_slugs() noexcept;

}  // namespace ks::text
