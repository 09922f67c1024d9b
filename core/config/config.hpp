// SPDX-License-Identifier: Apache-2.0
// The configuration as plain values. The initialisers here are the defaults; bounds and texts stand
// in the rows of option.cpp. Made once at start-up, then only read.
#pragma once

#include "core/text/ip.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ks::config {

struct Certificate {
    std::string chain;
    std::string key;

    friend bool operator==(const Certificate&, const Certificate&) = default;
};

struct Listen {
    std::vector<std::string> http{"[::]:80"};  ///< each a text::parse_endpoint()
    std::vector<std::string> https{"[::]:443"};
    std::uint32_t reactors = 0;  ///< 0: one per core
    std::optional<std::uint16_t> public_https_port;
};

struct Tls {
    std::vector<Certificate> certificates;
    std::string master_key_file;  ///< empty: systemd's credential, else master.key in data_dir
};

struct Acme {
    std::vector<std::string> directory;  ///< in order of preference; none: no CA
    std::string email;
    bool agree_tos = false;
    std::vector<std::string> challenges{"tls-alpn-01", "http-01"};
    std::string ca_file;
    std::string eab_key_id;
    std::string eab_hmac_key;
    std::string profile;
    std::string preferred_chain;
    std::vector<std::string> caa_identities;
    std::string dns_hook;
    std::uint32_t orders_per_3_hours = 300;
    std::uint32_t orders_per_domain_and_week = 50;
};

struct Dns {
    bool verify = true;
    std::vector<std::string> servers;  ///< "address" or "address:port"; none: the system's
};

struct Probe {
    std::string region = "local";
    bool allow_private = false;
    std::string ca_file;  ///< empty: the system's roots only
};

/// Mail to subscribers; off while `url` is empty.
struct Smtp {
    std::string url;       ///< smtp://host:port or smtps://host:port
    std::string username;  ///< empty: no authentication
    std::string password_file;
    std::string from;            ///< normalised address
    std::string bounce_address;  ///< empty: `from`
    std::string tls = "required";
    std::string ca_file;
    std::uint32_t connections = 4;
    std::uint32_t rate = 20;  ///< messages per second
};

struct Subscriptions {
    std::chrono::milliseconds retry_pause{60'000};
    std::chrono::milliseconds retry_pause_max{3'600'000};
    std::chrono::milliseconds give_up{86'400'000};
    std::chrono::milliseconds timeout{30'000};
};

struct Limits {
    std::uint32_t header_bytes = 32768;
    std::uint32_t headers = 100;
    std::uint32_t uri_bytes = 8192;
    std::uint32_t body_bytes = 1048576;
    std::chrono::milliseconds handshake_timeout{5'000};
    std::chrono::milliseconds head_timeout{10'000};
    std::chrono::milliseconds idle_timeout{60'000};
    std::chrono::milliseconds connection_lifetime{3'600'000};
    std::uint32_t requests_per_connection = 1000;
    std::uint32_t min_rate = 500;  ///< bytes per second; 0: none
    std::uint32_t connections_per_address = 256;
    std::uint32_t handshakes_per_address = 20;  ///< per second
    /// Loopback: 127.0.0.0/8 and ::1.
    std::vector<text::Network> exempt{
        text::Network{{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127, 0, 0, 0}}, 104},
        text::Network{{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}}, 128}};
};

struct Config {
    std::string data_dir = "/var/lib/kamustatus";
    std::string base_domain = "localhost";  ///< normalised
    std::vector<std::string> public_addresses;
    Listen listen;
    Tls tls;
    Acme acme;
    Dns dns;
    Probe probe;
    Smtp smtp;
    Subscriptions subscriptions;
    Limits limits;
};

}  // namespace ks::config
