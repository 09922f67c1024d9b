// SPDX-License-Identifier: Apache-2.0
// How one attempt to deliver a message ended.
#pragma once

#include <cstdint>
#include <string>

namespace ks::notify {

enum class Verdict : std::uint8_t {
    kDelivered,
    kLater,     ///< the receiver's trouble; again after a pause
    kOurFault,  ///< our mail server or our configuration; again, and never held against the
                ///< receiver
    kRefused,   ///< this message will never be taken
    kUnwanted,  ///< the address does not exist, or wants nothing from us
};

struct Attempt {
    Verdict verdict = Verdict::kLater;
    std::string words;  ///< for the log
};

}  // namespace ks::notify
