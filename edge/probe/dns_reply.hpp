// SPDX-License-Identifier: Apache-2.0
// Reads the answer section of a DNS reply (RFC 1035 section 4): CNAMEs in order, addresses. Bytes
// come from the network.
#pragma once

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"

#include <asio/ip/address.hpp>

#include <string>
#include <vector>

namespace ks::probe {

struct CaaRecord {
    bool critical = false;
    std::string tag;  ///< lower case
    std::string value;
};

struct DnsRecords {
    std::vector<std::string> cnames;  ///< targets, lower case, no trailing dot
    std::vector<asio::ip::address> addresses;
    std::vector<CaaRecord> caa;
};

/// Appends what `reply` holds. kTruncated or kMalformed for bytes that do not parse; what came
/// before stays.
[[nodiscard]] Result<void> read_reply(Bytes reply, DnsRecords& records);

}  // namespace ks::probe
