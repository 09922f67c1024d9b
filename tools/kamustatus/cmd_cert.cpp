// SPDX-License-Identifier: Apache-2.0
// kamustatus cert list|renew|import: JSON on standard output.
#include "local_store.hpp"

#include "core/model/domain_work.hpp"
#include "core/text/hostname.hpp"
#include "core/text/iso_time.hpp"
#include "core/text/json_out.hpp"
#include "edge/tls/certificate_cache.hpp"
#include "edge/tls/files.hpp"
#include "storage/store/certificates.hpp"
#include "storage/store/readers.hpp"

#include <iostream>
#include <optional>

namespace ks::cli {
namespace {

constexpr std::size_t kSlice = 500;

void time_or_null(text::JsonOut& out, std::string_view key, UnixSeconds at) {
    out.key(key);
    at == UnixSeconds{} ? out.null() : out.string(text::format_iso_seconds(at));
}

void text_or_null(text::JsonOut& out, std::string_view key, std::string_view text) {
    out.key(key);
    text.empty() ? out.null() : out.string(text);
}

/// One host's line.
Result<std::string> line_of(const store::Snapshot& snapshot,
                            const config::Config& config,
                            UnixSeconds now,
                            const std::string& host,
                            const record::DomainWork& work) {
    const auto claim = store::domain_claim(snapshot, host);
    const auto certificate = store::certificate(store::View(snapshot), host);
    for (const Error& error : {claim ? Error{Errc::kOk} : claim.error(),
                               certificate ? Error{Errc::kOk} : certificate.error()}) {
        if (error.code != Errc::kOk && error.code != Errc::kNotFound) {
            return error;
        }
    }
    model::HostFacts facts{.host = host,
                           .now = now,
                           .verify_dns = config.dns.verify && claim.has_value(),
                           .acme = !config.acme.directory.empty(),
                           .has_certificate = certificate.has_value()};
    if (certificate) {
        facts.life = {.not_before = certificate->not_before, .not_after = certificate->not_after};
    }
    std::string json;
    text::JsonOut out(json);
    out.begin_object().key("host").string(host);
    out.key("state").string(record::name(model::state_of(work, facts)));
    time_or_null(out, "notAfter", facts.life.not_after);
    text_or_null(out, "issuer", certificate ? certificate->issuer : std::string());
    time_or_null(out, "renewAt", work.renew_at);
    time_or_null(out, "nextActionAt", work.next);
    out.key("failures").number(work.order_failures);
    text_or_null(out, "error", work.dns_error.empty() ? work.last_error : work.dns_error);
    out.end_object();
    return json;
}

int list(const ServerOptions& options) {
    auto store = LocalStore::open(options, LocalStore::Missing::kRefuse);
    if (!store) {
        return store.error();
    }
    LocalStore& local = **store;
    const auto now = std::chrono::floor<std::chrono::seconds>(local.now());
    std::string after;
    while (true) {
        std::string lines;
        const auto taken =
            local.reader().read([&](const store::Snapshot& snapshot) -> Result<std::size_t> {
                KS_TRY(const auto works, store::domain_works(store::View(snapshot), after, kSlice));
                for (const auto& [host, work] : works) {
                    KS_TRY(const std::string line,
                           line_of(snapshot, local.config(), now, host, work));
                    lines += line + "\n";
                    after = host;
                }
                return works.size();
            });
        if (!taken) {
            return failed("cannot read the certificates: " + sentence(taken.error()));
        }
        std::cout << lines;
        if (*taken < kSlice) {
            return kOk;
        }
    }
}

int print_host(std::string_view host, std::string_view key, std::string_view value) {
    std::string json;
    text::JsonOut out(json);
    out.begin_object().key("host").string(host).key(key).string(value).end_object();
    std::cout << json << '\n';
    return kOk;
}

int renew(const ServerOptions& options, std::string_view wanted) {
    auto store = LocalStore::open(options, LocalStore::Missing::kRefuse);
    if (!store) {
        return store.error();
    }
    LocalStore& local = **store;
    if (local.config().acme.directory.empty()) {
        return failed("no CA is configured (acme.directory), so nothing can be renewed");
    }
    const std::string host = text::normalise_host(wanted);
    const auto now = std::chrono::floor<std::chrono::seconds>(local.now());
    const auto known = local.reader().read([&](const store::Snapshot& snapshot) {
        return store::domain_work(store::View(snapshot), host);
    });
    if (!known && known.error().code == Errc::kNotFound) {
        return failed("there is no work on \"" + host +
                      "\": see \"kamustatus cert list\", or claim it as a page's customDomain");
    }
    return local.run(write::RenewHost{.host = host, .now = now}, "renew the certificate")
               ? print_host(host, "renewing", "now")
               : kFailed;
}

struct Import {
    std::string host;
    std::string chain;
    std::string key;
};

/// The error is a sentence.
std::expected<Import, std::string> read_import(Arguments words) {
    Import import;
    for (std::size_t i = 0; i < words.size(); i += 2) {
        std::string* const place = words[i] == "--host"    ? &import.host
                                   : words[i] == "--chain" ? &import.chain
                                   : words[i] == "--key"   ? &import.key
                                                           : nullptr;
        if (place == nullptr || i + 1 == words.size()) {
            return std::unexpected("cert import takes --host HOST --chain FILE --key FILE");
        }
        *place = words[i + 1];
    }
    if (import.host.empty() || import.chain.empty() || import.key.empty()) {
        return std::unexpected("cert import takes --host HOST --chain FILE --key FILE");
    }
    import.host = text::normalise_host(import.host);
    return import;
}

/// What is wrong with a certificate for a host; empty: nothing.
std::string complaint(const tls::Identity& identity, const Import& import, UnixSeconds now) {
    if (!tls::covers(identity, import.host)) {
        std::string names;
        for (const std::string& name : identity.names) {
            names += (names.empty() ? "" : ", ") + name;
        }
        return import.chain + " does not cover " + import.host + ", only " + names;
    }
    if (identity.not_after <= now) {
        return import.chain + " expired on " + text::format_iso_seconds(identity.not_after) +
               ": give one that is valid";
    }
    return "";
}

/// Stores the certificate with the work that keeps it current.
int store_import(LocalStore& local,
                 const Import& import,
                 const tls::Identity& identity,
                 std::string chain,
                 std::string_view key) {
    const auto sealer =
        tls::open_sealer(local.config().data_dir, local.config().tls.master_key_file);
    if (!sealer) {
        return failed(sealer.error());
    }
    const auto now = std::chrono::floor<std::chrono::seconds>(local.now());
    if (!local.run(write::EnsureWork{.host = import.host, .now = now}, "plan the renewal")) {
        return kFailed;
    }
    auto work = local.reader().read([&](const store::Snapshot& snapshot) {
        return store::domain_work(store::View(snapshot), import.host);
    });
    if (!work) {
        return failed("cannot read the work on " + import.host + ": " + sentence(work.error()));
    }
    record::Certificate certificate{.id = local.make_id<CertificateId>(),
                                    .not_before = identity.not_before,
                                    .not_after = identity.not_after,
                                    .issuer = identity.issuer,
                                    .ari_id = {},
                                    .directory = {},
                                    .sealed_key = {}};
    auto sealed = sealer->seal(key, tls::certificate_purpose(import.host, certificate.id));
    if (!sealed) {
        return failed("cannot seal the key: " + sentence(sealed.error()));
    }
    certificate.sealed_key = *std::move(sealed);
    const model::Life life{.not_before = identity.not_before, .not_after = identity.not_after};
    model::note_success(*work, life, {.host = import.host, .now = now});
    work->next = now;
    write::StoreCertificate command{
        .save = {.host = import.host, .owner = write::kNoLease, .work = *std::move(work)},
        .certificate = std::move(certificate),
        .chain_pem = std::move(chain)};
    return local.run(std::move(command), "store the certificate")
               ? print_host(import.host, "notAfter", text::format_iso_seconds(identity.not_after))
               : kFailed;
}

int import_files(const ServerOptions& options, Arguments words) {
    const auto import = read_import(words);
    if (!import) {
        return bad_usage(import.error());
    }
    auto chain = tls::read_file(import->chain);
    if (!chain) {
        return failed("cannot read " + import->chain + ": " + sentence(chain.error()));
    }
    const auto key = tls::read_file(import->key);
    if (!key) {
        return failed("cannot read " + import->key + ": " + sentence(key.error()));
    }
    const auto identity = tls::read_identity(*chain, *key);
    if (!identity) {
        return failed(import->chain + " and " + import->key +
                      " are not a certificate chain (leaf first) and its key, both PEM");
    }
    auto store = LocalStore::open(options, LocalStore::Missing::kRefuse);
    if (!store) {
        return store.error();
    }
    LocalStore& local = **store;
    const auto now = std::chrono::floor<std::chrono::seconds>(local.now());
    if (const std::string wrong = complaint(*identity, *import, now); !wrong.empty()) {
        return failed(wrong);
    }
    const bool claimed = local.reader()
                             .read([&](const store::Snapshot& snapshot) {
                                 return store::domain_claim(snapshot, import->host);
                             })
                             .has_value();
    if (!claimed && !text::is_inside(import->host, local.config().base_domain)) {
        return failed(import->host + " is neither a page's customDomain nor inside " +
                      local.config().base_domain + ": claim it first");
    }
    return store_import(local, *import, *identity, *std::move(chain), *key);
}

}  // namespace

int cmd_cert(Arguments arguments) {
    const auto options = take_server_options(arguments);
    if (!options) {
        return bad_usage(options.error());
    }
    const Arguments words(options->rest);
    if (words.size() == 1 && words.front() == "list") {
        return list(*options);
    }
    if (words.size() == 2 && words.front() == "renew") {
        return renew(*options, words[1]);
    }
    if (!words.empty() && words.front() == "import") {
        return import_files(*options, words.subspan(1));
    }
    return bad_usage(
        "cert is followed by list, renew HOST or import --host HOST --chain FILE --key FILE");
}

}  // namespace ks::cli
