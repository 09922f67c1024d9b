// SPDX-License-Identifier: Apache-2.0
// One value into one option, checked against its row.
#pragma once

#include "core/config/config.hpp"
#include "core/config/option.hpp"
#include "core/config/value.hpp"

#include <string>
#include <string_view>

namespace ks::config {

/// Stores the value. Returns an empty text, or what is wrong with it and how to mend that.
[[nodiscard]] std::string assign(const Option& option, const Value& value, Config& to);

/// "the text \"abc\"", "the number 12", "a list": how messages call a value. Bounded and without
/// control characters.
[[nodiscard]] std::string describe(const Value& value);

}  // namespace ks::config
