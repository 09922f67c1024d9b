// SPDX-License-Identifier: Apache-2.0
// The option reference, written from the rows.
#pragma once

#include <string>

namespace ks::config {

/// A table of all options a section, for docs/configuration.md.
[[nodiscard]] std::string reference_markdown();

/// Plain text for --help, at most 100 columns.
[[nodiscard]] std::string reference_text();

}  // namespace ks::config
