// SPDX-License-Identifier: Apache-2.0
#include "core/config/option.hpp"

#include "core/config/check.hpp"
#include "core/text/duration.hpp"
#include "core/text/escape.hpp"

#include <algorithm>
#include <array>
#include <type_traits>

namespace ks::config {
namespace {

Config& section(Config& config, std::type_identity<Config> /*of*/) noexcept {
    return config;
}

Listen& section(Config& config, std::type_identity<Listen> /*of*/) noexcept {
    return config.listen;
}

Tls& section(Config& config, std::type_identity<Tls> /*of*/) noexcept {
    return config.tls;
}

Acme& section(Config& config, std::type_identity<Acme> /*of*/) noexcept {
    return config.acme;
}

Dns& section(Config& config, std::type_identity<Dns> /*of*/) noexcept {
    return config.dns;
}

Probe& section(Config& config, std::type_identity<Probe> /*of*/) noexcept {
    return config.probe;
}

Smtp& section(Config& config, std::type_identity<Smtp> /*of*/) noexcept {
    return config.smtp;
}

Subscriptions& section(Config& config, std::type_identity<Subscriptions> /*of*/) noexcept {
    return config.subscriptions;
}

Limits& section(Config& config, std::type_identity<Limits> /*of*/) noexcept {
    return config.limits;
}

template <class Member, class Section>
std::type_identity<Section> section_of(Member Section::* /*member*/);

/// The member of Config or of one of its sections, as a Place.
template <auto kMember>
auto& at(Config& config) noexcept {
    return section(config, decltype(section_of(kMember)){}).*kMember;
}

constexpr std::int64_t kSecond = 1'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kMega = 1 << 20;

// clang-format off: one row an option
constexpr std::array kOptions{
    Option{"data_dir", &at<&Config::data_dir>, "path", Rule{check_path},
        "Folder of the store, the keys and the development CA."},
    Option{"base_domain", &at<&Config::base_domain>, "host name", Rule{check_domain},
        "The domain B: the API is at app.B, status pages at SLUG.B, custom domains point at "
        "pages.B."},
    Option{"public_addresses", &at<&Config::public_addresses>, "list of addresses",
        Rule{check_address},
        "Addresses of this server: a custom domain's A or AAAA records may hold them instead of "
        "a CNAME."},

    Option{"listen.http", &at<&Listen::http>, "list of addresses", Rule{check_endpoint},
        "Where plain HTTP is answered: redirects to HTTPS and certificate challenges."},
    Option{"listen.https", &at<&Listen::https>, "list of addresses", Rule{check_endpoint},
        "Where HTTPS is answered. Port 0, here and above: any free port."},
    Option{"listen.reactors", &at<&Listen::reactors>, "threads", Rule{0, 256},
        "Threads that serve connections; 0: one per core."},
    Option{"listen.public_https_port", &at<&Listen::public_https_port>, "port", Rule{1, 65535},
        "The port in addresses and redirects, where it is not that of the first HTTPS address."},

    Option{"tls.certificates", &at<&Tls::certificates>, "list of { chain, key }", Rule{},
        "PEM files of the base domain's certificates. None: a development CA makes them."},

    Option{"tls.master_key_file", &at<&Tls::master_key_file>, "path", Rule{check_optional_path},
        "File of the key that stored private keys are sealed with: 64 hexadecimal digits. None: "
        "systemd's credential master.key, else master.key in data_dir, made at the first start."},

    Option{"acme.directory", &at<&Acme::directory>, "address or list of addresses",
        Rule{check_directory},
        "ACME directory of the CA that issues certificates; further ones have their turn when it "
        "fails. None: the development CA."},
    Option{"acme.email", &at<&Acme::email>, "e-mail address", Rule{check_email},
        "Contact of the account at the CA."},
    Option{"acme.agree_tos", &at<&Acme::agree_tos>, "true or false", Rule{},
        "You have read the CA's terms of service and agree to them."},
    Option{"acme.challenges", &at<&Acme::challenges>, "list of challenges", Rule{check_challenge},
        "How the CA may look at a domain, in order of preference: tls-alpn-01 on port 443, "
        "http-01 on port 80."},
    Option{"acme.ca_file", &at<&Acme::ca_file>, "path", Rule{check_optional_path},
        "PEM file of roots to trust for the directory besides the system's."},
    Option{"acme.eab_key_id", &at<&Acme::eab_key_id>, "text", Rule{check_text},
        "External account binding: the key id that the CA gave you."},
    Option{"acme.eab_hmac_key", &at<&Acme::eab_hmac_key>, "text", Rule{check_text},
        "External account binding: the MAC key, base64url."},
    Option{"acme.profile", &at<&Acme::profile>, "name", Rule{check_text},
        "Certificate profile to ask for, where the CA offers it."},
    Option{"acme.preferred_chain", &at<&Acme::preferred_chain>, "name", Rule{check_text},
        "Common name of the topmost issuer of the chain to take, where the CA offers several."},
    Option{"acme.caa_identities", &at<&Acme::caa_identities>, "list of names", Rule{check_domain},
        "Names of the CA in CAA records, such as letsencrypt.org: a domain that forbids it is not "
        "ordered for. None: CAA is left to the CA."},
    Option{"acme.dns_hook", &at<&Acme::dns_hook>, "path", Rule{check_optional_path},
        "Executable that is called with add or remove, a name and a value, and returns once the "
        "TXT record is visible: the base domain then gets one wildcard certificate."},
    Option{"acme.orders_per_3_hours", &at<&Acme::orders_per_3_hours>, "orders", Rule{1, 1'000'000},
        "The CA's limit of new orders of one account; Let's Encrypt's by default."},
    Option{"acme.orders_per_domain_and_week", &at<&Acme::orders_per_domain_and_week>, "orders",
        Rule{1, 1'000'000},
        "The CA's limit of new certificates of one registered domain."},

    Option{"dns.verify", &at<&Dns::verify>, "true or false", Rule{},
        "Serve a custom domain only once its DNS points here."},
    Option{"dns.servers", &at<&Dns::servers>, "list of addresses", Rule{check_server},
        "Name servers to ask; none: the system's."},

    Option{"probe.region", &at<&Probe::region>, "name", Rule{check_region},
        "This server's region in the results of its own checks."},
    Option{"probe.allow_private", &at<&Probe::allow_private>, "true or false", Rule{},
        "Let checks reach loopback, link-local and private addresses."},
    Option{"probe.ca_file", &at<&Probe::ca_file>, "path", Rule{check_optional_path},
        "PEM file of roots that checks trust besides the system's."},

    Option{"smtp.url", &at<&Smtp::url>, "address", Rule{check_smtp_url},
        "Mail server for subscribers' mail, such as smtp://mail.example.com:587; smtps:// is TLS from "
        "the first byte. None: no mail is sent and none is offered."},
    Option{"smtp.username", &at<&Smtp::username>, "text", Rule{check_text},
        "Name for the mail server; none: no authentication."},
    Option{"smtp.password_file", &at<&Smtp::password_file>, "path", Rule{check_optional_path},
        "File whose first line is the password."},
    Option{"smtp.from", &at<&Smtp::from>, "e-mail address", Rule{check_email},
        "Sender of all mail; needed with smtp.url."},
    Option{"smtp.bounce_address", &at<&Smtp::bounce_address>, "e-mail address", Rule{check_email},
        "Envelope sender, where mail servers report to; none: smtp.from."},
    Option{"smtp.tls", &at<&Smtp::tls>, "text", Rule{check_smtp_tls},
        "STARTTLS of smtp:// addresses: required, opportunistic or off."},
    Option{"smtp.ca_file", &at<&Smtp::ca_file>, "path", Rule{check_optional_path},
        "PEM file of roots that mail servers are trusted by, besides the system's."},
    Option{"smtp.connections", &at<&Smtp::connections>, "connections", Rule{1, 100},
        "Most messages under way at once."},
    Option{"smtp.rate", &at<&Smtp::rate>, "messages per second", Rule{1, 10'000},
        "Most messages that are begun in a second."},

    Option{"subscriptions.retry_pause", &at<&Subscriptions::retry_pause>, "duration",
        Rule{100, kHour},
        "Pause after the first failed delivery to a subscriber; each further one is twice as long."},
    Option{"subscriptions.retry_pause_max", &at<&Subscriptions::retry_pause_max>, "duration",
        Rule{100, 24 * kHour},
        "The longest such pause."},
    Option{"subscriptions.give_up", &at<&Subscriptions::give_up>, "duration",
        Rule{kSecond, 7 * 24 * kHour},
        "What could not be delivered this long after it was said is not delivered any more."},
    Option{"subscriptions.timeout", &at<&Subscriptions::timeout>, "duration",
        Rule{kSecond, 5 * kMinute},
        "A mail server takes a message within this time, a webhook within a third of it."},

    Option{"limits.header_bytes", &at<&Limits::header_bytes>, "bytes", Rule{1024, kMega},
        "Longest head of a request."},
    Option{"limits.headers", &at<&Limits::headers>, "fields", Rule{8, 1000},
        "Most header fields in a request."},
    Option{"limits.uri_bytes", &at<&Limits::uri_bytes>, "bytes", Rule{256, kMega},
        "Longest request target."},
    Option{"limits.body_bytes", &at<&Limits::body_bytes>, "bytes", Rule{1024, 64 * kMega},
        "Longest request body."},
    Option{"limits.handshake_timeout", &at<&Limits::handshake_timeout>, "duration",
        Rule{100, 5 * kMinute},
        "A TLS handshake takes at most this long."},
    Option{"limits.head_timeout", &at<&Limits::head_timeout>, "duration", Rule{100, 5 * kMinute},
        "The head of a request arrives within this time of its first byte."},
    Option{"limits.idle_timeout", &at<&Limits::idle_timeout>, "duration", Rule{100, kHour},
        "A connection without a request is closed after this time."},
    Option{"limits.connection_lifetime", &at<&Limits::connection_lifetime>, "duration",
        Rule{kSecond, 24 * kHour},
        "A connection is closed after the first answer past this age."},
    Option{"limits.requests_per_connection", &at<&Limits::requests_per_connection>, "requests",
        Rule{1, 1'000'000'000},
        "A connection is closed after this many answers."},
    Option{"limits.min_rate", &at<&Limits::min_rate>, "bytes per second", Rule{0, 1'000'000'000},
        "Bodies that arrive and answers that are taken more slowly are cut off; 0: never."},
    Option{"limits.connections_per_address", &at<&Limits::connections_per_address>, "connections",
        Rule{1, 1'000'000},
        "Most open connections of one address."},
    Option{"limits.handshakes_per_address", &at<&Limits::handshakes_per_address>, "per second",
        Rule{1, 1'000'000},
        "New connections of one address; bursts may be five times as many."},
    Option{"limits.exempt", &at<&Limits::exempt>, "list of networks", Rule{},
        "Networks whose addresses the two limits above do not count."},
};
// clang-format on

std::string quoted(std::string_view text) {
    std::string to;
    text::append_json_string(to, text);
    return to;
}

/// Writes a value as the file would.
struct Printer {
    std::string operator()(bool value) const { return value ? "true" : "false"; }

    std::string operator()(std::uint32_t value) const { return std::to_string(value); }

    std::string operator()(std::optional<std::uint16_t> value) const {
        return value ? std::to_string(*value) : "";
    }

    std::string operator()(std::chrono::milliseconds value) const {
        return quoted(text::format_duration(value));
    }

    std::string operator()(const std::string& value) const {
        return value.empty() ? "" : quoted(value);
    }

    std::string operator()(const std::vector<std::string>& values) const {
        std::string to = "[";
        for (const std::string& value : values) {
            to += (to.size() > 1 ? ", " : "") + quoted(value);
        }
        return to + "]";
    }

    std::string operator()(const std::vector<text::Network>& values) const {
        std::vector<std::string> texts;
        for (const text::Network& value : values) {
            texts.push_back(text::format_network(value));
        }
        return (*this)(texts);
    }

    /// Empty by default.
    std::string operator()(const std::vector<Certificate>& /*values*/) const { return "[]"; }
};

}  // namespace

std::span<const Option> options() noexcept {
    return kOptions;
}

const Option* find_option(std::string_view key) noexcept {
    const auto* const found = std::ranges::find(kOptions, key, &Option::key);
    return found == kOptions.end() ? nullptr : found;
}

bool is_section(std::string_view path) noexcept {
    return std::ranges::any_of(kOptions, [path](const Option& option) {
        return option.key.starts_with(path) && option.key.substr(path.size()).starts_with('.');
    });
}

std::string default_text(const Option& option) {
    Config defaults;
    return std::visit([&](auto place) { return Printer{}(place(defaults)); }, option.place);
}

std::string bounds_text(const Option& option) {
    if (option.rule.max == 0) {
        return "";
    }
    const bool duration = std::holds_alternative<Place<std::chrono::milliseconds>>(option.place);
    const auto print = [duration](std::int64_t bound) {
        return duration ? text::format_duration(std::chrono::milliseconds{bound})
                        : std::to_string(bound);
    };
    return print(option.rule.min) + " to " + print(option.rule.max);
}

}  // namespace ks::config
