// SPDX-License-Identifier: Apache-2.0
#include "core/record/certificate.hpp"

#include "core/record/layout.hpp"

#include <array>

namespace ks::record {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::array<std::string_view, 9> kTroubles{"none",
                                                    "dns_wrong",
                                                    "dns_silent",
                                                    "caa_forbids",
                                                    "validation",
                                                    "rate_limited",
                                                    "ca",
                                                    "account",
                                                    "local"};

void put(Encoder& out, UnixSeconds at) {
    out.i64(at.time_since_epoch().count());
}

void get(Decoder& in, UnixSeconds& at) {
    at = UnixSeconds(std::chrono::seconds(in.i64()));
}

}  // namespace

std::string_view name(Trouble trouble) noexcept {
    return kTroubles[static_cast<std::size_t>(trouble)];
}

std::string encode(const Certificate& certificate) {
    Encoder out(kVersion);
    out.id(certificate.id);
    put(out, certificate.not_before);
    put(out, certificate.not_after);
    out.text(certificate.issuer);
    out.text(certificate.ari_id);
    out.text(certificate.directory);
    out.text(certificate.sealed_key);
    return std::move(out).take();
}

Result<Certificate> decode_certificate(Bytes bytes) {
    KS_TRY(Decoder in, open_record(bytes, kVersion));
    Certificate certificate;
    certificate.id = in.id<CertificateId>();
    get(in, certificate.not_before);
    get(in, certificate.not_after);
    certificate.issuer = in.text();
    certificate.ari_id = in.text();
    certificate.directory = in.text();
    certificate.sealed_key = in.text();
    KS_CHECK(in.finish());
    return certificate;
}

Result<CertificateId> read_certificate_id(Bytes bytes) noexcept {
    KS_TRY(Decoder in, open_record(bytes, kVersion));
    const auto id = in.id<CertificateId>();
    return in.ok() ? Result<CertificateId>(id) : Result<CertificateId>(Errc::kTruncated);
}

std::string encode(const DomainWork& work) {
    Encoder out(kVersion);
    out.u64(work.version);
    out.id(work.page);
    out.i64(work.claimed_at.time_since_epoch().count());
    for (const UnixSeconds at : {work.next,
                                 work.dns_checked,
                                 work.dns_good,
                                 work.dns_wrong_since,
                                 work.order_after,
                                 work.renew_at,
                                 work.ari_next,
                                 work.ari_from,
                                 work.ari_until}) {
        put(out, at);
    }
    out.u32(work.dns_failures);
    out.u32(work.order_failures);
    out.u8(static_cast<std::uint8_t>(work.trouble));
    out.flag(work.forced);
    out.u8(work.directory);
    out.u8(work.directory_failures);
    out.text(work.dns_error);
    out.text(work.last_error);
    out.text(work.order.directory);
    out.text(work.order.url);
    out.text(work.order.sealed_key);
    return std::move(out).take();
}

Result<DomainWork> decode_domain_work(Bytes bytes) {
    KS_TRY(Decoder in, open_record(bytes, kVersion));
    DomainWork work;
    work.version = in.u64();
    work.page = in.id<PageId>();
    work.claimed_at = UnixMillis(std::chrono::milliseconds(in.i64()));
    for (UnixSeconds* at : {&work.next,
                            &work.dns_checked,
                            &work.dns_good,
                            &work.dns_wrong_since,
                            &work.order_after,
                            &work.renew_at,
                            &work.ari_next,
                            &work.ari_from,
                            &work.ari_until}) {
        get(in, *at);
    }
    work.dns_failures = in.u32();
    work.order_failures = in.u32();
    const std::uint8_t trouble = in.u8();
    work.forced = in.flag();
    work.directory = in.u8();
    work.directory_failures = in.u8();
    work.dns_error = in.text();
    work.last_error = in.text();
    work.order.directory = in.text();
    work.order.url = in.text();
    work.order.sealed_key = in.text();
    KS_CHECK(in.finish());
    if (trouble >= kTroubles.size()) {
        return Errc::kMalformed;
    }
    work.trouble = static_cast<Trouble>(trouble);
    return work;
}

std::string encode(const Challenge& challenge) {
    Encoder out(kVersion);
    put(out, challenge.expires);
    out.text(challenge.key_authorization);
    return std::move(out).take();
}

Result<Challenge> decode_challenge(Bytes bytes) {
    KS_TRY(Decoder in, open_record(bytes, kVersion));
    Challenge challenge;
    get(in, challenge.expires);
    challenge.key_authorization = in.text();
    KS_CHECK(in.finish());
    return challenge;
}

std::string encode(const AcmeAccount& account) {
    Encoder out(kVersion);
    out.text(account.url);
    out.text(account.sealed_key);
    return std::move(out).take();
}

Result<AcmeAccount> decode_acme_account(Bytes bytes) {
    KS_TRY(Decoder in, open_record(bytes, kVersion));
    AcmeAccount account;
    account.url = in.text();
    account.sealed_key = in.text();
    KS_CHECK(in.finish());
    return account;
}

std::string encode(const Lease& lease) {
    Encoder out(kVersion);
    out.u64(lease.owner);
    put(out, lease.until);
    return std::move(out).take();
}

Result<Lease> decode_lease(Bytes bytes) {
    KS_TRY(Decoder in, open_record(bytes, kVersion));
    Lease lease;
    lease.owner = in.u64();
    get(in, lease.until);
    KS_CHECK(in.finish());
    return lease;
}

}  // namespace ks::record
