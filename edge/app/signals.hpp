// SPDX-License-Identifier: Apache-2.0
// Runs a server until a signal ends it. SIGTERM and SIGINT drain (a second one ends at once),
// SIGHUP reads the certificate files again, SIGPIPE is ignored.
#pragma once

#include "core/config/config.hpp"
#include "edge/app/wiring.hpp"

#include <functional>

namespace ks::app {

/// The process' whole life as a server; its exit code. `ready` is called once it answers. Errors go
/// to standard error as one line. Call on the main thread, before any other is started: signals are
/// blocked in all threads.
[[nodiscard]] int serve(const config::Config& config,
                        const std::function<void(const Listening&)>& ready = {});

}  // namespace ks::app
