// SPDX-License-Identifier: Apache-2.0
// The one table of error codes: machine name, sentence, HTTP status, retryable. Add a code = add a
// row.
#pragma once

#include <cstdint>
#include <string_view>

namespace ks {

/// Every failure a caller can meet. The order is that of the table in errc.cpp.
enum class Errc : std::uint8_t {
    kOk,
    // streams and processes
    kWouldBlock,
    kEof,
    kTimeout,
    kClosed,
    kIo,
    kStopping,
    kBusy,
    // bytes from outside
    kTruncated,
    kMalformed,
    kTooLarge,
    kUnsupported,
    // HTTP message level
    kBadRequest,
    kRequestTimeout,
    kHeadTooLarge,
    kUriTooLong,
    kBodyTooLarge,
    kMethodUnknown,
    kVersionUnsupported,
    kExpectationFailed,
    kMisdirected,
    // API
    kMalformedJson,
    kUnauthorized,
    kNotFound,
    kMethodNotAllowed,
    kSlugTaken,
    kDomainTaken,
    kConflict,
    kPreconditionFailed,
    kUnsupportedMediaType,
    kInvalidValue,
    kIdempotencyMismatch,
    kUnknownMonitor,
    kTooOld,
    kInFuture,
    kTooManyRegions,
    kTooManyRequests,
    kInternal,
    // storage
    kStoreFull,
    kStoreUnavailable,
    kStoreLocked,
    kStoreVersion,
    kCount
};

/// What is known of one code. `name` is the machine code of API errors; `text` a sentence for
/// people.
struct ErrcInfo {
    Errc code;
    std::string_view name;
    std::string_view text;
    std::uint16_t http_status;
    bool retryable;
};

/// The row of `code`; never fails.
[[nodiscard]] const ErrcInfo& info(Errc code) noexcept;

}  // namespace ks
