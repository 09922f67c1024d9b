// SPDX-License-Identifier: Apache-2.0
// Writes response heads and chunks (RFC 9112 sections 4 and 7.1). A reactor owns one DateText.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace ks::http1 {

inline constexpr std::size_t kDateSize = 29;

/// The value of the Date field, made once a second (RFC 9110 section 5.6.7).
class DateText {
public:
    /// Seconds since 1970, UTC. Valid until the next call.
    [[nodiscard]] std::string_view at(std::int64_t unix_second) noexcept;

private:
    std::int64_t second_ = -1;
    std::array<char, kDateSize> text_{};
};

enum class ResponseBody : std::uint8_t {
    kLength,      ///< Content-Length: length (also for HEAD)
    kChunked,     ///< HTTP/1.1 only
    kUntilClose,  ///< a streamed body for HTTP/1.0; needs Persistence::kClose
    kNone,        ///< no framing field: 204, 304
};

enum class Persistence : std::uint8_t {
    kDefault,    ///< no Connection field: HTTP/1.1 stays open
    kClose,      ///< Connection: close
    kKeepAlive,  ///< Connection: keep-alive, for an HTTP/1.0 client that asked
};

using ResponseField = std::pair<std::string_view, std::string>;

struct ResponseHead {
    std::uint16_t status = 200;
    std::span<const ResponseField>
        fields;  ///< none of Date, Content-Length, Transfer-Encoding, Connection
    ResponseBody body = ResponseBody::kLength;
    std::uint64_t length = 0;
    Persistence persistence = Persistence::kDefault;
};

/// Appends the head with its empty line; offset in `out` of the kDateSize bytes of the date. CR, LF
/// and NUL in a value become spaces, so that no value can split a response.
std::size_t append_response_head(std::string& out, const ResponseHead& head, std::string_view date);

/// Appends `data` as one chunk; nothing if it is empty, as that would end the body.
void append_chunk(std::string& out, std::string_view data);

/// Ends a chunked body.
inline constexpr std::string_view kLastChunk = "0\r\n\r\n";

/// The interim answer to Expect: 100-continue.
inline constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace ks::http1
