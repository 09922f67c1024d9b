// SPDX-License-Identifier: Apache-2.0
#include "edge/probe/probe.hpp"

#include "core/base/limits.hpp"

#include <ares.h>
#include <curl/curl.h>

#include <utility>

namespace ks::probe {

std::string duration_words(std::uint32_t milliseconds) {
    if (milliseconds < 1000) {
        return std::to_string(milliseconds) + " ms";
    }
    if (milliseconds % 1000 == 0) {
        return std::to_string(milliseconds / 1000) + " s";
    }
    std::string thousandths = std::to_string(1000 + milliseconds % 1000).substr(1);
    thousandths.erase(thousandths.find_last_not_of('0') + 1);
    return std::to_string(milliseconds / 1000) + "." + thousandths + " s";
}

std::string error_words(std::string text) {
    if (text.size() > limits::kErrorText) {
        text.resize(limits::kErrorText);
    }
    for (char& c : text) {
        if (c < 0x20 || c > 0x7e) {
            c = '?';
        }
    }
    return text;
}

record::CheckResult down(std::string words) {
    record::CheckResult result;
    result.status = record::CheckStatus::kDown;
    result.error = error_words(std::move(words));
    return result;
}

void judge_speed(const record::Monitor& monitor, record::CheckResult& result) {
    const auto limit = static_cast<std::int64_t>(monitor.degraded_above_ms);
    if (result.status == record::CheckStatus::kUp && limit > 0 && result.response_ms > limit) {
        result.status = record::CheckStatus::kDegraded;
        result.error = "answered in " + std::to_string(result.response_ms) + " ms, slower than " +
                       std::to_string(limit) + " ms";
    }
}

std::vector<std::pair<std::string, std::string>> library_versions() {
    // Debian's libcurl resolves names with a thread for each look-up ("AsynchDNS"), not with
    // c-ares.
    return {{"libcurl", curl_version()}, {"c-ares", ares_version(nullptr)}};
}

}  // namespace ks::probe
