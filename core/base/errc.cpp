// SPDX-License-Identifier: Apache-2.0
#include "core/base/errc.hpp"

#include <array>
#include <cstddef>

namespace ks {
namespace {

// One row a line, however long.
// clang-format off
constexpr std::array<ErrcInfo, static_cast<std::size_t>(Errc::kCount)> kTable{{
    {Errc::kOk, "ok", "No error.", 200, false},
    {Errc::kWouldBlock, "would_block", "The operation would block.", 500, true},
    {Errc::kEof, "eof", "The peer closed the connection.", 500, false},
    {Errc::kTimeout, "timeout", "The operation took too long.", 504, true},
    {Errc::kClosed, "closed", "The connection is closed.", 500, false},
    {Errc::kIo, "io_error", "An operating-system call failed.", 500, true},
    {Errc::kStopping, "stopping", "The server is stopping.", 503, true},
    {Errc::kBusy, "busy", "The server has too much to do at the moment.", 503, true},
    {Errc::kTruncated, "truncated", "The data ends too early.", 500, false},
    {Errc::kMalformed, "malformed", "The data does not have the expected form.", 500, false},
    {Errc::kTooLarge, "too_large", "The data is larger than allowed.", 413, false},
    {Errc::kUnsupported, "unsupported", "This is not supported.", 501, false},
    {Errc::kBadRequest, "bad_request", "The request is not valid HTTP.", 400, false},
    {Errc::kRequestTimeout, "request_timeout", "The request took too long to arrive.", 408, true},
    {Errc::kHeadTooLarge, "head_too_large", "The request's header fields are too large.", 431, false},
    {Errc::kUriTooLong, "uri_too_long", "The request's address is too long.", 414, false},
    {Errc::kBodyTooLarge, "body_too_large", "The request's body is too large.", 413, false},
    {Errc::kMethodUnknown, "method_unknown", "The request method is not known here.", 501, false},
    {Errc::kVersionUnsupported, "version_unsupported", "Only HTTP/1.0 and 1.1 are spoken.", 505, false},
    {Errc::kExpectationFailed, "expectation_failed", "Only 'Expect: 100-continue' is understood.", 417, false},
    {Errc::kMisdirected, "misdirected", "The certificate does not cover that host.", 421, false},
    {Errc::kMalformedJson, "malformed_json", "The body is not valid JSON.", 400, false},
    {Errc::kUnauthorized, "unauthorized", "The API key (field x-api-key) is missing or not known.", 401, false},
    {Errc::kNotFound, "not_found", "There is nothing at this address.", 404, false},
    {Errc::kMethodNotAllowed, "method_not_allowed", "Not allowed here; see the Allow field.", 405, false},
    {Errc::kSlugTaken, "slug_taken", "This slug is used by another status page; choose another.", 409, false},
    {Errc::kDomainTaken, "domain_taken", "This domain is claimed by another status page.", 409, false},
    {Errc::kConflict, "conflict", "The request conflicts with the present state.", 409, false},
    {Errc::kPreconditionFailed, "precondition_failed", "The object has changed since; fetch it again.", 412, false},
    {Errc::kUnsupportedMediaType, "unsupported_media_type", "Send JSON as application/json.", 415, false},
    {Errc::kInvalidValue, "invalid_value", "A field has a value that is not allowed.", 422, false},
    {Errc::kIdempotencyMismatch, "idempotency_mismatch", "This key was used with another body.", 422, false},
    {Errc::kUnknownMonitor, "unknown_monitor", "There is no such monitor.", 422, false},
    {Errc::kTooOld, "too_old", "The result is older than 90 days.", 422, false},
    {Errc::kInFuture, "in_future", "The result is more than 5 minutes ahead of the server's clock.", 422, false},
    {Errc::kTooManyRegions, "too_many_regions", "Results came from 32 regions already; use one of them.", 422, false},
    {Errc::kTooManyRequests, "too_many_requests", "Too many requests; try again later.", 429, true},
    {Errc::kInternal, "internal", "Something went wrong here.", 500, false},
    {Errc::kStoreFull, "store_full", "The disk is full: nothing can be written until space returns.", 503, true},
    {Errc::kStoreUnavailable, "store_unavailable", "The store cannot be written at the moment.", 503, true},
    {Errc::kStoreLocked, "store_locked", "Another server is running on this data directory.", 503, false},
    {Errc::kStoreVersion, "store_version", "The store was written by another version.", 503, false},
}};
// clang-format on

constexpr bool rows_in_order() {
    for (std::size_t i = 0; i < kTable.size(); ++i) {
        if (static_cast<std::size_t>(kTable[i].code) != i) {
            return false;
        }
    }
    return true;
}

static_assert(rows_in_order(), "one row a code, in the order of the enum");

}  // namespace

const ErrcInfo& info(Errc code) noexcept {
    return kTable[static_cast<std::size_t>(code)];
}

}  // namespace ks
