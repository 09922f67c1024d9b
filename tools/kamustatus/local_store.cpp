// SPDX-License-Identifier: Apache-2.0
#include "local_store.hpp"

#include "edge/tls/digest.hpp"

#include <cstring>
#include <iostream>
#include <utility>

namespace ks::cli {

std::string sentence(const Error& error) {
    // The store's own code says less here than what the system or LMDB said.
    const bool store = error.code == Errc::kStoreUnavailable;
    if (store && error.detail > 0) {
        return std::string(std::strerror(error.detail)) + ".";
    }
    if (store && error.detail < 0) {
        return "It is damaged or not a kamustatus store (LMDB code " +
               std::to_string(error.detail) + ").";
    }
    return std::string(info(error.code).text);
}

int failed(std::string_view text) {
    std::cerr << "kamustatus: " << text << '\n';
    return kFailed;
}

std::expected<std::unique_ptr<LocalStore>, int> LocalStore::open(const ServerOptions& options,
                                                                 Missing missing) {
    const auto config = load_config(options);
    if (!config) {
        return std::unexpected(config.error());
    }
    if (missing == Missing::kRefuse &&
        !std::filesystem::exists(std::filesystem::path(config->data_dir) / "data.mdb")) {
        return std::unexpected(failed("there is no store in " + config->data_dir +
                                      " (data_dir): give its place with --data-dir or --config."));
    }
    lmdb::Env::Options place;
    place.directory = config->data_dir;
    auto store = store::Store::open(place);
    if (!store) {
        return std::unexpected(failed("cannot open the store in " + config->data_dir +
                                      " (data_dir): " + sentence(store.error()) +
                                      " Give its place with --data-dir or --config."));
    }
    return std::unique_ptr<LocalStore>(new LocalStore(*config, *std::move(store)));
}

LocalStore::LocalStore(config::Config config, std::unique_ptr<store::Store> store)
    : config_(std::move(config)),
      store_(std::move(store)),
      reader_(*store_),
      writer_(*store_),
      ids_(tls::random_u64(), tls::random_u64()) {}

bool LocalStore::run(write::Command command, std::string_view what) {
    const write::Outcome outcome = writer_.run(std::move(command));
    if (outcome.code == Errc::kOk) {
        return true;
    }
    std::string text = "cannot " + std::string(what) + ": " + std::string(info(outcome.code).text);
    if (!outcome.subject.empty()) {
        text += " (" + outcome.subject + ")";
    }
    failed(text);
    return false;
}

}  // namespace ks::cli
