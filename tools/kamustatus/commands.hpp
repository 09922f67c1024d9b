// SPDX-License-Identifier: Apache-2.0
// The table of subcommands. A new one: a file cmd_<name>.cpp, its function here, its row in
// commands.cpp.
#pragma once

#include <span>
#include <string_view>

namespace ks::cli {

using Arguments = std::span<const std::string_view>;

/// Exit codes (spec: ok, failed, bad usage).
inline constexpr int kOk = 0;
inline constexpr int kFailed = 1;
inline constexpr int kBadUsage = 2;

struct Command {
    std::string_view name;   ///< one word
    int (*run)(Arguments);   ///< what follows the name; returns an exit code
    std::string_view usage;  ///< what may follow the name
    std::string_view help;   ///< one line
};

[[nodiscard]] std::span<const Command> commands() noexcept;

/// One line on standard error, "kamustatus: ..."; returns kBadUsage.
int bad_usage(std::string_view sentence);

int cmd_admin(Arguments arguments);
int cmd_cert(Arguments arguments);
int cmd_check(Arguments arguments);
int cmd_demo(Arguments arguments);
int cmd_key(Arguments arguments);
int cmd_project(Arguments arguments);
int cmd_serve(Arguments arguments);
int cmd_version(Arguments arguments);

}  // namespace ks::cli
