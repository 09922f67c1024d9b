// SPDX-License-Identifier: Apache-2.0
// Any bytes as a DNS reply: no crash, and names that come out are names.
#include "edge/probe/dns_reply.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    ks::probe::DnsRecords records;
    const auto read = ks::probe::read_reply(std::as_bytes(std::span(data, size)), records);
    static_cast<void>(read.has_value());
    for (const std::string& name : records.cnames) {
        if (name.size() > 1024 || name.find('\0') != std::string::npos) {
            std::abort();
        }
    }
    return 0;
}
