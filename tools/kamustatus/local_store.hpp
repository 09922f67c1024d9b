// SPDX-License-Identifier: Apache-2.0
// The store as commands use it: opened beside a running server, written in this thread.
#pragma once

#include "server_options.hpp"

#include "core/base/id.hpp"
#include "edge/loop/wall_clock.hpp"
#include "storage/store/store.hpp"
#include "storage/write/inline_writer.hpp"

#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace ks::cli {

class LocalStore {
public:
    /// What to do where there is no store: a mistyped directory must not look like an empty one.
    enum class Missing : std::uint8_t { kMake, kRefuse };
    /// Opens the store of the configured data directory. Errors are printed; then the exit code.
    [[nodiscard]] static std::expected<std::unique_ptr<LocalStore>, int> open(
        const ServerOptions& options, Missing missing);

    [[nodiscard]] store::Reader& reader() noexcept { return reader_; }

    [[nodiscard]] UnixMillis now() const noexcept { return clock_.now(); }

    template <class AnyId>
    [[nodiscard]] AnyId make_id() noexcept {
        return ids_.make<AnyId>(now().time_since_epoch().count());
    }

    [[nodiscard]] const config::Config& config() const noexcept { return config_; }

    /// Runs a command; false once its failure has been printed as "cannot WHAT: ...".
    [[nodiscard]] bool run(write::Command command, std::string_view what);

private:
    LocalStore(config::Config config, std::unique_ptr<store::Store> store);

    config::Config config_;
    loop::WallClock clock_;
    std::unique_ptr<store::Store> store_;
    store::Reader reader_;
    write::InlineWriter writer_;
    IdMaker ids_;
};

/// The error as one sentence, with the system's word for it where there is one.
[[nodiscard]] std::string sentence(const Error& error);

/// Prints "kamustatus: ..." on standard error; returns kFailed.
int failed(std::string_view text);

}  // namespace ks::cli
