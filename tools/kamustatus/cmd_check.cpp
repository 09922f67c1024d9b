// SPDX-License-Identifier: Apache-2.0
// kamustatus check: what is wrong with the configuration and the store, one line each.
#include "local_store.hpp"

#include "edge/tls/files.hpp"
#include "edge/tls/identity.hpp"
#include "storage/store/readers.hpp"

#include <filesystem>
#include <iostream>
#include <string>
#include <unistd.h>
#include <vector>

namespace ks::cli {
namespace {

using Findings = std::vector<std::string>;

void check_certificates(const config::Config& config, Findings& findings) {
    for (const config::Certificate& row : config.tls.certificates) {
        const auto chain = tls::read_file(row.chain);
        const auto key = tls::read_file(row.key);
        if (!chain) {
            findings.push_back("tls.certificates: cannot read " + row.chain + ": " +
                               sentence(chain.error()));
        }
        if (!key) {
            findings.push_back("tls.certificates: cannot read " + row.key + ": " +
                               sentence(key.error()));
        }
        if (chain && key && !tls::read_identity(*chain, *key)) {
            findings.push_back("tls.certificates: " + row.chain + " and " + row.key +
                               " are not a certificate and its key");
        }
    }
    if (!config.probe.ca_file.empty()) {
        if (const auto roots = tls::read_file(config.probe.ca_file); !roots) {
            findings.push_back("probe.ca_file: cannot read " + config.probe.ca_file + ": " +
                               sentence(roots.error()));
        }
    }
}

/// What cannot be read of one project is told by the id of what is damaged.
Result<void> check_project(const store::Snapshot& snapshot, ProjectId project, Findings& findings) {
    const auto damaged = [&findings](const std::string& id, const Error& error) {
        findings.push_back("store: " + id + " cannot be read: " + sentence(error) +
                           " Restore a backup.");
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
                           sentence(store.error()));
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
        findings.push_back("store: cannot be read: " + sentence(read.error()));
    }
}

void check_directory(const std::filesystem::path& directory, Findings& findings) {
    std::error_code fault;
    const bool exists = std::filesystem::exists(directory, fault);
    if (exists && !std::filesystem::is_directory(directory, fault)) {
        findings.push_back("data_dir: " + directory.string() + " is not a directory");
    } else if (exists && ::access(directory.c_str(), R_OK | W_OK | X_OK) != 0) {
        findings.push_back("data_dir: " + directory.string() + " is not writable for this user");
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
        std::cout << finding << '\n';
    }
    if (!findings.empty()) {
        return kFailed;
    }
    std::cout << "ok\n";
    return kOk;
}

}  // namespace ks::cli
