// SPDX-License-Identifier: Apache-2.0
// Delivery status notifications (RFC 3464): which recipients a mail server has given up on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ks::text {

struct FailedRecipient {
    std::string address;  ///< as normalise_email()
    std::string status;   ///< "5.1.1"; empty when the report has none

    friend bool operator==(const FailedRecipient&, const FailedRecipient&) = default;
};

/// Recipients with `Action: failed` and a permanent status (5.x.x) in a message's
/// message/delivery-status part; empty for any other message. Never fails: whatever does not fit is
/// passed over.
[[nodiscard]] std::vector<FailedRecipient> failed_recipients(std::string_view message);

}  // namespace ks::text
