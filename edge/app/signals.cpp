// SPDX-License-Identifier: Apache-2.0
#include "edge/app/signals.hpp"

#include "edge/loop/log.hpp"

#include <csignal>
#include <ctime>
#include <iostream>
#include <unistd.h>

namespace ks::app {
namespace {

constexpr std::chrono::seconds kDrainLimit{10};
/// Sent to ourselves when the store is beyond use.
constexpr int kFatalSignal = SIGUSR1;

sigset_t handled_signals() noexcept {
    sigset_t set;
    sigemptyset(&set);
    for (const int number : {SIGTERM, SIGINT, SIGHUP, kFatalSignal}) {
        sigaddset(&set, number);
    }
    return set;
}

/// True when the server should end; false to go on.
bool handle(App& app, int number) {
    if (number == SIGHUP) {
        app.reload_certificates();
        return false;
    }
    return true;
}

void drain(App& app, const sigset_t& set) {
    constexpr std::chrono::milliseconds kStep{20};
    constexpr timespec kNow{};
    app.drain(kDrainLimit);
    while (!app.drained(kStep)) {
        const int number = ::sigtimedwait(&set, nullptr, &kNow);
        if (number == SIGTERM || number == SIGINT) {
            app.hurry();
        }
    }
    app.join();
}

}  // namespace

int serve(const config::Config& config, const std::function<void(const Listening&)>& ready) {
    const sigset_t set = handled_signals();
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    auto app = App::start(config, [] { ::kill(::getpid(), kFatalSignal); });
    if (!app) {
        std::cerr << "kamustatus: " << app.error() << '\n';
        return 1;
    }
    if (ready) {
        ready((*app)->listening());
    }
    int number = 0;
    do {
        ::sigwait(&set, &number);
    } while (!handle(**app, number));
    drain(**app, set);
    return number == kFatalSignal ? 1 : 0;
}

}  // namespace ks::app
