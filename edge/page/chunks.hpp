// SPDX-License-Identifier: Apache-2.0
// How a page's entries are cut: the first few paint at once, the rest follow in larger pieces as
// they near the viewport. Every piece has one address, so that caches hold few variants.
#pragma once

#include "render/view/page_input.hpp"

#include <algorithm>
#include <cstdint>

namespace ks::page {

inline constexpr std::uint32_t kFirstChunk = 25;
inline constexpr std::uint32_t kChunk = 100;

/// Whether a chunk starts there.
[[nodiscard]] constexpr bool is_chunk_start(std::uint64_t first) noexcept {
    return first == 0 || (first >= kFirstChunk && (first - kFirstChunk) % kChunk == 0);
}

/// The end of the chunk that holds entry `at`, whatever the page holds.
[[nodiscard]] constexpr std::uint32_t chunk_end(std::uint32_t at) noexcept {
    return at < kFirstChunk ? kFirstChunk
                            : kFirstChunk + ((at - kFirstChunk) / kChunk + 1) * kChunk;
}

/// The chunk that starts at `first` of a page of `all` entries.
[[nodiscard]] constexpr view::EntryRange chunk_at(std::uint32_t first, std::uint32_t all) noexcept {
    return {.first = std::min(first, all), .end = std::min(chunk_end(first), all)};
}

/// The one before it; empty at the page's start.
[[nodiscard]] constexpr view::EntryRange chunk_before(std::uint32_t first) noexcept {
    if (first == 0) {
        return {};
    }
    return {.first = first == kFirstChunk ? 0 : first - kChunk, .end = first};
}

}  // namespace ks::page
