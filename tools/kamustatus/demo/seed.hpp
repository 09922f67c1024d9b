// SPDX-License-Identifier: Apache-2.0
// Fills an empty store with the demo through the same commands that the API sends; on later starts
// only mends the addresses of the live services.
#pragma once

#include "storage/store/store.hpp"

#include <array>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <vector>

namespace ks::demo {

/// Ports of the live services on 127.0.0.1.
struct Ports {
    std::uint16_t http = 0;
    std::array<std::uint16_t, 2> tcp{};  ///< by TcpService

    friend bool operator==(const Ports&, const Ports&) = default;
};

/// What the live part needs to know of the store.
struct Seeded {
    std::string api_key;
    std::vector<std::string> heartbeat_tokens;
    std::string manual_id;
};

/// The error is one sentence for the operator.
template <class T>
using Said = std::expected<T, std::string>;

/// Makes project, key, monitors, their history and pages, and keeps the key in `data_dir`/demo-key
/// (mode 0600).
[[nodiscard]] Said<Seeded> make_demo(store::Store& store,
                                     const std::filesystem::path& data_dir,
                                     const Ports& ports);

/// The demo that make_demo left in `data_dir`; its monitors are pointed at `ports`.
[[nodiscard]] Said<Seeded> reopen_demo(store::Store& store,
                                       const std::filesystem::path& data_dir,
                                       const Ports& ports);

}  // namespace ks::demo
