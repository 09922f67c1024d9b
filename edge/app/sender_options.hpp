// SPDX-License-Identifier: Apache-2.0
// What the sender of messages to subscribers needs of the configuration.
#pragma once

#include "core/config/config.hpp"
#include "edge/notify/sender.hpp"
#include "edge/serve/site.hpp"

namespace ks::app {

/// For a start-up: throws std::runtime_error, with the operator's sentence, when [smtp] is not
/// whole or its password cannot be read.
[[nodiscard]] notify::Sender::Options sender_options(const config::Config& config,
                                                     const serve::SiteFacts& facts);

}  // namespace ks::app
