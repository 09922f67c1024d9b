// SPDX-License-Identifier: Apache-2.0
// What the store remembers of a monitor between two looks at it: whether its failure has been
// announced by an automatic incident, and when to look again though no result comes. A monitor
// without a record is one of which nothing was announced.
#pragma once

#include "core/base/id.hpp"
#include "core/base/result.hpp"

#include <cstdint>
#include <string>

namespace ks::record {

struct Standing {
    std::int64_t wake_at = 0;  ///< Unix seconds; 0: as results come only
    bool down = false;         ///< its failure is announced
    IncidentId incident;       ///< the last one that it was part of; all zero: none
    friend bool operator==(const Standing&, const Standing&) = default;
};

[[nodiscard]] std::string encode(const Standing& standing);
/// kTruncated, kMalformed, kUnsupported.
[[nodiscard]] Result<Standing> decode_standing(Bytes bytes);

}  // namespace ks::record
