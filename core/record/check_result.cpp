// SPDX-License-Identifier: Apache-2.0
#include "core/record/check_result.hpp"

#include "core/base/limits.hpp"
#include "core/record/layout.hpp"

namespace ks::record {
namespace {

constexpr std::uint8_t kRawVersion = 1;
constexpr std::uint8_t kCertificateVersion = 1;

/// At most `bytes_max` bytes, never half a UTF-8 character.
std::string_view clipped(std::string_view text, std::size_t bytes_max) noexcept {
    if (text.size() <= bytes_max) {
        return text;
    }
    std::size_t end = bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return text.substr(0, end);
}

}  // namespace

std::string encode_raw(const CheckResult& result) {
    Encoder out(kRawVersion);
    out.u8(static_cast<std::uint8_t>(result.status));
    out.u16(result.status_code);
    out.i32(result.response_ms);
    out.text(clipped(result.region, limits::kRegionName));
    out.text(clipped(result.error, limits::kErrorText));
    return std::move(out).take();
}

Result<RawResultView> read_raw(Bytes bytes) noexcept {
    KS_TRY(Decoder in, open_record(bytes, kRawVersion));
    const std::uint8_t status = in.u8();
    RawResultView view{};
    view.status_code = in.u16();
    view.response_ms = in.i32();
    view.region = in.text();
    view.error = in.text();
    KS_CHECK(in.finish());
    if (status < 1 || status > 3) {
        return Errc::kMalformed;
    }
    view.status = static_cast<CheckStatus>(status);
    return view;
}

std::string encode(const CertificateSeen& certificate) {
    Encoder out(kCertificateVersion);
    out.i64(certificate.expires_at.time_since_epoch().count());
    out.flag(certificate.valid);
    out.text(clipped(certificate.issuer, limits::kErrorText));
    return std::move(out).take();
}

Result<CertificateSeen> decode_certificate_seen(Bytes bytes) {
    KS_TRY(Decoder in, open_record(bytes, kCertificateVersion));
    CertificateSeen certificate;
    certificate.expires_at = UnixSeconds(std::chrono::seconds(in.i64()));
    certificate.valid = in.flag();
    certificate.issuer = in.text();
    KS_CHECK(in.finish());
    return certificate;
}

}  // namespace ks::record
