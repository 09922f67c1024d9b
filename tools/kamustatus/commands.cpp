// SPDX-License-Identifier: Apache-2.0
#include "commands.hpp"

#include <array>
#include <iostream>

namespace ks::cli {
namespace {

constexpr std::array kCommands{
    Command{"serve",
            cmd_serve,
            "[--config FILE] [--data-dir DIR] [--base-domain B] [--http ADDR]... [--https ADDR]...",
            "runs the server"},
    Command{"demo",
            cmd_demo,
            "[--data-dir DIR] [--http ADDR] [--https ADDR]",
            "runs a server with a ready-made project, on 127.0.0.1:8080 and 8443; prints its "
            "addresses and a key"},
    Command{"check",
            cmd_check,
            "[--config FILE] [--data-dir DIR]",
            "says what is wrong with the configuration and the store, a line each; exit code 0 if "
            "nothing is"},
    Command{
        "project",
        cmd_project,
        "create NAME [--timezone Z] | list",
        "makes a project with its first API key, or lists all; JSON; safe while the server runs"},
    Command{"key",
            cmd_key,
            "create PROJECT | revoke KEYID",
            "makes an API key for a project (its id or name), or ends one; JSON; safe while the "
            "server runs"},
    Command{"admin",
            cmd_admin,
            "create",
            "makes an administrator's key, which may manage projects and keys over the API; JSON"},
    Command{"cert",
            cmd_cert,
            "list | renew HOST | import --host HOST --chain FILE --key FILE",
            "lists the hosts that look after themselves, a JSON object a line; orders a new "
            "certificate now; stores one of your own; safe while the server runs"},
    Command{"version",
            cmd_version,
            "",
            "prints the version, the commit and the versions of the libraries"},
};

}  // namespace

std::span<const Command> commands() noexcept {
    return kCommands;
}

int bad_usage(std::string_view sentence) {
    std::cerr << "kamustatus: " << sentence << '\n';
    return kBadUsage;
}

}  // namespace ks::cli
