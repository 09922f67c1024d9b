// SPDX-License-Identifier: Apache-2.0
// Arbitrary bytes as a connection's input: gate, head, chunks. The first byte says where the rest
// is cut.
#include "tests/edge/http1/wire.hpp"

#include "core/base/assert.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using ks::http1::RequestHead;
using ks::http1::test::Wire;

/// No byte that any parser could take for another line structure than ours.
void check_lines(std::string_view head) {
    KS_ASSERT(head.ends_with("\r\n\r\n"));
    for (std::size_t i = 0; i < head.size(); ++i) {
        const auto byte = static_cast<unsigned char>(head[i]);
        KS_ASSERT(byte != '\n' || (i > 0 && head[i - 1] == '\r'));
        KS_ASSERT(byte != '\r' || head[i + 1] == '\n');
        KS_ASSERT(byte >= 0x20 || byte == '\r' || byte == '\n' || byte == '\t');
        KS_ASSERT(byte != 0x7F);
        KS_ASSERT(byte != '\n' || i + 1 == head.size() ||
                  (head[i + 1] != ' ' && head[i + 1] != '\t'));
    }
}

bool inside(std::string_view part, std::string_view whole) {
    return part.empty() || (part.data() >= whole.data() &&
                            part.data() + part.size() <= whole.data() + whole.size());
}

/// Written anew from its parts it must be the same request: nothing was understood that is not in
/// the parts.
void check_round_trip(const RequestHead& parsed) {
    std::string text{ks::http::name(parsed.method)};
    text.append(" ")
        .append(parsed.target)
        .append(" HTTP/1.")
        .append(1, static_cast<char>('0' + parsed.version_minor));
    text.append("\r\n");
    for (const ks::http::Field& field : parsed.fields.all()) {
        text.append(field.name).append(": ").append(field.value).append("\r\n");
    }
    text.append("\r\n");
    // One blank a line may have come in.
    ks::http1::HeadGate gate(
        {.head_bytes = 40000, .uri_bytes = 8192, .line_bytes = 8193, .fields = 100});
    KS_ASSERT(gate.scan(text).value_or(0) == text.size());
    RequestHead again;
    KS_ASSERT(ks::http1::parse_request_head(text, again).has_value());
    KS_ASSERT(again.method == parsed.method && again.target == parsed.target &&
              again.path == parsed.path);
    KS_ASSERT(again.query == parsed.query && again.host() == parsed.host() &&
              again.framing == parsed.framing);
    KS_ASSERT(again.authority.port == parsed.authority.port &&
              again.keep_alive == parsed.keep_alive);
    KS_ASSERT(again.fields.all().size() == parsed.fields.all().size());
    for (std::size_t i = 0; i < again.fields.all().size(); ++i) {
        KS_ASSERT(again.fields.all()[i].name == parsed.fields.all()[i].name);
        KS_ASSERT(again.fields.all()[i].value == parsed.fields.all()[i].value);
    }
}

void check_head(std::string_view head, const RequestHead& parsed) {
    const ks::http1::HeadLimits limits;
    KS_ASSERT(head.size() <= limits.head_bytes && parsed.target.size() <= limits.uri_bytes);
    KS_ASSERT(parsed.fields.all().size() <= limits.fields);
    KS_ASSERT(parsed.path == "*" || parsed.path.starts_with('/'));
    KS_ASSERT(inside(parsed.target, head) && inside(parsed.query, head));
    for (const ks::http::Field& field : parsed.fields.all()) {
        KS_ASSERT(!field.name.empty() && inside(field.name, head) && inside(field.value, head));
    }
    check_lines(head);
    check_round_trip(parsed);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::string_view bytes{reinterpret_cast<const char*>(data) + 1,
                                 size - 1};  // NOLINT: bytes
    Wire whole(check_head);
    whole.feed(bytes);
    Wire parts;
    const std::size_t stride = data[0] + std::size_t{1};
    for (std::size_t at = 0; at < bytes.size(); at += stride) {
        parts.feed(bytes.substr(at, stride));
    }
    KS_ASSERT(parts.verdict() == whole.verdict());
    KS_ASSERT(parts.requests() == whole.requests());
    return 0;
}
