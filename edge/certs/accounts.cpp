// SPDX-License-Identifier: Apache-2.0
#include "edge/certs/accounts.hpp"

#include "storage/store/certificates.hpp"

namespace ks::certs {
namespace {

std::string purpose(const std::string& directory) {
    return "account " + directory;
}

}  // namespace

loop::Task<Result<acme::Account>> Accounts::load() {
    const auto stored = ledger_.reactor().reader().read([&](const store::Snapshot& snapshot) {
        return store::acme_account(store::View(snapshot), directory_);
    });
    if (!stored) {
        co_return stored.error().code == Errc::kNotFound ? Result<acme::Account>(acme::Account{})
                                                         : Result<acme::Account>(stored.error());
    }
    auto key = ledger_.sealer().open(stored->sealed_key, purpose(directory_));
    if (!key) {
        co_return key.error();
    }
    co_return acme::Account{.key_pem = *std::move(key), .url = stored->url};
}

loop::Task<Result<void>> Accounts::keep(const acme::Account& account) {
    auto sealed = ledger_.sealer().seal(account.key_pem, purpose(directory_));
    if (!sealed) {
        co_return sealed.error();
    }
    write::SaveAccount save{.owner = ledger_.owner(),
                            .directory = directory_,
                            .account = {.url = account.url, .sealed_key = *std::move(sealed)}};
    write::Command command(std::move(save));
    co_return co_await ledger_.run(std::move(command));
}

}  // namespace ks::certs
