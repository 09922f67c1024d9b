// SPDX-License-Identifier: Apache-2.0
// A whole response kept for re-use: status line, fields and body in one buffer, so that a cached
// page costs one write.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace ks::serve {

/// `bytes` is "HTTP/1.1 200 OK\r\nDate: <29 bytes>\r\n...\r\n\r\n<body>"; the connection overwrites
/// the 29 date bytes when the second changes (one reactor owns it), and sends head_size bytes only
/// for HEAD.
struct ReadyResponse {
    mutable std::string bytes;
    std::size_t date_offset = 0;
    std::size_t head_size = 0;
    mutable std::int64_t date_second = 0;
};

}  // namespace ks::serve
