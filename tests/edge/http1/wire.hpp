// SPDX-License-Identifier: Apache-2.0
// A connection's reading side without a socket: gate, head, body, next request. What arrives may be
// cut anywhere.
#pragma once

#include "edge/http1/chunk_decoder.hpp"
#include "edge/http1/head_gate.hpp"
#include "edge/http1/request_head.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ks::http1::test {

inline constexpr std::uint64_t kBodyMax = 65536;

struct SeenRequest {
    std::string method;
    std::string target;  ///< path and query as parsed
    std::string host;
    std::string fields;  ///< "name:value\n" each, names in lower case
    std::string body;

    friend bool operator==(const SeenRequest&, const SeenRequest&) = default;
};

class Wire {
public:
    /// Called for every accepted head with its exact bytes.
    using OnHead = std::function<void(std::string_view head, const RequestHead& parsed)>;

    explicit Wire(OnHead on_head = {}) : on_head_(std::move(on_head)) {}

    void feed(std::string_view bytes);

    [[nodiscard]] const std::vector<SeenRequest>& requests() const noexcept { return requests_; }

    /// 0 while nothing was refused.
    [[nodiscard]] int status() const noexcept { return status_; }

    /// Bytes of a request that has not ended.
    [[nodiscard]] bool unfinished() const noexcept;
    /// In the words of the vector files: "accept 2", "more 0", "400", "400 after 1".
    [[nodiscard]] std::string verdict() const;

private:
    bool advance();
    bool read_head();
    bool read_length_body();
    bool read_chunked_body();
    bool end_request();
    bool refuse(Errc code);

    OnHead on_head_;
    std::string buffer_;
    HeadGate gate_;
    RequestHead head_;
    std::optional<ChunkDecoder> chunks_;
    bool in_body_ = false;
    bool closed_ = false;
    int status_ = 0;
    SeenRequest current_;
    std::vector<SeenRequest> requests_;
};

}  // namespace ks::http1::test
