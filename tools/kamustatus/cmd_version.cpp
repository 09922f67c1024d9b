// SPDX-License-Identifier: Apache-2.0
// kamustatus version: this build and the libraries it runs with.
#include "commands.hpp"

#include "core/base/version.hpp"
#include "edge/probe/probe.hpp"
#include "edge/tls/digest.hpp"
#include "storage/lmdb/env.hpp"

#include <iostream>

namespace ks::cli {

int cmd_version(Arguments arguments) {
    if (!arguments.empty()) {
        return bad_usage("version takes nothing more");
    }
    std::cout << "kamustatus " << version() << "\ncommit " << build_commit() << '\n';
    std::cout << "lmdb " << lmdb::library_version() << "\nopenssl " << tls::library_version()
              << '\n';
    for (const auto& [name, number] : probe::library_versions()) {
        std::cout << name << ' ' << number << '\n';
    }
    return kOk;
}

}  // namespace ks::cli
