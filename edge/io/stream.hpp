// SPDX-License-Identifier: Apache-2.0
// The seam between a connection and what carries it: TCP, TLS over TCP, or a script in a test. One
// reactor's; not copied.
#pragma once

#include "core/base/result.hpp"
#include "edge/loop/task.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace ks::io {

enum class Side : std::uint8_t { kRead, kWrite };

class Stream {
public:
    Stream() = default;
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    virtual ~Stream() = default;

    /// Never blocks. Number of bytes (> 0), kWouldBlock, kEof (the peer ended it in order), kIo
    /// (detail: errno), kClosed.
    [[nodiscard]] virtual Result<std::size_t> try_read(std::span<char> into) = 0;
    /// Never blocks. Number of bytes taken (> 0), kWouldBlock (call again with the same bytes),
    /// kIo, kClosed.
    [[nodiscard]] virtual Result<std::size_t> try_write(std::string_view bytes) = 0;
    /// Resumes when `side` may go on; await it only after kWouldBlock, or when no bytes are left
    /// unread. kTimeout after cancel(), kClosed, kIo.
    [[nodiscard]] virtual loop::Task<Result<void>> wait(Side side) = 0;

    /// True if try_read() may find bytes without a wait: received already, not yet taken.
    [[nodiscard]] virtual bool has_buffered() const noexcept { return false; }

    /// Ends a wait under way with kTimeout; nothing if there is none. The stream stays usable.
    virtual void cancel() noexcept = 0;
    /// Tells the peer that no more will be sent. Reading goes on, of raw bytes that mean nothing
    /// any more.
    virtual void finish_writing() noexcept = 0;
    /// Ends it at once; a wait under way ends with kClosed.
    virtual void close() noexcept = 0;

    /// The connection is idle: give back memory that is only needed while bytes flow.
    virtual void release_buffers() noexcept {}
};

}  // namespace ks::io
