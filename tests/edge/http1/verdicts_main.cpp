// SPDX-License-Identifier: Apache-2.0
// verdicts FOLDER SEED COUNT: prints what we make of every vector and of COUNT mutations of each;
// h11_test.py compares. A line: name, accepted requests, status (0: none refused), the bytes, then
// each request; all but numbers in hex.
#include "tests/edge/http1/vectors.hpp"
#include "tests/edge/http1/wire.hpp"

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>

namespace {

using ks::http1::test::Wire;

std::string hex(std::string_view bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        out += {kDigits[byte >> 4U], kDigits[byte & 15U]};
    }
    return out;
}

void print(std::string_view name, std::string_view bytes) {
    Wire wire;
    wire.feed(bytes);
    std::printf("%s\t%zu\t%d\t%s",
                hex(name).c_str(),
                wire.requests().size(),
                wire.status(),
                hex(bytes).c_str());
    for (const auto& request : wire.requests()) {
        std::printf("\t%s,%s,%s,%s",
                    hex(request.method).c_str(),
                    hex(request.target).c_str(),
                    hex(request.fields).c_str(),
                    hex(request.body).c_str());
    }
    std::printf("\n");
}

/// Bytes and fragments at which parsers part company.
constexpr std::string_view kFragments[] = {"\r",
                                           "\n",
                                           "\r\n",
                                           "\r\n ",
                                           "\r\n\t",
                                           " ",
                                           "\t",
                                           "\0",
                                           ":",
                                           ",",
                                           ";",
                                           "0",
                                           "0\r\n\r\n",
                                           "\x0b",
                                           "\x0c",
                                           "\x7f",
                                           "\xa0",
                                           "\x85",
                                           "Transfer-Encoding: chunked\r\n",
                                           "Content-Length: 5\r\n",
                                           "Host: b\r\n",
                                           "chunked",
                                           "HTTP/1.0",
                                           "http://",
                                           "_",
                                           "\""};

std::string mutate(std::string bytes, std::mt19937_64& rng) {
    const auto below = [&rng](std::size_t bound) {
        return static_cast<std::size_t>(rng() % bound);
    };
    for (std::size_t rounds = 1 + below(3); rounds > 0 && !bytes.empty(); --rounds) {
        const std::size_t at = below(bytes.size());
        switch (below(5)) {
            case 0:
                bytes[at] = static_cast<char>(rng());
                break;
            case 1:
                bytes.erase(at, 1 + below(4));
                break;
            case 2:
                bytes.insert(at, kFragments[below(std::size(kFragments))]);
                break;
            case 3:
                bytes.insert(at, bytes.substr(below(bytes.size()), 1 + below(20)));
                break;
            default:
                bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
        }
    }
    return bytes;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fprintf(stderr, "usage: verdicts FOLDER SEED COUNT\n");
        return 2;
    }
    std::mt19937_64 rng(std::strtoull(argv[2], nullptr, 10));
    const int count = std::atoi(argv[3]);
    for (const auto& vector : ks::http1::test::load_vectors(argv[1])) {
        print(vector.file + ": " + vector.name, vector.bytes);
        for (int i = 0; vector.bytes.size() < 1500 && i < count; ++i) {
            print("mutation of " + vector.file + ": " + vector.name, mutate(vector.bytes, rng));
        }
    }
    return 0;
}
