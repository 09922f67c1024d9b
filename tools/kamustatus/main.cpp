// SPDX-License-Identifier: Apache-2.0
// The command line: finds the subcommand and runs it.
#include "commands.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <iostream>
#include <string_view>
#include <vector>

namespace {

using ks::cli::Command;
using ks::cli::commands;

int print_help() {
    std::cout << "usage: kamustatus COMMAND [OPTION]...\n\n";
    for (const Command& command : commands()) {
        std::cout << "  " << command.name << ' ' << command.usage << "\n      " << command.help
                  << '\n';
    }
    return ks::cli::kOk;
}

/// --config FILE and --data-dir DIR may stand before the subcommand: they are moved behind it.
std::vector<std::string_view> in_order(std::vector<std::string_view> words) {
    std::size_t options = 0;
    while (options < words.size() &&
           (words[options].starts_with("--config") || words[options].starts_with("--data-dir"))) {
        options += words[options].find('=') == std::string_view::npos ? 2 : 1;
    }
    if (options < words.size()) {
        std::rotate(words.begin(),
                    words.begin() + static_cast<std::ptrdiff_t>(options),
                    words.begin() + static_cast<std::ptrdiff_t>(options) + 1);
    }
    return words;
}

int run(const std::vector<std::string_view>& words) {
    if (words.empty()) {
        return ks::cli::bad_usage("which command? \"kamustatus help\" lists them");
    }
    if (words.front() == "help" || words.front() == "--help" || words.front() == "-h") {
        return print_help();
    }
    const auto found = std::ranges::find(commands(), words.front(), &Command::name);
    if (found == commands().end()) {
        return ks::cli::bad_usage("no command \"" + std::string(words.front()) +
                                  "\"; \"kamustatus help\" lists them");
    }
    if (std::ranges::any_of(
            words, [](std::string_view word) { return word == "--help" || word == "-h"; })) {
        std::cout << "usage: kamustatus " << found->name << ' ' << found->usage << "\n\n"
                  << found->help << '\n';
        return ks::cli::kOk;
    }
    return found->run(std::span(words).subspan(1));
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(in_order({argv + 1, argv + argc}));
    } catch (const std::exception& fault) {
        std::cerr << "kamustatus: " << fault.what() << '\n';
        return ks::cli::kFailed;
    }
}
