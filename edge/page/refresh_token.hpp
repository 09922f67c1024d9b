// SPDX-License-Identifier: Apache-2.0
// What a rendering showed, as far as a refresh must know: `data-refresh` carries it and brings it
// back. It says everything, so any reactor, before or after a restart, can answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ks::page {

struct RefreshToken {
    std::uint64_t commit = 0;    ///< store::Snapshot::commit
    std::int64_t second = 0;     ///< Unix time of rendering
    std::uint32_t layout = 0;    ///< of page_html::layout, the low bits
    std::int64_t frozen_at = 0;  ///< serve::Site::frozen_at

    friend bool operator==(const RefreshToken&, const RefreshToken&) = default;
};

/// Four hexadecimal numbers with dashes between.
[[nodiscard]] std::string to_text(const RefreshToken& token);
/// nullopt for what to_text() never wrote.
[[nodiscard]] std::optional<RefreshToken> parse_refresh_token(std::string_view text) noexcept;

}  // namespace ks::page
