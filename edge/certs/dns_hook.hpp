// SPDX-License-Identifier: Apache-2.0
// DNS-01 by an executable of the operator's: called as `HOOK add|remove NAME VALUE`, without a
// shell. It succeeds once every authoritative server shows the TXT record.
#pragma once

#include "core/base/result.hpp"
#include "edge/loop/reactor.hpp"

#include <string>

namespace ks::certs {

class DnsHook {
public:
    /// Then it is killed.
    static constexpr std::chrono::minutes kTimeout{5};

    enum class Verb : std::uint8_t { kAdd, kRemove };

    struct Record {
        std::string name;   ///< "_acme-challenge.example.com"
        std::string value;  ///< of the TXT record
    };

    /// `path` empty: run() fails with kUnsupported.
    DnsHook(loop::Reactor& reactor, std::string path) : reactor_(reactor), path_(std::move(path)) {}

    /// kIo (with errno, or the exit code negated), kTimeout.
    [[nodiscard]] loop::Task<Result<void>> run(Verb verb, Record record);

private:
    loop::Reactor& reactor_;
    std::string path_;
};

}  // namespace ks::certs
