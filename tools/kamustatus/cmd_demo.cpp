// SPDX-License-Identifier: Apache-2.0
// kamustatus demo: a server with a ready-made project whose services really go down and come back.
#include "demo/live.hpp"
#include "demo/plan.hpp"
#include "local_store.hpp"
#include "server_options.hpp"

#include "edge/app/signals.hpp"
#include "storage/upkeep/data_lock.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>

namespace ks::cli {
namespace {

/// Where the first start put the live services, so that the next finds the same ports.
std::filesystem::path ports_file(const std::filesystem::path& data_dir) {
    return data_dir / "demo-ports";
}

demo::Ports read_ports(const std::filesystem::path& data_dir) {
    demo::Ports ports;
    std::ifstream(ports_file(data_dir)) >> ports.http >> ports.tcp[0] >> ports.tcp[1];
    return ports;
}

void write_ports(const std::filesystem::path& data_dir, const demo::Ports& ports) {
    std::ofstream(ports_file(data_dir))
        << ports.http << ' ' << ports.tcp[0] << ' ' << ports.tcp[1] << '\n';
}

/// Held while the demo is made or reopened: it must not pull the ground from under a running one.
demo::Said<upkeep::DataLock> lock_demo(const std::filesystem::path& data_dir) {
    std::error_code fault;
    std::filesystem::create_directories(data_dir, fault);
    std::string holder;
    auto lock = upkeep::DataLock::acquire(data_dir, holder);
    if (lock) {
        return *std::move(lock);
    }
    if (lock.error().code == Errc::kStoreLocked) {
        return std::unexpected(
            "another server" + (holder.empty() ? std::string() : " (process " + holder + ")") +
            " is running on " + data_dir.string() + ": stop it or give another --data-dir");
    }
    return std::unexpected("cannot lock " + data_dir.string() + ": " + sentence(lock.error()));
}

/// Stands while the demo is being made: found at a start, the making was cut short and begins anew.
std::filesystem::path unfinished_mark(const std::filesystem::path& data_dir) {
    return data_dir / "demo-unfinished";
}

void clear_unfinished(const std::filesystem::path& data_dir) {
    if (!std::filesystem::exists(unfinished_mark(data_dir))) {
        return;
    }
    for (const char* name : {"data.mdb", "lock.mdb", "demo-key", "demo-ports"}) {
        std::filesystem::remove(data_dir / name);
    }
}

/// The store is closed again before the server opens it: one environment a process and directory.
demo::Said<demo::Seeded> prepare(const std::filesystem::path& data_dir, const demo::Ports& ports) {
    clear_unfinished(data_dir);
    const bool first = !std::filesystem::exists(data_dir / "data.mdb");
    if (first) {
        std::ofstream(unfinished_mark(data_dir)) << "The demo was not made to its end.\n";
    }
    lmdb::Env::Options place;
    place.directory = data_dir;
    const auto store = store::Store::open(place);
    if (!store) {
        return std::unexpected("cannot open the store in " + data_dir.string() + ": " +
                               sentence(store.error()));
    }
    if (first) {
        std::cerr << "kamustatus: making the demo in " << data_dir.string()
                  << " (a few seconds, the first time only)\n";
    }
    auto seeded = first ? demo::make_demo(**store, data_dir, ports)
                        : demo::reopen_demo(**store, data_dir, ports);
    if (seeded) {
        std::filesystem::remove(unfinished_mark(data_dir));
    }
    return seeded;
}

std::string quoted(const std::string& word) {
    std::string text = "'";
    for (const char c : word) {
        text += c == '\'' ? "'\\''" : std::string(1, c);
    }
    return text + "'";
}

std::string with_port(const std::string& host, std::uint16_t port) {
    return "https://" + host + (port == 443 ? "" : ":" + std::to_string(port));
}

demo::Upstream upstream_of(const app::Listening& at) {
    const std::uint16_t port = at.https.empty() ? std::uint16_t{443} : at.https.front().port();
    std::string address = at.https.empty() ? "127.0.0.1" : at.https.front().address().to_string();
    if (address == "0.0.0.0" || address == "::") {
        address = "127.0.0.1";
    }
    const std::string host = "app.localhost";
    return {.origin = with_port(host, port),
            .resolve = host + ":" + std::to_string(port) + ":" + address,
            .ca_file = std::filesystem::absolute(at.ca_file).string()};
}

void print_facts(const app::Listening& at, const demo::Upstream& upstream, const std::string& key) {
    for (const demo::PlannedPage& page : demo::pages()) {
        std::cout << "page " << with_port(page.slug + ".localhost", at.public_https_port) << "/\n";
        if (!page.custom_domain.empty()) {
            std::cout << "page " << with_port(page.custom_domain, at.public_https_port) << "/\n";
        }
    }
    std::cout << "api " << upstream.origin << "/api\n"
              << "api-key " << key << '\n'
              << "ca " << upstream.ca_file << '\n'
              << "try: curl -sS --cacert " << quoted(upstream.ca_file) << " --resolve "
              << upstream.resolve << " -H " << quoted("x-api-key: " + key) << ' ' << upstream.origin
              << "/api/status-pages" << std::endl;
}

/// What the demo is, over what the user gave.
ServerOptions with_defaults(ServerOptions options) {
    const auto add = [&options](const std::string& path, config::Value value) {
        if (std::ranges::find(options.overrides, path, &config::Entry::path) ==
            options.overrides.end()) {
            options.overrides.push_back({path, std::move(value)});
        }
    };
    const auto list_of = [](const char* text) {
        config::Value value;
        value.data = std::vector<config::Value>{config::Value{.data = std::string(text)}};
        return value;
    };
    add("data_dir", config::Value{.data = std::string("kamustatus-demo")});
    add("base_domain", config::Value{.data = std::string("localhost")});
    add("listen.http", list_of("127.0.0.1:8080"));
    add("listen.https", list_of("127.0.0.1:8443"));
    add("dns.verify", config::Value{.data = false});
    add("probe.allow_private", config::Value{.data = true});
    return options;
}

}  // namespace

int cmd_demo(Arguments arguments) {
    auto options = take_server_options(arguments);
    if (!options) {
        return bad_usage(options.error());
    }
    const auto& given = options->overrides;
    if (!options->rest.empty() || !options->config_file.empty() ||
        std::ranges::find(given, "base_domain", &config::Entry::path) != given.end()) {
        return bad_usage("demo takes --data-dir, --http and --https only");
    }
    const auto config = load_config(with_defaults(*std::move(options)));
    if (!config) {
        return config.error();
    }
    const std::filesystem::path data_dir = config->data_dir;
    std::optional<upkeep::DataLock> lock;
    if (auto locked = lock_demo(data_dir); locked) {
        lock.emplace(*std::move(locked));
    } else {
        return failed(locked.error());
    }
    auto services = demo::LiveServices::open(read_ports(data_dir));
    if (!services) {
        return failed(services.error());
    }
    const auto seeded = prepare(data_dir, (*services)->ports());
    if (!seeded) {
        return failed(seeded.error());
    }
    write_ports(data_dir, (*services)->ports());
    lock.reset();  // the server takes its own
    return app::serve(*config, [&](const app::Listening& at) {
        const demo::Upstream upstream = upstream_of(at);
        (*services)->start(*seeded, upstream);
        print_facts(at, upstream, seeded->api_key);
    });
}

}  // namespace ks::cli
