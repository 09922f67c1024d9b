// SPDX-License-Identifier: Apache-2.0
// When certificates are renewed: at a third of their life, spread by a hash of the host, or inside
// the window that the CA suggests; and how fast many of them may go.
#pragma once

#include "core/model/rate.hpp"
#include "core/time/clock.hpp"

#include <cstdint>
#include <string_view>

namespace ks::model {

struct Life {
    UnixSeconds not_before{};
    UnixSeconds not_after{};

    [[nodiscard]] std::chrono::seconds length() const noexcept { return not_after - not_before; }
};

/// A number in [0, 1) that is the same for ever for this host and salt.
[[nodiscard]] double spread(std::string_view host, std::uint64_t salt) noexcept;

/// At the latest when a third of the life is left (half, under 10 days of life), at the earliest a
/// sixth (a tenth) of the life before that.
[[nodiscard]] UnixSeconds renewal_time(std::string_view host, const Life& life) noexcept;

/// A point of the CA's window (RFC 9773 section 4.2), but never later than when a twentieth of the
/// life is left: the CA's word is not trusted with the whole of it.
[[nodiscard]] UnixSeconds renewal_time_in(std::string_view host,
                                          const Life& life,
                                          UnixSeconds from,
                                          UnixSeconds until) noexcept;

/// A sixth of the life is left: no more waiting for a turn.
[[nodiscard]] bool is_urgent(const Life& life, UnixSeconds now) noexcept;

/// The pace of renewals that are not urgent when there are `certificates` of such a life: a little
/// above the mean, so that a crowd that came in one hour is drawn out.
[[nodiscard]] Rate renewal_pace(std::size_t certificates, const Life& life) noexcept;

}  // namespace ks::model
