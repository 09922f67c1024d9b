// SPDX-License-Identifier: Apache-2.0
#include "core/base/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace ks {

void assertion_failed(const char* condition, const char* file, int line) noexcept {
    std::fprintf(stderr,
                 "kamustatus: broken assertion: %s (%s:%d). This is a bug; please report it.\n",
                 condition,
                 file,
                 line);
    std::abort();
}

}  // namespace ks
