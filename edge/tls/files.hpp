// SPDX-License-Identifier: Apache-2.0
// Small files read and written whole, for certificates and keys.
#pragma once

#include "core/base/result.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace ks::tls {

/// kIo with errno; kTooLarge over 1 MiB.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path);
/// Replaces `path` in one step with a file of `mode` that is on disk when this returns. kIo with
/// errno.
[[nodiscard]] Result<void> write_file(const std::filesystem::path& path,
                                      std::string_view content,
                                      unsigned mode);

}  // namespace ks::tls
