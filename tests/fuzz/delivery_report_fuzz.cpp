// SPDX-License-Identifier: Apache-2.0
// Any bytes as a delivery report and as an e-mail address: no crash, and addresses that come out
// can stand in a mail header.
#include "core/base/assert.hpp"
#include "core/text/delivery_report.hpp"
#include "core/text/email.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace {

void check_address(const std::string& address) {
    KS_ASSERT(address.find_first_of("\r\n<> ,;\"") == std::string::npos);
    KS_ASSERT(ks::text::normalise_email(address) == address);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data),
                                 size);  // NOLINT: bytes as text
    if (const auto address = ks::text::normalise_email(bytes)) {
        check_address(*address);
    }
    for (const auto& failed : ks::text::failed_recipients(bytes)) {
        check_address(failed.address);
    }
    return 0;
}
