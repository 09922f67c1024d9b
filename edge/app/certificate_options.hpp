// SPDX-License-Identifier: Apache-2.0
// From the configuration to what the keeper of certificates is built from.
#pragma once

#include "core/config/config.hpp"
#include "edge/certs/options.hpp"

namespace ks::app {

[[nodiscard]] certs::Options certificate_options(const config::Config& config);

}  // namespace ks::app
