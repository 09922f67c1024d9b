// SPDX-License-Identifier: Apache-2.0
#include "edge/acme/failure.hpp"

namespace ks::acme {

std::string_view name_of(FailureKind kind) noexcept {
    switch (kind) {
        case FailureKind::kRetryLater:
            return "retry_later";
        case FailureKind::kRateLimited:
            return "rate_limited";
        case FailureKind::kDomain:
            return "domain";
        case FailureKind::kAccount:
            return "account";
        case FailureKind::kBadAnswer:
            return "bad_answer";
        case FailureKind::kUnsupported:
            return "unsupported";
        case FailureKind::kLocal:
            break;
    }
    return "local";
}

}  // namespace ks::acme
