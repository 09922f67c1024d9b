// SPDX-License-Identifier: Apache-2.0
#include "server_options.hpp"

#include "core/config/parse.hpp"
#include "edge/config/config_file.hpp"

#include <algorithm>
#include <array>
#include <iostream>

namespace ks::cli {
namespace {

struct Override {
    std::string_view option;
    std::string_view key;
    bool list;  ///< may be given several times
};

constexpr std::array<Override, 4> kOverrides{{
    {"--data-dir", "data_dir", false},
    {"--base-domain", "base_domain", false},
    {"--http", "listen.http", true},
    {"--https", "listen.https", true},
}};

config::Value text_value(std::string_view text) {
    return config::Value{.data = std::string(text)};
}

void add_override(std::vector<config::Entry>& entries,
                  const Override& row,
                  std::string_view value) {
    if (!row.list) {
        entries.push_back({std::string(row.key), text_value(value)});
        return;
    }
    const auto found = std::ranges::find(entries, row.key, &config::Entry::path);
    if (found != entries.end()) {
        std::get<std::vector<config::Value>>(found->value.data).push_back(text_value(value));
        return;
    }
    config::Value list;
    list.data = std::vector<config::Value>{text_value(value)};
    entries.push_back({std::string(row.key), std::move(list)});
}

}  // namespace

std::expected<ServerOptions, std::string> take_server_options(Arguments arguments) {
    ServerOptions options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string_view argument = arguments[i];
        const std::size_t equals = argument.find('=');
        const std::string_view name = argument.substr(0, equals);
        const auto* const row = std::ranges::find(kOverrides, name, &Override::option);
        if (row == kOverrides.end() && name != "--config") {
            options.rest.push_back(argument);
            continue;
        }
        std::string_view value;
        if (equals != std::string_view::npos) {
            value = argument.substr(equals + 1);
        } else if (++i < arguments.size()) {
            value = arguments[i];
        } else {
            return std::unexpected(std::string(name) + " needs a value");
        }
        if (row == kOverrides.end()) {
            options.config_file = value;
        } else {
            add_override(options.overrides, *row, value);
        }
    }
    return options;
}

std::expected<config::Config, int> load_config(const ServerOptions& options) {
    auto loaded = config_file::load(options.config_file, options.overrides);
    if (loaded) {
        return *std::move(loaded);
    }
    for (const config::ConfigError& fault : loaded.error()) {
        std::cerr << "kamustatus: " << config::print_error(fault, options.config_file) << '\n';
    }
    return std::unexpected(kFailed);
}

}  // namespace ks::cli
