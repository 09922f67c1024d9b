// SPDX-License-Identifier: Apache-2.0
// kamustatus check: what is wrong with the configuration and the store, one line each.
#include "local_store.hpp"

#include "edge/tls/files.hpp"
#include "edge/tls/identity.hpp"
#include "storage/store/readers.hpp"

#include <cstring>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace ks::cli {
namespace {

using Findings = std::vector<std::string>;

/// The system's words for a file that cannot be read.
std::string why(const Error& error) {
    return error.code == Errc::kIo && error.detail > 0 ? std::strerror(error.detail)
           : error.code == Errc::kTooLarge             ? "it is larger than 1 MiB"
                                                       : "it cannot be read";
}

/// Its content; without one, the finding is made.
std::optional<std::string> read_named(std::string_view key,
                                      const std::string& path,
                                      Findings& findings) {
    auto content = tls::read_file(path);
    if (content) {
        return *std::move(content);
    }
    findings.push_back(std::string(key) + ": cannot read " + path + ": " + why(content.error()) +
                       "; correct the path, or let this user read the file");
    return std::nullopt;
}

void check_certificates(const config::Config& config, Findings& findings) {
    for (const config::Certificate& row : config.tls.certificates) {
        const auto chain = read_named("tls.certificates", row.chain, findings);
        // One file may hold both.
        const auto key =
            row.key == row.chain ? chain : read_named("tls.certificates", row.key, findings);
        if (chain && key && !tls::read_identity(*chain, *key)) {
            findings.push_back("tls.certificates: " + row.chain + " and " + row.key +
                               " are not a certificate and its key; give a chain in PEM, the "
                               "server's certificate first, and the key that belongs to it");
        }
    }
    if (!config.probe.ca_file.empty()) {
        read_named("probe.ca_file", config.probe.ca_file, findings);
    }
}

/// What cannot be read of one project is told by the id of what is damaged.
Result<void> check_project(const store::Snapshot& snapshot, ProjectId project, Findings& findings) {
    const auto damaged = [&findings](const std::string& id, const Error& error) {
        findings.push_back("store: " + id + " cannot be read: " + sentence(error) +
                           " Restore the data directory from a backup");
    };
    KS_TRY(const std::vector<MonitorId> monitors,
           store::project_monitors(snapshot, project, MonitorId{}, SIZE_MAX));
    for (const MonitorId& id : monitors) {
        const auto monitor = store::monitor(snapshot, id);
        const auto history = store::history(snapshot, id);
        if (!monitor || !history) {
            damaged(id.text(), !monitor ? monitor.error() : history.error());
        }
    }
    KS_TRY(const std::vector<PageId> pages,
           store::project_pages(snapshot, project, PageId{}, SIZE_MAX));
    for (const PageId& id : pages) {
        std::vector<record::EntryView> entries;
        const auto page = store::page(snapshot, id);
        const auto read = store::page_entries(snapshot, id, entries);
        if (!page || !read) {
            damaged(id.text(), !page ? page.error() : read.error());
        }
    }
    return {};
}

void check_store(const std::filesystem::path& directory, Findings& findings) {
    if (!std::filesystem::exists(directory / "data.mdb")) {
        return;  // the server makes it at its first start
    }
    lmdb::Env::Options place;
    place.directory = directory;
    const auto store = store::Store::open(place);
    if (!store) {
        findings.push_back("data_dir: cannot open the store in " + directory.string() + ": " +
                           sentence(store.error()) +
                           " Give the place of a store, or restore it from a backup");
        return;
    }
    store::Reader reader(**store);
    const auto read = reader.read([&](const store::Snapshot& snapshot) -> Result<void> {
        KS_TRY(const std::vector<record::Project> projects, store::projects(snapshot));
        for (const record::Project& project : projects) {
            KS_CHECK(check_project(snapshot, project.id, findings));
        }
        return {};
    });
    if (!read) {
        findings.push_back("data_dir: cannot read the store in " + directory.string() + ": " +
                           sentence(read.error()) + " Restore the data directory from a backup");
    }
}

void check_directory(const std::filesystem::path& directory, Findings& findings) {
    std::error_code fault;
    const bool exists = std::filesystem::exists(directory, fault);
    if (exists && !std::filesystem::is_directory(directory, fault)) {
        findings.push_back("data_dir: " + directory.string() +
                           " is not a directory; give the path of one");
    } else if (exists && ::access(directory.c_str(), R_OK | W_OK | X_OK) != 0) {
        findings.push_back(
            "data_dir: " + directory.string() +
            " is not writable for this user; give it to the user that runs the server");
    }
}

}  // namespace

int cmd_check(Arguments arguments) {
    const auto options = take_server_options(arguments);
    if (!options) {
        return bad_usage(options.error());
    }
    if (!options->rest.empty()) {
        return bad_usage("check does not know \"" + std::string(options->rest.front()) + "\"");
    }
    const auto config = load_config(*options);
    if (!config) {
        return config.error();
    }
    Findings findings;
    check_certificates(*config, findings);
    check_directory(config->data_dir, findings);
    if (findings.empty()) {
        check_store(config->data_dir, findings);
    }
    for (const std::string& finding : findings) {
        failed(finding);
    }
    if (!findings.empty()) {
        return kFailed;
    }
    std::cout << "ok\n";
    return kOk;
}

}  // namespace ks::cli
