// SPDX-License-Identifier: Apache-2.0
#include "core/record/standing.hpp"

#include "core/record/layout.hpp"

namespace ks::record {
namespace {

constexpr std::uint8_t kVersion = 1;

}  // namespace

std::string encode(const Standing& standing) {
    Encoder out(kVersion);
    out.i64(standing.wake_at);
    out.flag(standing.down);
    out.id(standing.incident);
    return std::move(out).take();
}

Result<Standing> decode_standing(Bytes bytes) {
    KS_TRY(Decoder in, open_record(bytes, kVersion));
    Standing standing;
    standing.wake_at = in.i64();
    standing.down = in.flag();
    standing.incident = in.id<IncidentId>();
    KS_CHECK(in.finish());
    return standing;
}

}  // namespace ks::record
