// SPDX-License-Identifier: Apache-2.0
// Options that every command with a configuration takes: --config, and the ones that override
// single keys.
#pragma once

#include "commands.hpp"

#include "core/config/config.hpp"
#include "core/config/value.hpp"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace ks::cli {

struct ServerOptions {
    std::string config_file;  ///< empty: none
    std::vector<config::Entry> overrides;
    std::vector<std::string_view> rest;  ///< arguments that are not options of this kind, in order
};

/// Takes --config, --data-dir, --base-domain, --http and --https out of `arguments`; "--name VALUE"
/// and "--name=VALUE". The error is a sentence.
[[nodiscard]] std::expected<ServerOptions, std::string> take_server_options(Arguments arguments);

/// The configuration, or nothing once the errors have been printed to standard error.
[[nodiscard]] std::expected<config::Config, int> load_config(const ServerOptions& options);

}  // namespace ks::cli
