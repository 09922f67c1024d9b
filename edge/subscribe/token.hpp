// SPDX-License-Identifier: Apache-2.0
// The secret in links to subscribers: a subscriber's id and 128 bits of an HMAC under the store's
// own key. Nothing is stored for it, and a removed subscriber's links lead nowhere.
#pragma once

#include "core/base/bytes.hpp"
#include "core/base/id.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ks::subscribe {

enum class Purpose : std::uint8_t {
    kConfirm = 'c',  ///< proves that a message reached the target
    kManage = 'm',   ///< choose monitors, unsubscribe
    kSign = 's',     ///< what webhook bodies are signed with; told to the webhook only
};

/// 43 characters of base64url. `key` as of store::token_key().
[[nodiscard]] std::string make_token(Bytes key, Purpose purpose, SubscriberId id);
/// nullopt unless make_token() made it for that purpose.
[[nodiscard]] std::optional<SubscriberId> check_token(Bytes key,
                                                      Purpose purpose,
                                                      std::string_view token);

}  // namespace ks::subscribe
