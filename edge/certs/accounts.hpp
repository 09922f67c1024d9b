// SPDX-License-Identifier: Apache-2.0
// The account at one directory, kept sealed in the store.
#pragma once

#include "edge/acme/issuer.hpp"
#include "edge/certs/ledger.hpp"

#include <string>

namespace ks::certs {

class Accounts final : public acme::AccountKeeper {
public:
    Accounts(Ledger& ledger, std::string directory)
        : ledger_(ledger), directory_(std::move(directory)) {}

    [[nodiscard]] loop::Task<Result<acme::Account>> load() override;
    [[nodiscard]] loop::Task<Result<void>> keep(const acme::Account& account) override;

private:
    Ledger& ledger_;
    std::string directory_;
};

}  // namespace ks::certs
