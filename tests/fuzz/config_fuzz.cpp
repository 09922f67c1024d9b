// SPDX-License-Identifier: Apache-2.0
// Arbitrary bytes as a configuration file: a Config within its bounds, or errors that fit on one
// line each.
#include "core/base/assert.hpp"
#include "core/config/option.hpp"
#include "core/text/hostname.hpp"
#include "core/text/ip.hpp"
#include "edge/config/config_file.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>

namespace {

void check_config(ks::config::Config& config) {
    for (const ks::config::Option& option : ks::config::options()) {
        if (const auto* const place =
                std::get_if<ks::config::Place<std::uint32_t>>(&option.place)) {
            const std::int64_t value = (*place)(config);
            KS_ASSERT(value >= option.rule.min && value <= option.rule.max);
        }
    }
    KS_ASSERT(ks::text::is_hostname(config.base_domain));
    for (const auto& address : config.listen.https) {
        KS_ASSERT(ks::text::parse_endpoint(address).has_value());
    }
    for (const auto& certificate : config.tls.certificates) {
        KS_ASSERT(!certificate.chain.empty() && !certificate.key.empty());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data),
                                size);  // NOLINT: bytes as text
    auto loaded = ks::config_file::parse_text(text);
    if (loaded) {
        check_config(*loaded);
        return 0;
    }
    KS_ASSERT(!loaded.error().empty());
    for (const auto& error : loaded.error()) {
        const std::string line = ks::config::print_error(error, "fuzz.toml");
        KS_ASSERT(!line.empty() && std::ranges::none_of(line, [](char c) {
            return static_cast<unsigned char>(c) < 0x20;
        }));
    }
    return 0;
}
