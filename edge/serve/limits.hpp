// SPDX-License-Identifier: Apache-2.0
// What a connection may cost; filled from the configuration's [limits].
#pragma once

#include "edge/http1/head_gate.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace ks::serve {

struct Limits {
    http1::HeadLimits head;
    std::size_t body_bytes_max = std::size_t{1} << 20U;
    std::chrono::milliseconds handshake_timeout{5'000};
    std::chrono::milliseconds head_timeout{10'000};  ///< from a head's first byte to its end
    std::chrono::milliseconds idle_timeout{60'000};
    std::chrono::milliseconds connection_lifetime{
        3'600'000};  ///< then the next response is the last
    std::uint32_t requests_per_connection = 1'000;
    std::size_t min_rate =
        500;  ///< bytes a second, body in and response out, averaged over kRateWindow
    std::chrono::milliseconds rate_window{10'000};
    std::chrono::milliseconds linger_timeout{2'000};
};

}  // namespace ks::serve
