// SPDX-License-Identifier: Apache-2.0
#include "edge/certs/dns_hook.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ks::certs {
namespace {

constexpr std::chrono::milliseconds kStep{50};

/// Signals are blocked in the server's threads; a child shall not inherit that.
Result<pid_t> start(const std::string& path, std::array<std::string, 4>& words) {
    std::array<char*, 5> argv{
        words[0].data(), words[1].data(), words[2].data(), words[3].data(), nullptr};
    posix_spawnattr_t attributes;
    ::posix_spawnattr_init(&attributes);
    sigset_t none;
    ::sigemptyset(&none);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    ::posix_spawnattr_setflags(&attributes,
                               static_cast<short>(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP));
    pid_t child = 0;
    const int fault =
        ::posix_spawn(&child, path.c_str(), nullptr, &attributes, argv.data(), ::environ);
    ::posix_spawnattr_destroy(&attributes);
    return fault == 0 ? Result<pid_t>(child) : Result<pid_t>(Error{Errc::kIo, fault});
}

Result<void> judge(int status) {
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
        return {};
    }
    return Error{Errc::kIo, WIFEXITED(status) ? -WEXITSTATUS(status) : -1};
}

}  // namespace

loop::Task<Result<void>> DnsHook::run(Verb verb, Record record) {
    if (path_.empty()) {
        co_return Errc::kUnsupported;
    }
    std::array<std::string, 4> words{
        path_, verb == Verb::kAdd ? "add" : "remove", record.name, record.value};
    const Result<pid_t> child = start(path_, words);
    if (!child) {
        co_return child.error();
    }
    const Monotonic until = reactor_.clock().monotonic() + kTimeout;
    while (reactor_.clock().monotonic() < until) {
        int status = 0;
        const pid_t ended = ::waitpid(*child, &status, WNOHANG);
        if (ended == *child) {
            co_return judge(status);
        }
        if (ended < 0) {
            co_return Error{Errc::kIo, errno};
        }
        co_await reactor_.sleep(kStep);
    }
    ::kill(-*child, SIGKILL);
    ::waitpid(*child, nullptr, 0);
    co_return Errc::kTimeout;
}

}  // namespace ks::certs
