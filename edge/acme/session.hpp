// SPDX-License-Identifier: Apache-2.0
// One account's talk with one directory: addresses, nonces, the account itself, and signed
// requests.
#pragma once

#include "edge/acme/http.hpp"
#include "edge/acme/issuer.hpp"
#include "edge/acme/objects.hpp"
#include "edge/acme/turn.hpp"
#include "edge/tls/signing_key.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ks::acme {

/// An account that the CA has named.
struct Login {
    tls::SigningKey key;
    std::string url;
    std::string thumbprint;
};

using LoginPtr = std::shared_ptr<const Login>;
using DirectoryPtr = std::shared_ptr<const Directory>;

class Session {
public:
    Session(loop::Reactor& reactor, AccountKeeper& keeper, DirectoryOptions options, Pace pace);

    [[nodiscard]] const DirectoryOptions& options() const noexcept { return options_; }

    [[nodiscard]] const Pace& pace() const noexcept { return pace_; }

    [[nodiscard]] loop::Reactor& reactor() noexcept { return reactor_; }

    /// Kept for a day, or until forget_directory().
    [[nodiscard]] loop::Task<Attempt<DirectoryPtr>> directory();

    void forget_directory() noexcept { directory_ = nullptr; }

    /// Loads, finds or makes the account; one request at a time however many ask.
    [[nodiscard]] loop::Task<Attempt<LoginPtr>> login();
    /// The CA does not know `refused`: the next login() finds or makes it anew with the same key.
    void forget(const LoginPtr& refused);

    /// Signed with `login`. A refused nonce is replaced, up to a bound. `payload` empty:
    /// POST-as-GET. Errors: what failure_of(reply) says, and those of Http::send().
    [[nodiscard]] loop::Task<Attempt<Reply>> post(LoginPtr login,
                                                  std::string url,
                                                  std::string payload);
    /// POST-as-GET; passing troubles are sat out a little, as asking again costs nothing.
    [[nodiscard]] loop::Task<Attempt<Reply>> fetch(LoginPtr login, std::string url);
    /// Unsigned GET with the same patience.
    [[nodiscard]] loop::Task<Attempt<Reply>> get(std::string url);

private:
    struct Signer {
        const tls::SigningKey& key;
        std::string kid;  ///< empty: by the key itself
    };

    /// A failure that those who waited for the same thing share instead of failing one by one.
    struct Recent {
        std::optional<Failure> failure;
        Monotonic until{};
    };

    [[nodiscard]] bool is_recent(const Recent& recent) const noexcept;
    void remember(Recent& recent, const Failure& failure);
    loop::Task<Attempt<DirectoryPtr>> load_directory();
    loop::Task<Attempt<LoginPtr>> load_account();
    loop::Task<Attempt<Reply>> exchange(Method method, std::string url, std::string body);
    loop::Task<Attempt<Reply>> signed_post(Signer signer, std::string url, std::string payload);
    loop::Task<Attempt<std::string>> nonce();
    loop::Task<Attempt<LoginPtr>> open_account(Account account, bool may_exist);
    loop::Task<Attempt<std::string>> find_account(const tls::SigningKey& key);
    loop::Task<Attempt<std::string>> make_account(const tls::SigningKey& key);
    Attempt<std::string> account_request(const Directory& directory, const tls::SigningKey& key);
    std::optional<std::string> pooled_nonce();
    void pool(const std::string& nonce);
    /// Sleeps before attempt `number` + 1 at a request; false: not worth another.
    loop::Task<bool> sit_out(const Failure& failure, int number);

    loop::Reactor& reactor_;
    AccountKeeper& keeper_;
    DirectoryOptions options_;
    Pace pace_;
    Http http_;
    Turn directory_turn_;
    Turn account_turn_;
    DirectoryPtr directory_;
    Monotonic directory_until_{};
    Recent no_directory_;
    LoginPtr login_;
    Recent no_login_;
    std::string refused_account_;
    std::vector<std::pair<std::string, Monotonic>> nonces_;
};

}  // namespace ks::acme
