// SPDX-License-Identifier: Apache-2.0
#include "edge/acme/session.hpp"

#include "core/base/errc.hpp"
#include "core/text/json_out.hpp"
#include "edge/acme/jws.hpp"
#include "edge/loop/log.hpp"

#include <algorithm>

namespace ks::acme {
namespace {

/// At a CA that refuses every fifth nonce, all of these fail once in 390,000 requests.
constexpr int kNonceTries = 8;
constexpr int kPatience = 3;
constexpr std::size_t kNoncesMax = 64;
/// CAs forget nonces after a while; an old one only costs a round trip more.
constexpr std::chrono::minutes kNonceLife{5};
constexpr std::chrono::hours kDirectoryLife{24};

Failure local(const Error& error, std::string_view doing) {
    return {.kind = FailureKind::kLocal,
            .words = "This server could not " + std::string(doing) + ": " +
                     std::string(info(error.code).text) + "."};
}

Failure account_failure(std::string words) {
    return {.kind = FailureKind::kAccount, .words = std::move(words)};
}

Attempt<std::string> address_of_account(const Reply& reply) {
    const std::string status = read_account_status(reply);
    if (status != "valid") {
        return account_failure("The CA calls our account '" + status +
                               "': ask the CA, or remove the stored account to make a new one.");
    }
    if (!is_acme_url(reply.location)) {
        return Failure{
            .kind = FailureKind::kBadAnswer,
            .words = "The CA did not tell our account's address (RFC 8555 section 7.3)."};
    }
    return reply.location;
}

}  // namespace

Session::Session(loop::Reactor& reactor, AccountKeeper& keeper, DirectoryOptions options, Pace pace)
    : reactor_(reactor),
      keeper_(keeper),
      options_(std::move(options)),
      pace_(pace),
      http_(reactor, options_.ca_file, pace.transfer),
      directory_turn_(reactor),
      account_turn_(reactor) {}

loop::Task<Attempt<Reply>> Session::exchange(Method method, std::string url, std::string body) {
    KS_CO_TRY(Reply reply, co_await http_.send(method, url, std::move(body)));
    if (!reply.nonce.empty()) {
        pool(reply.nonce);
    }
    if (!reply.good()) {
        co_return failure_of(reply, url);
    }
    co_return reply;
}

loop::Task<bool> Session::sit_out(const Failure& failure, int number) {
    std::chrono::milliseconds pause = pace_.first_gap * (1 << number);
    if (failure.kind != FailureKind::kRetryLater || number + 1 >= kPatience ||
        failure.retry_after > pace_.gap_max) {
        co_return false;
    }
    pause = std::max<std::chrono::milliseconds>(pause, failure.retry_after);
    co_await reactor_.sleep(pause);
    co_return true;
}

loop::Task<Attempt<Reply>> Session::get(std::string url) {
    for (int number = 0;; ++number) {
        Attempt<Reply> reply = co_await exchange(Method::kGet, url, "");
        if (reply || !co_await sit_out(reply.error(), number)) {
            co_return reply;
        }
    }
}

loop::Task<Attempt<Reply>> Session::fetch(LoginPtr login, std::string url) {
    for (int number = 0;; ++number) {
        Attempt<Reply> reply = co_await post(login, url, "");
        if (reply || !co_await sit_out(reply.error(), number)) {
            co_return reply;
        }
    }
}

bool Session::is_recent(const Recent& recent) const noexcept {
    return recent.failure && reactor_.clock().monotonic() < recent.until;
}

void Session::remember(Recent& recent, const Failure& failure) {
    recent.failure = failure;
    recent.until = reactor_.clock().monotonic() + pace_.gap_max;
}

loop::Task<Attempt<DirectoryPtr>> Session::directory() {
    const auto held = co_await directory_turn_.take();
    if (directory_ != nullptr && reactor_.clock().monotonic() < directory_until_) {
        co_return directory_;
    }
    if (is_recent(no_directory_)) {
        co_return *no_directory_.failure;
    }
    Attempt<DirectoryPtr> loaded = co_await load_directory();
    if (!loaded) {
        remember(no_directory_, loaded.error());
    }
    co_return loaded;
}

loop::Task<Attempt<DirectoryPtr>> Session::load_directory() {
    KS_CO_TRY(const Reply reply, co_await get(options_.url));
    KS_CO_TRY(Directory read, read_directory(reply));
    if (!options_.profile.empty() &&
        std::ranges::find(read.profiles, options_.profile) == read.profiles.end()) {
        loop::log(loop::LogLevel::kWarning,
                  "acme_profile_unknown",
                  {{"directory", options_.url}, {"profile", options_.profile}});
    }
    directory_ = std::make_shared<const Directory>(std::move(read));
    directory_until_ = reactor_.clock().monotonic() + kDirectoryLife;
    co_return directory_;
}

void Session::pool(const std::string& nonce) {
    if (nonces_.size() == kNoncesMax) {
        nonces_.erase(nonces_.begin());
    }
    nonces_.emplace_back(nonce, reactor_.clock().monotonic());
}

std::optional<std::string> Session::pooled_nonce() {
    const Monotonic oldest = reactor_.clock().monotonic() - kNonceLife;
    if (nonces_.empty() || nonces_.back().second < oldest) {
        nonces_.clear();  // the last one is the youngest
        return std::nullopt;
    }
    std::string nonce = std::move(nonces_.back().first);
    nonces_.pop_back();
    return nonce;
}

loop::Task<Attempt<std::string>> Session::nonce() {
    if (auto pooled = pooled_nonce()) {
        co_return *std::move(pooled);
    }
    KS_CO_TRY(const DirectoryPtr known, co_await directory());
    for (int number = 0;; ++number) {
        KS_CO_TRY(Reply reply, co_await http_.send(Method::kHead, known->new_nonce, ""));
        if (reply.good() && !reply.nonce.empty()) {
            co_return std::move(reply.nonce);
        }
        Failure failure = failure_of(reply, known->new_nonce);
        if (reply.good()) {
            failure = {.kind = FailureKind::kBadAnswer,
                       .words = "The CA answered newNonce without a nonce (RFC 8555 section 7.2)."};
        }
        if (!co_await sit_out(failure, number)) {
            forget_directory();
            co_return failure;
        }
    }
}

loop::Task<Attempt<Reply>> Session::signed_post(Signer signer,
                                                std::string url,
                                                std::string payload) {
    for (int number = 0;; ++number) {
        KS_CO_TRY(const std::string fresh, co_await nonce());
        const ProtectedHeader header{.nonce = fresh, .url = url, .kid = signer.kid};
        auto body = sign_request(signer.key, header, payload);
        if (!body) {
            co_return local(body.error(), "sign a request to the CA");
        }
        Attempt<Reply> reply = co_await exchange(Method::kPost, url, *std::move(body));
        // The refusal brought a new nonce (section 6.5), which is now the pool's youngest.
        const bool refused = !reply && reply.error().type == "badNonce";
        if (!refused || number + 1 == kNonceTries) {
            co_return reply;
        }
    }
}

loop::Task<Attempt<Reply>> Session::post(LoginPtr login, std::string url, std::string payload) {
    // `login` stays in this frame: the signer refers to its key.
    co_return co_await signed_post(
        Signer{.key = login->key, .kid = login->url}, std::move(url), std::move(payload));
}

void Session::forget(const LoginPtr& refused) {
    if (login_ == refused) {
        login_ = nullptr;
        refused_account_ = refused->url;
    }
}

loop::Task<Attempt<LoginPtr>> Session::login() {
    const auto held = co_await account_turn_.take();
    if (login_ != nullptr) {
        co_return login_;
    }
    if (is_recent(no_login_)) {
        co_return *no_login_.failure;
    }
    Attempt<LoginPtr> loaded = co_await load_account();
    if (!loaded) {
        remember(no_login_, loaded.error());
    }
    co_return loaded;
}

loop::Task<Attempt<LoginPtr>> Session::load_account() {
    auto stored = co_await keeper_.load();
    if (!stored) {
        co_return local(stored.error(), "read the ACME account");
    }
    Account account = *std::move(stored);
    const bool may_exist = !account.key_pem.empty();
    if (!may_exist) {
        auto made = tls::new_p256_key();
        if (!made) {
            co_return local(made.error(), "make a key for the ACME account");
        }
        account = {.key_pem = *std::move(made), .url = {}};
        if (const auto kept = co_await keeper_.keep(account); !kept) {
            co_return local(kept.error(), "store the key of the ACME account");
        }
    }
    co_return co_await open_account(std::move(account), may_exist);
}

loop::Task<Attempt<LoginPtr>> Session::open_account(Account account, bool may_exist) {
    auto key = tls::SigningKey::parse(account.key_pem);
    if (!key) {
        co_return local(key.error(), "use the stored key of the ACME account");
    }
    if (account.url.empty() || account.url == refused_account_) {
        // Looking first spares a binding key that the CA takes only once.
        Attempt<std::string> url = std::string{};
        if (may_exist) {
            url = co_await find_account(*key);
        }
        if (url && url->empty()) {
            url = co_await make_account(*key);
        }
        if (!url) {
            co_return url.error();
        }
        account.url = *url;
        if (const auto kept = co_await keeper_.keep(account); !kept) {
            co_return local(kept.error(), "store the address of the ACME account");
        }
        refused_account_.clear();
    }
    std::string print = thumbprint(*key);
    login_ = std::make_shared<const Login>(Login{
        .key = *std::move(key), .url = std::move(account.url), .thumbprint = std::move(print)});
    co_return login_;
}

loop::Task<Attempt<std::string>> Session::find_account(const tls::SigningKey& key) {
    KS_CO_TRY(const DirectoryPtr known, co_await directory());
    const Attempt<Reply> reply = co_await signed_post(
        Signer{.key = key, .kid = {}}, known->new_account, R"({"onlyReturnExisting":true})");
    if (!reply && reply.error().type == "accountDoesNotExist") {
        co_return std::string{};
    }
    KS_CO_CHECK(reply);
    co_return address_of_account(*reply);
}

Attempt<std::string> Session::account_request(const Directory& directory,
                                              const tls::SigningKey& key) {
    if (!directory.terms.empty() && !options_.agree_tos) {
        return account_failure("The CA's terms are not agreed to: read " + directory.terms +
                               ", then set acme.agree_tos = true.");
    }
    const bool bound = !options_.eab_key_id.empty();
    if (directory.external_account_required && !bound) {
        Problem problem;
        problem.type = "externalAccountRequired";
        return failure_of(problem, ProblemPlace::kAnswer);
    }
    std::string json;
    text::JsonOut out(json);
    out.begin_object().key("termsOfServiceAgreed").boolean(options_.agree_tos);
    if (!options_.email.empty()) {
        out.key("contact").begin_array().string("mailto:" + options_.email).end_array();
    }
    if (bound) {
        const auto binding =
            bind_account(key, options_.eab_key_id, options_.eab_hmac_key, directory.new_account);
        if (!binding) {
            return account_failure(
                "acme.eab_hmac_key is not base64url: copy it anew from the CA's account page.");
        }
        out.key("externalAccountBinding").raw(*binding);
    }
    out.end_object();
    return json;
}

loop::Task<Attempt<std::string>> Session::make_account(const tls::SigningKey& key) {
    KS_CO_TRY(const DirectoryPtr known, co_await directory());
    KS_CO_TRY(const std::string request, account_request(*known, key));
    KS_CO_TRY(const Reply reply,
              co_await signed_post(Signer{.key = key, .kid = {}}, known->new_account, request));
    KS_CO_TRY(std::string url, address_of_account(reply));
    loop::log(loop::LogLevel::kInfo, "acme_account", {{"url", url}});
    co_return url;
}

}  // namespace ks::acme
