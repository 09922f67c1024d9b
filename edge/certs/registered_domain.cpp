// SPDX-License-Identifier: Apache-2.0
#include "edge/certs/registered_domain.hpp"

#include <libpsl.h>

namespace ks::certs {

std::string registered_domain(const std::string& host) {
    const psl_ctx_t* const list = psl_builtin();
    const char* const found =
        list != nullptr ? psl_registrable_domain(list, host.c_str()) : nullptr;
    return found != nullptr ? std::string(found) : host;
}

}  // namespace ks::certs
