// SPDX-License-Identifier: Apache-2.0
// Which build this is. The commit is what the working tree was at when CMake configured it.
#pragma once

#include <string_view>

namespace ks {

/// "0.1.0".
[[nodiscard]] std::string_view version() noexcept;
/// Abbreviated commit, "unknown" outside a checkout.
[[nodiscard]] std::string_view build_commit() noexcept;

}  // namespace ks
