// SPDX-License-Identifier: Apache-2.0
#include "core/base/version.hpp"

namespace ks {

std::string_view version() noexcept {
    return KS_VERSION;
}

std::string_view build_commit() noexcept {
    return KS_COMMIT;
}

}  // namespace ks
