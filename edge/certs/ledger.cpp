// SPDX-License-Identifier: Apache-2.0
#include "edge/certs/ledger.hpp"

#include "core/text/iso_time.hpp"
#include "edge/tls/certificate_cache.hpp"
#include "edge/tls/digest.hpp"
#include "storage/store/certificates.hpp"
#include "storage/store/readers.hpp"

#include <utility>

namespace ks::certs {
namespace {

/// nullopt for what is not there.
template <class T>
Result<std::optional<T>> if_there(Result<T> found) {
    if (found) {
        return std::optional<T>(*std::move(found));
    }
    return found.error().code == Errc::kNotFound ? Result<std::optional<T>>(std::optional<T>())
                                                 : Result<std::optional<T>>(found.error());
}

}  // namespace

Ledger::Ledger(loop::Reactor& reactor, tls::Sealer sealer, Facts facts)
    : reactor_(reactor), sealer_(sealer), facts_(facts), owner_(tls::random_u64() | 1U) {}

model::HostFacts Ledger::facts_of(const Situation& host) const {
    model::HostFacts facts{.host = host.host,
                           .now = now(),
                           .verify_dns = facts_.verify_dns && host.claim.has_value(),
                           .acme = facts_.acme,
                           .has_certificate = host.certificate.has_value()};
    if (host.certificate) {
        facts.life = {.not_before = host.certificate->not_before,
                      .not_after = host.certificate->not_after};
        facts.has_ari = !host.certificate->ari_id.empty();
    }
    return facts;
}

Result<Situation> Ledger::read(const std::string& host) {
    return reactor_.reader().read([&](const store::Snapshot& snapshot) -> Result<Situation> {
        const store::View view(snapshot);
        Situation found{.host = host, .work = {}, .claim = {}, .certificate = {}};
        KS_TRY(found.work, store::domain_work(view, host));
        KS_TRY(found.claim, if_there(store::domain_claim(snapshot, host)));
        KS_TRY(found.certificate, if_there(store::certificate(view, host)));
        return found;
    });
}

std::string Ledger::error_words(const Situation& host, const model::HostFacts& facts) const {
    const record::DomainWork& work = host.work;
    if (!work.dns_error.empty() && facts.verify_dns) {
        const bool served = model::is_served(work, facts);
        const bool wrong = work.dns_wrong_since != UnixSeconds{};
        return work.dns_error +
               (served && wrong
                    ? "; the page is served until " +
                          text::format_iso_seconds(work.dns_wrong_since + model::kDnsGrace)
                    : "");
    }
    if (work.last_error.empty() || work.order_after <= facts.now) {
        return work.last_error;
    }
    return work.last_error + " The next attempt is at " +
           text::format_iso_seconds(work.order_after) + ".";
}

write::SaveWork Ledger::save_command(const Situation& host) const {
    write::SaveWork save{.host = host.host, .owner = owner_, .work = host.work};
    if (host.claim) {
        const model::HostFacts facts = facts_of(host);
        save.claim = write::SetDomainState{.host = host.host,
                                           .page = host.claim->page,
                                           .state = model::state_of(host.work, facts),
                                           .observed = host.claim->observed,
                                           .error = error_words(host, facts),
                                           .served = model::is_served(host.work, facts)};
    }
    return save;
}

loop::Task<Result<void>> Ledger::run(write::Command command) {
    const write::Outcome outcome = co_await reactor_.write(std::move(command));
    co_return outcome.code == Errc::kOk ? Result<void>() : Result<void>(outcome.code);
}

loop::Task<Result<void>> Ledger::save(Situation& host) {
    write::Command command(save_command(host));
    const Result<void> saved = co_await run(std::move(command));
    if (saved) {
        ++host.work.version;
    }
    co_return saved;
}

loop::Task<Result<void>> Ledger::store_certificate(Situation& host,
                                                   record::Certificate certificate,
                                                   std::string_view key_pem,
                                                   std::string chain_pem) {
    certificate.id =
        reactor_.ids().make<CertificateId>(reactor_.clock().now().time_since_epoch().count());
    auto sealed = sealer_.seal(key_pem, tls::certificate_purpose(host.host, certificate.id));
    if (!sealed) {
        co_return sealed.error();
    }
    certificate.sealed_key = *std::move(sealed);
    host.certificate = certificate;
    write::StoreCertificate store{.save = save_command(host),
                                  .certificate = std::move(certificate),
                                  .chain_pem = std::move(chain_pem)};
    write::Command command(std::move(store));
    const Result<void> saved = co_await run(std::move(command));
    if (saved) {
        ++host.work.version;
    }
    co_return saved;
}

}  // namespace ks::certs
