// SPDX-License-Identifier: Apache-2.0
#include "core/http/framing.hpp"

#include <cstddef>
#include <string_view>

namespace ks::http {
namespace {

/// 19 nines fit into 64 bits, so no sum below can overflow.
constexpr std::size_t kLengthDigitsMax = 19;

Result<std::uint64_t> parse_length(std::string_view digits) noexcept {
    if (digits.empty() || digits.size() > kLengthDigitsMax) {
        return Errc::kBadRequest;
    }
    std::uint64_t length = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') {
            return Errc::kBadRequest;
        }
        length = length * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return length;
}

}  // namespace

Result<Framing> request_framing(const FieldsView& fields, int version_minor) noexcept {
    const std::size_t codings = fields.count("transfer-encoding");
    const std::size_t lengths = fields.count("content-length");
    if (codings != 0) {
        // An intermediary in front that reads either field differently would see another end of
        // this message: a list, a parameter or a second length is refused although RFC 9112
        // section 6.3 has rules for some of them.
        if (codings != 1 || lengths != 0 || version_minor < 1 ||
            !same_name(*fields.find("transfer-encoding"), "chunked")) {
            return Errc::kBadRequest;
        }
        return Framing{BodyKind::kChunked, 0};
    }
    if (lengths == 0) {
        return Framing{};
    }
    if (lengths != 1) {
        return Errc::kBadRequest;
    }
    KS_TRY(const std::uint64_t length, parse_length(*fields.find("content-length")));
    return length == 0 ? Framing{} : Framing{BodyKind::kLength, length};
}

}  // namespace ks::http
