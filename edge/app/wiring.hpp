// SPDX-License-Identifier: Apache-2.0
// Builds the whole server bottom up from its configuration, and takes it down again.
#pragma once

#include "core/config/config.hpp"

#include <asio/ip/tcp.hpp>

#include <chrono>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ks::app {

/// Where a running server listens, with the real ports.
struct Listening {
    std::vector<asio::ip::tcp::endpoint> http;
    std::vector<asio::ip::tcp::endpoint> https;
    std::uint16_t public_https_port = 443;
    std::filesystem::path ca_file;  ///< the development CA's root
};

class App {
public:
    /// Starts everything; the server answers when this returns. The error is one sentence for the
    /// operator. `fatal` is called at most once, on any thread, when the process should end and be
    /// started anew.
    [[nodiscard]] static std::expected<std::unique_ptr<App>, std::string> start(
        const config::Config& config, std::function<void()> fatal);

    App(const App&) = delete;
    App& operator=(const App&) = delete;
    /// Ends at once what has not been ended.
    ~App();

    [[nodiscard]] const Listening& listening() const noexcept;
    /// Reads the operator's certificate files again; on an error (logged) the old ones stay.
    void reload_certificates();
    /// Stops accepting, lets requests finish for at most `limit`. Returns at once; see join().
    void drain(std::chrono::milliseconds limit);
    /// While draining: ends the connections that are left.
    void hurry();
    /// True once no page reactor runs any more; waits at most `limit` for it.
    [[nodiscard]] bool drained(std::chrono::milliseconds limit);
    /// After drain(): waits for the page reactors, then ends checks and the writer. What was
    /// acknowledged is on disk.
    void join();

private:
    struct Parts;
    explicit App(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace ks::app
