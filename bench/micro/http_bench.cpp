// SPDX-License-Identifier: Apache-2.0
// What one request costs before and after its handler: gate, parse, response head.
#include "edge/http1/head_gate.hpp"
#include "edge/http1/request_head.hpp"
#include "edge/http1/response_head.hpp"
#include "edge/serve/compress.hpp"

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

namespace {

using namespace ks;

const std::string& browser_head() {
    static const std::string kHead =
        "GET / HTTP/1.1\r\nHost: acme.example.com\r\nConnection: keep-alive\r\n"
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/128.0.0.0 "
        "Safari/537.36\r\nAccept: "
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r\n"
        "Accept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: en-GB,en;q=0.9,de;q=0.8\r\n"
        "Sec-Fetch-Dest: document\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Site: none\r\n"
        "If-None-Match: \"0123456789abcdef\"\r\n\r\n";
    return kHead;
}

void gate(benchmark::State& state) {
    http1::HeadGate gate;
    for (auto _ : state) {
        benchmark::DoNotOptimize(gate.scan(browser_head()));
        gate.reset();
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(browser_head().size()));
}

void gate_byte_by_byte(benchmark::State& state) {
    const std::string_view head = browser_head();
    for (auto _ : state) {
        http1::HeadGate gate;
        for (std::size_t size = 1; size <= head.size(); ++size) {
            benchmark::DoNotOptimize(gate.scan(head.substr(0, size)));
        }
    }
}

void parse(benchmark::State& state) {
    http1::RequestHead parsed;
    for (auto _ : state) {
        benchmark::DoNotOptimize(http1::parse_request_head(browser_head(), parsed));
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(browser_head().size()));
}

void response_head(benchmark::State& state) {
    const std::vector<http1::ResponseField> fields{
        {"Content-Type", "text/html; charset=utf-8"},
        {"Cache-Control", "public, max-age=10"},
        {"ETag", "\"0123456789abcdef\""},
        {"Vary", "Accept-Encoding"},
        {"x-request-id", "0123456789abcdef0123456789abcdef"}};
    http1::DateText date;
    std::string out;
    for (auto _ : state) {
        out.clear();
        benchmark::DoNotOptimize(http1::append_response_head(
            out, {.status = 200, .fields = fields, .length = 31337}, date.at(1'700'000'000)));
    }
}

void compress(benchmark::State& state) {
    std::string body;
    for (int i = 0; body.size() < static_cast<std::size_t>(state.range(1)); ++i) {
        body += "<li class=\"monitor up\" id=\"m" + std::to_string(i * 7919) +
                "\"><span>99.98</span></li>\n";
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(serve::compress(static_cast<http::Coding>(state.range(0)), body));
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(body.size()));
}

BENCHMARK(gate);
BENCHMARK(gate_byte_by_byte);
BENCHMARK(parse);
BENCHMARK(response_head);
BENCHMARK(compress)->ArgsProduct({{1, 2}, {16'384, 262'144}});

}  // namespace

BENCHMARK_MAIN();
