// SPDX-License-Identifier: Apache-2.0
// The one shape of a check. A new monitor type is one file pair with such a function and one row in
// table.cpp.
#pragma once

#include "core/record/check_result.hpp"
#include "core/record/monitor.hpp"
#include "edge/loop/reactor.hpp"
#include "edge/probe/target_guard.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ks::probe {

class CurlMulti;
class DnsClient;

/// What all checks of this process have in common.
struct ProbeOptions {
    std::string region = "local";
    Guard* guard = &forbidden_range;  ///< asked before each connect; null: every address is allowed
    std::string ca_file;              ///< trusted besides the system's roots; empty: none
    std::string user_agent;           ///< of http checks
};

/// What a check works with; lives on the control reactor and outlives every check.
struct ProbeContext {
    loop::Reactor& reactor;
    CurlMulti& curl;
    DnsClient& dns;
    const ProbeOptions& options;
};

/// Checks `monitor` once and ends within its timeout. Fills all of the result but `monitor`, `at`
/// and `region`, which the scheduler knows. Whatever goes wrong with the target is a result, in
/// words that its owner understands.
using Check = loop::Task<record::CheckResult>(ProbeContext& context,
                                              const record::Monitor& monitor);

/// "10 s", "1.5 s", "250 ms".
[[nodiscard]] std::string duration_words(std::uint32_t milliseconds);

/// Cuts at limits::kErrorText and turns what is not printable ASCII into '?': texts carry bytes of
/// the target.
[[nodiscard]] std::string error_words(std::string text);

/// A result that says down because of `words`.
[[nodiscard]] record::CheckResult down(std::string words);

/// Makes an up result degraded when it took longer than the monitor allows.
void judge_speed(const record::Monitor& monitor, record::CheckResult& result);

/// Of the libraries behind the checks, as they run: name and version.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> library_versions();

}  // namespace ks::probe
