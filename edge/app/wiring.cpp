// SPDX-License-Identifier: Apache-2.0
#include "edge/app/wiring.hpp"

#include "edge/app/control.hpp"
#include "edge/app/sender_options.hpp"
#include "edge/app/worker.hpp"
#include "edge/io/address.hpp"
#include "edge/loop/log.hpp"
#include "edge/loop/wall_clock.hpp"
#include "edge/tls/digest.hpp"
#include "edge/tls/files.hpp"
#include "storage/store/readers.hpp"
#include "storage/upkeep/data_lock.hpp"
#include "storage/write/inline_writer.hpp"
#include "storage/write/writer.hpp"

#include <cstring>
#include <future>
#include <optional>
#include <sched.h>
#include <stdexcept>
#include <sys/resource.h>

namespace ks::app {
namespace {

/// Ends a start-up; the text is the operator's sentence.
[[noreturn]] void refuse(const std::string& sentence) {
    throw std::runtime_error(sentence);
}

std::string reason(const Error& fault) {
    return fault.detail > 0 ? std::string(std::strerror(fault.detail))
                            : std::string(info(fault.code).text);
}

/// Each connection is a descriptor, so the soft limit of 1,024 would be the server's.
void raise_descriptor_limit() noexcept {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

std::uint32_t usable_cores() noexcept {
    cpu_set_t set;
    CPU_ZERO(&set);
    const int count = ::sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return static_cast<std::uint32_t>(std::max(count, 1));
}

serve::Limits limits_of(const config::Limits& rows) {
    serve::Limits limits;
    limits.head.head_bytes = rows.header_bytes;
    limits.head.uri_bytes = rows.uri_bytes;
    limits.head.fields = rows.headers;
    limits.body_bytes_max = rows.body_bytes;
    limits.handshake_timeout = rows.handshake_timeout;
    limits.head_timeout = rows.head_timeout;
    limits.idle_timeout = rows.idle_timeout;
    limits.connection_lifetime = rows.connection_lifetime;
    limits.requests_per_connection = rows.requests_per_connection;
    limits.min_rate = rows.min_rate;
    return limits;
}

upkeep::DataLock lock_data(const std::filesystem::path& directory) {
    std::error_code fault;
    std::filesystem::create_directories(directory, fault);
    if (fault) {
        refuse("cannot make the data directory " + directory.string() + ": " + fault.message());
    }
    std::string holder;
    auto lock = upkeep::DataLock::acquire(directory, holder);
    if (!lock && lock.error().code == Errc::kStoreLocked) {
        refuse("another server" + (holder.empty() ? std::string() : " (process " + holder + ")") +
               " is running on " + directory.string() + ": stop it or choose another data_dir");
    }
    if (!lock) {
        refuse("cannot lock the data directory " + directory.string() + ": " +
               reason(lock.error()));
    }
    return *std::move(lock);
}

std::unique_ptr<store::Store> open_store(const std::filesystem::path& directory) {
    lmdb::Env::Options options;
    options.directory = directory;
    auto store = store::Store::open(options);
    if (!store) {
        refuse("cannot open the store in " + directory.string() + ": " + reason(store.error()));
    }
    return *std::move(store);
}

tls::PemPairs read_pairs(const std::vector<config::Certificate>& rows) {
    tls::PemPairs pairs;
    for (const config::Certificate& row : rows) {
        auto chain = tls::read_file(row.chain);
        if (!chain) {
            refuse("cannot read " + row.chain + " (tls.certificates): " + reason(chain.error()));
        }
        auto key = tls::read_file(row.key);
        if (!key) {
            refuse("cannot read " + row.key + " (tls.certificates): " + reason(key.error()));
        }
        if (!tls::read_identity(*chain, *key)) {
            refuse(row.chain + " and " + row.key +
                   " are not a certificate and its key (tls.certificates)");
        }
        pairs.push_back({row.chain, *std::move(chain), *std::move(key)});
    }
    return pairs;
}

tls::DevCaFiles dev_ca(const std::filesystem::path& directory, UnixSeconds now) {
    auto files = tls::open_dev_ca(directory, now);
    if (!files) {
        refuse("cannot read or make the development CA (ca.pem, ca.key) in " + directory.string() +
               ": " + reason(files.error()));
    }
    return *std::move(files);
}

tls::Sealer sealer_of(const config::Config& config) {
    auto sealer = tls::open_sealer(config.data_dir, config.tls.master_key_file);
    if (!sealer) {
        refuse(sealer.error());
    }
    if (!config.acme.directory.empty() && !config.acme.agree_tos) {
        refuse(
            "a CA is configured (acme.directory), but its terms of service are not agreed to: "
            "read them, then set acme.agree_tos = true");
    }
    return *std::move(sealer);
}

std::vector<io::ListenSet> bind_all(const std::vector<std::string>& addresses,
                                    std::string_view key,
                                    std::size_t count) {
    std::vector<io::ListenSet> sets;
    for (const std::string& address : addresses) {
        const auto endpoint = io::parse_endpoint(address);
        if (!endpoint) {
            refuse("not an address and port: " + address + " (" + std::string(key) + ")");
        }
        auto set = io::ListenSet::bind(*endpoint, count);
        if (!set) {
            refuse("cannot listen on " + address + " (" + std::string(key) +
                   "): " + reason(set.error()));
        }
        sets.push_back(*std::move(set));
    }
    return sets;
}

/// The store's, made at the first start. With a store that cannot be written to, one that lasts as
/// long as this process: pages must be served all the same.
serve::ServerSecret server_secret(store::Store& store) {
    write::KeepSecret made;
    tls::random_bytes(made.secret);
    store::Reader reader(store);
    const auto read = [](const store::Snapshot& snapshot) {
        return store::server_secret(snapshot);
    };
    auto known = reader.read(read);
    if (!known && known.error().code == Errc::kNotFound) {
        const write::Outcome outcome = write::InlineWriter(store).run(made);
        if (outcome.code != Errc::kOk) {
            loop::log(loop::LogLevel::kWarning,
                      "secret_not_stored",
                      {{"code", info(outcome.code).name},
                       {"effect", "visitors of private pages must sign in again after a restart"}});
            return made.secret;
        }
        known = reader.read(read);
    }
    if (!known) {
        refuse("the store's secret cannot be read: " + reason(known.error()));
    }
    return *known;
}

std::string joined(const std::vector<asio::ip::tcp::endpoint>& endpoints) {
    std::string text;
    for (const auto& endpoint : endpoints) {
        text += (text.empty() ? "" : ",") + io::to_text(endpoint);
    }
    return text;
}

}  // namespace

/// In the order of need: each member only refers to those above it.
struct App::Parts {
    Parts(const config::Config& settings, std::function<void()> fatal);
    void build_workers(const config::Config& settings, std::uint32_t count);
    void listen(std::vector<io::ListenSet>& sets,
                serve::Server::Kind kind,
                std::vector<asio::ip::tcp::endpoint>& into);
    [[nodiscard]] loop::Reactor::Parts reactor_parts();
    void tell_writable(bool writable);

    config::Config config;
    loop::WallClock clock;
    upkeep::DataLock lock;
    std::unique_ptr<store::Store> store;
    std::optional<write::Writer> writer;
    serve::Limits limits;
    serve::SiteFacts facts;
    tls::DevCaFiles ca;
    tls::PemPairs certificates;
    tls::Sealer sealer;
    Listening listening;
    loop::SharedTally tally;
    serve::PasswordGate passwords;
    std::optional<Control> control;
    std::function<void(MonitorId)> check_soon;
    std::vector<std::unique_ptr<Worker>> workers;
    std::future<void> ended;  ///< all page reactors; valid once draining
};

App::Parts::Parts(const config::Config& settings, std::function<void()> fatal)
    : config(settings),
      lock(lock_data(settings.data_dir)),
      store(open_store(settings.data_dir)),
      limits(limits_of(settings.limits)),
      ca(dev_ca(settings.data_dir, clock.now_seconds())),
      certificates(read_pairs(settings.tls.certificates)),
      sealer(sealer_of(settings)),
      tally({.connections = settings.limits.connections_per_address,
             .handshakes = settings.limits.handshakes_per_address}),
      passwords(server_secret(*store)) {
    const std::uint32_t count =
        config.listen.reactors != 0 ? config.listen.reactors : usable_cores();
    std::vector<io::ListenSet> http = bind_all(config.listen.http, "listen.http", count);
    std::vector<io::ListenSet> https = bind_all(config.listen.https, "listen.https", count);
    const std::uint16_t own_port =
        https.empty() ? std::uint16_t{443} : https.front().endpoint().port();
    listening.public_https_port = config.listen.public_https_port.value_or(own_port);
    listening.ca_file = ca.certificate;
    facts = {.base_domain = config.base_domain,
             .public_https_port = listening.public_https_port,
             .verify_dns = config.dns.verify,
             .acme = !config.acme.directory.empty(),
             .body_bytes_max = config.limits.body_bytes,
             .has_mail = !config.smtp.url.empty()};

    write::Writer::Options writer_options;
    writer_options.on_broken = std::move(fatal);
    writer_options.on_writable = [this](bool writable) { tell_writable(writable); };
    writer.emplace(*store, std::move(writer_options));
    control.emplace(count, reactor_parts(), config, sender_options(config, facts), tally, sealer);
    check_soon = [this](MonitorId id) { control->scheduler().check_soon(id); };
    build_workers(config, count);
    listen(http, serve::Server::Kind::kPlain, listening.http);
    listen(https, serve::Server::Kind::kTls, listening.https);
    // From here on the writer may speak to the workers.
    if (const auto started = writer->start(); !started) {
        refuse("cannot write to the store in " + config.data_dir + ": " + reason(started.error()));
    }
    control->start();
    for (const auto& worker : workers) {
        worker->start();
    }
}

loop::Reactor::Parts App::Parts::reactor_parts() {
    return {.clock = clock,
            .store = *store,
            .writer = *writer,
            .seed_a = tls::random_u64(),
            .seed_b = tls::random_u64()};
}

void App::Parts::tell_writable(bool writable) {
    if (writable) {
        loop::log(loop::LogLevel::kInfo, "store_writable_again");
    } else {
        loop::log(loop::LogLevel::kError, "store_not_writable", {{"data_dir", config.data_dir}});
    }
    const std::int64_t since = writable ? 0 : clock.now_seconds().time_since_epoch().count();
    for (const auto& worker : workers) {
        worker->set_frozen(since);
    }
}

void App::Parts::build_workers(const config::Config& settings, std::uint32_t count) {
    tls::Context::Options options{.base_domain = settings.base_domain,
                                  .verify_dns = settings.dns.verify};
    tls::random_bytes(options.ticket_secret);
    options.ticket_start = clock.now_seconds();
    if (facts.acme) {
        options.wanted = [this](std::string_view host) {
            control->certificates().wanted(std::string(host));
        };
    }
    const Worker::Common common{.facts = facts,
                                .limits = limits,
                                .exempt = config.limits.exempt,
                                .check_soon = check_soon,
                                .tally = tally,
                                .passwords = passwords,
                                .dev_ca = ca,
                                .certificates = certificates,
                                .sealer = sealer,
                                .tls = options};
    for (std::uint32_t number = 0; number < count; ++number) {
        workers.push_back(std::make_unique<Worker>(number, reactor_parts(), common));
    }
}

void App::Parts::listen(std::vector<io::ListenSet>& sets,
                        serve::Server::Kind kind,
                        std::vector<asio::ip::tcp::endpoint>& into) {
    for (io::ListenSet& set : sets) {
        into.push_back(set.endpoint());
        for (const auto& worker : workers) {
            worker->server().listen(set.take(), set.endpoint(), kind);
        }
    }
}

std::expected<std::unique_ptr<App>, std::string> App::start(const config::Config& config,
                                                            std::function<void()> fatal) {
    raise_descriptor_limit();
    try {
        std::unique_ptr<App> app(new App(std::make_unique<Parts>(config, std::move(fatal))));
        const Listening& at = app->listening();
        loop::log(loop::LogLevel::kInfo,
                  "listening",
                  {{"http", joined(at.http)},
                   {"https", joined(at.https)},
                   {"base_domain", config.base_domain},
                   {"data_dir", config.data_dir},
                   {"ca", at.ca_file.string()}});
        return app;
    } catch (const std::exception& fault) {
        return std::unexpected(std::string(fault.what()));
    }
}

App::App(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

App::~App() {
    if (parts_ && parts_->writer) {
        parts_->writer->stop();  // its callbacks refer to the workers, which go first
    }
}

const Listening& App::listening() const noexcept {
    return parts_->listening;
}

void App::reload_certificates() {
    try {
        const auto pairs =
            std::make_shared<const tls::PemPairs>(read_pairs(parts_->config.tls.certificates));
        for (const auto& worker : parts_->workers) {
            worker->set_certificates(pairs);
        }
        loop::log(loop::LogLevel::kInfo,
                  "certificates_reloaded",
                  {{"count", static_cast<std::int64_t>(pairs->size())}});
    } catch (const std::exception& fault) {
        loop::log(loop::LogLevel::kError, "certificates_not_reloaded", {{"why", fault.what()}});
    }
}

void App::drain(std::chrono::milliseconds limit) {
    loop::log(loop::LogLevel::kInfo, "draining");
    for (const auto& worker : parts_->workers) {
        worker->drain(limit);
    }
    parts_->ended = std::async(std::launch::async, [parts = parts_.get()] {
        for (const auto& worker : parts->workers) {
            worker->join();
        }
    });
}

void App::hurry() {
    for (const auto& worker : parts_->workers) {
        worker->hurry();
    }
}

bool App::drained(std::chrono::milliseconds limit) {
    return parts_->ended.wait_for(limit) == std::future_status::ready;
}

void App::join() {
    parts_->ended.get();
    parts_->control->stop();
    parts_->writer->stop();
    loop::log(loop::LogLevel::kInfo, "stopped");
}

}  // namespace ks::app
