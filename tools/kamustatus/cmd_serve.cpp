// SPDX-License-Identifier: Apache-2.0
// kamustatus serve: runs the server until it is told to stop.
#include "server_options.hpp"

#include "edge/app/signals.hpp"

namespace ks::cli {

int cmd_serve(Arguments arguments) {
    const auto options = take_server_options(arguments);
    if (!options) {
        return bad_usage(options.error());
    }
    if (!options->rest.empty()) {
        return bad_usage("serve does not know \"" + std::string(options->rest.front()) + "\"");
    }
    const auto config = load_config(*options);
    if (!config) {
        return config.error();
    }
    return app::serve(*config);
}

}  // namespace ks::cli
