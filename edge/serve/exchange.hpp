// SPDX-License-Identifier: Apache-2.0
// A request and its reply as handlers see them, the same for every HTTP version.
#pragma once

#include "core/base/errc.hpp"
#include "core/base/result.hpp"
#include "core/http/fields.hpp"
#include "core/http/method.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ks::serve {

/// Views into the connection's buffers; valid until the reply is finished.
struct Request {
    http::Method method;
    std::string_view path;   ///< starts with '/', percent-encoding untouched
    std::string_view query;  ///< without '?'
    std::string_view host;   ///< normalised: lower case, no port, no trailing dot
    const http::FieldsView& fields;
    std::string_view body;
    std::string_view peer;  ///< textual address
    bool secure = false;    ///< over TLS
    std::uint16_t local_port = 0;
};

/// A whole response, head included, shared by every request it answers. Written as it is but for
/// Date and Connection.
struct ReadyResponse;

/// Appends the next part of a streamed body to `out`; false when nothing is left. Opens its own
/// read scope.
using BodySource = std::move_only_function<Result<bool>(std::string& out)>;

struct Reply {
    std::uint16_t status = 200;
    std::vector<std::pair<std::string_view, std::string>> fields;  ///< names must be literals
    std::string body;
    BodySource stream;                           ///< instead of body: sent chunked
    std::shared_ptr<const ReadyResponse> ready;  ///< instead of everything else
    bool close = false;
    bool for_one = false;  ///< of a private page: page::seal_private() finishes it

    void set(std::string_view field_name, std::string value) {
        fields.emplace_back(field_name, std::move(value));
    }
};

}  // namespace ks::serve
