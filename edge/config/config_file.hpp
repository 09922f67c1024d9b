// SPDX-License-Identifier: Apache-2.0
// The configuration file: TOML (toml.io, version 1.0) into the flat list that core/config checks.
#pragma once

#include "core/config/config.hpp"
#include "core/config/parse.hpp"
#include "core/config/value.hpp"

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ks::config_file {

using Loaded = std::expected<config::Config, std::vector<config::ConfigError>>;

/// Reads `path`; an empty path is no file and gives the defaults. Relative paths in the file start
/// from its folder. `overrides` come from the command line and count more than the file. Errors
/// print with config::print_error().
[[nodiscard]] Loaded load(const std::string& path, std::span<const config::Entry> overrides = {});

/// The same from text. `folder`: where relative paths start; empty leaves them as they are.
[[nodiscard]] Loaded parse_text(std::string_view toml,
                                std::string_view folder = {},
                                std::span<const config::Entry> overrides = {});

/// The keys and values of TOML text, in no particular order, or the one syntax error.
[[nodiscard]] std::expected<std::vector<config::Entry>, config::ConfigError> flatten(
    std::string_view toml);

}  // namespace ks::config_file
