// SPDX-License-Identifier: Apache-2.0
#include "core/config/parse.hpp"

#include "core/config/nearest.hpp"
#include "core/config/option.hpp"
#include "core/config/reference.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace ks::config {
namespace {

using namespace std::chrono_literals;
using List = std::vector<Value>;

Value text(std::string_view value, std::uint32_t line = 1) {
    return {std::string(value), line};
}

Value list(std::initializer_list<std::string_view> values) {
    List made;
    for (const std::string_view value : values) {
        made.push_back(text(value));
    }
    return {made, 1};
}

Value number(std::int64_t value, std::uint32_t line = 1) {
    return {value, line};
}

/// The Config of entries that are all right.
Config good(const std::vector<Entry>& entries) {
    auto parsed = parse(entries);
    if (!parsed) {
        ADD_FAILURE() << print_error(parsed.error().front(), "test");
        return {};
    }
    return *std::move(parsed);
}

/// The text of the one error of one entry.
std::string error_of(std::string path, Value value) {
    const auto parsed = parse(std::vector{Entry{path, std::move(value)}});
    if (parsed || parsed.error().size() != 1) {
        ADD_FAILURE() << path << ": not exactly one error";
        return "";
    }
    EXPECT_EQ(parsed.error().front().key, path);
    EXPECT_EQ(parsed.error().front().line, 1U);
    return parsed.error().front().text;
}

TEST(Config, OneDirectoryMayStandAlone) {
    const std::string url = "https://ca.test/dir";
    EXPECT_EQ(good({{"acme.directory", text(url)}}).acme.directory, std::vector{url});
    EXPECT_EQ(good({{"acme.directory", list({url, "https://b.test"})}}).acme.directory,
              (std::vector{url, std::string("https://b.test")}));
    EXPECT_NE(error_of("acme.directory", text("http://ca.test/dir")).find("https address"),
              std::string::npos);
    EXPECT_NE(error_of("acme.challenges", list({"dns-01"})).find("tls-alpn-01"), std::string::npos);
    // Elsewhere a list stays a list.
    EXPECT_NE(error_of("acme.challenges", text("http-01")).find("not a list"), std::string::npos);
}

TEST(Config, DefaultsAreThoseOfTheContract) {
    const Config config = good({});
    EXPECT_EQ(config.data_dir, "/var/lib/kamustatus");
    EXPECT_EQ(config.base_domain, "localhost");
    EXPECT_EQ(config.listen.http, std::vector<std::string>{"[::]:80"});
    EXPECT_EQ(config.listen.https, std::vector<std::string>{"[::]:443"});
    EXPECT_FALSE(config.listen.public_https_port);
    EXPECT_TRUE(config.dns.verify);
    EXPECT_FALSE(config.probe.allow_private);
    EXPECT_EQ(config.limits.header_bytes, 32768U);
    EXPECT_EQ(config.limits.headers, 100U);
    EXPECT_EQ(config.limits.uri_bytes, 8192U);
    EXPECT_EQ(config.limits.body_bytes, 1048576U);
    EXPECT_EQ(config.limits.handshake_timeout, 5s);
    EXPECT_EQ(config.limits.head_timeout, 10s);
    EXPECT_EQ(config.limits.idle_timeout, 60s);
    EXPECT_EQ(config.limits.connection_lifetime, 1h);
    EXPECT_EQ(config.limits.requests_per_connection, 1000U);
    EXPECT_EQ(config.limits.min_rate, 500U);
    EXPECT_EQ(config.limits.connections_per_address, 256U);
    EXPECT_EQ(config.limits.handshakes_per_address, 20U);
}

TEST(Config, EveryTypeArrivesInItsPlace) {
    const Config config = good({
        {"data_dir", text("/srv/ks")},
        {"base_domain", text("Example.COM.")},
        {"public_addresses", list({"203.0.113.7", "2001:db8::7"})},
        {"listen.http", list({})},
        {"listen.https", list({"127.0.0.1:0", "[::1]:8443"})},
        {"listen.reactors", number(256)},
        {"listen.public_https_port", number(8443)},
        {"tls.certificates[0].chain", text("a.pem")},
        {"tls.certificates[0].key", text("a.key")},
        {"tls.certificates[1].key", text("b.key")},
        {"tls.certificates[1].chain", text("b.pem")},
        {"dns.verify", Value{false, 1}},
        {"dns.servers", list({"127.0.0.1:8053", "::1", "[::1]:53", "9.9.9.9"})},
        {"probe.region", text("eu-1")},
        {"probe.allow_private", Value{true, 1}},
        {"probe.ca_file", text("extra.pem")},
        {"limits.body_bytes", number(1024)},
        {"limits.idle_timeout", text("250ms")},
        {"limits.min_rate", number(0)},
        {"limits.exempt", list({"127.0.0.0/8", "::1/128"})},
    });
    EXPECT_EQ(config.data_dir, "/srv/ks");
    EXPECT_EQ(config.base_domain, "example.com");
    EXPECT_EQ(config.public_addresses.size(), 2U);
    EXPECT_TRUE(config.listen.http.empty());
    EXPECT_EQ(config.listen.https, (std::vector<std::string>{"127.0.0.1:0", "[::1]:8443"}));
    EXPECT_EQ(config.listen.reactors, 256U);
    EXPECT_EQ(config.listen.public_https_port, 8443);
    EXPECT_EQ(config.tls.certificates,
              (std::vector<Certificate>{{"a.pem", "a.key"}, {"b.pem", "b.key"}}));
    EXPECT_FALSE(config.dns.verify);
    EXPECT_EQ(config.dns.servers.size(), 4U);
    EXPECT_EQ(config.probe.region, "eu-1");
    EXPECT_TRUE(config.probe.allow_private);
    EXPECT_EQ(config.probe.ca_file, "extra.pem");
    EXPECT_EQ(config.limits.body_bytes, 1024U);
    EXPECT_EQ(config.limits.idle_timeout, 250ms);
    EXPECT_EQ(config.limits.min_rate, 0U);
    ASSERT_EQ(config.limits.exempt.size(), 2U);
    EXPECT_TRUE(config.limits.exempt[0].contains(text::parse_ip("127.1.2.3").value()));
}

TEST(Config, TheLaterOfTwoCounts) {
    EXPECT_EQ(good({{"data_dir", text("/a")}, {"data_dir", text("/b", 0)}}).data_dir, "/b");
    EXPECT_EQ(
        good({{"limits.exempt", list({"::1"})}, {"limits.exempt", list({})}}).limits.exempt.size(),
        0U);
}

TEST(Config, SectionsMayBeEmpty) {
    EXPECT_EQ(good({{"listen", Value{OtherKind{"table"}, 1}}}).listen.http.size(), 1U);
    EXPECT_TRUE(good({{"tls.certificates", list({})}}).tls.certificates.empty());
}

TEST(Config, ErrorsSayWhatAndHowToMend) {
    const Value real{1.5, 1};
    const Value table{OtherKind{"table"}, 1};
    const std::array<std::pair<Entry, std::string_view>, 28> rows{{
        {{"limits.body_bytes", number(12)},
         "12 is below the minimum of 1024; give 1024 to 67108864"},
        {{"limits.body_bytes", number(67108865)},
         "67108865 is above the maximum of 67108864; give 1024 to 67108864"},
        {{"limits.headers", number(-1)}, "-1 is below the minimum of 8; give 8 to 1000"},
        {{"limits.headers", number(4294967396)},
         "4294967396 is above the maximum of 1000; give 8 to 1000"},
        {{"limits.headers", text("100")},
         "the text \"100\" is not a whole number; give 8 to 1000 without quotes"},
        {{"limits.headers", real},
         "the number 1.500000 is not a whole number; give 8 to 1000 without quotes"},
        {{"listen.public_https_port", number(0)}, "0 is below the minimum of 1; give 1 to 65535"},
        {{"listen.public_https_port", number(65536)},
         "65536 is above the maximum of 65535; give 1 to 65535"},
        {{"limits.idle_timeout", number(5)},
         "the number 5 is not a duration; write a whole number and its unit (ms, s, m, h or d) in "
         "quotes, for "
         "instance \"1m\""},
        {{"limits.idle_timeout", text("soon")},
         "the text \"soon\" is not a duration; write a whole number and its unit (ms, s, m, h or "
         "d) in quotes, for "
         "instance \"1m\""},
        {{"limits.idle_timeout", text("2h")}, "2h is above the maximum of 1h; give 100ms to 1h"},
        {{"limits.idle_timeout", text("99ms")},
         "99ms is below the minimum of 100ms; give 100ms to 1h"},
        {{"dns.verify", text("no")},
         "the text \"no\" is neither true nor false; write one of them without quotes"},
        {{"data_dir", number(1)},
         "the number 1 is not a path; write for instance data_dir = \"/var/lib/kamustatus\""},
        {{"data_dir", text("")}, "\"\" is not allowed; give the path of a file or folder"},
        {{"probe.ca_file", Value{true, 1}}, "true is not a path; give a path"},
        {{"listen.http", text("[::]:80")},
         "the text \"[::]:80\" is not a list; put it in brackets"},
        {{"listen.http", Value{List{number(80)}, 1}},
         "the number 80 in the list is not a text; put it in quotes"},
        {{"listen.https", list({"[::]:443", ":443"})},
         "\":443\" is not allowed; give an address and a port, such as \"[::]:443\" or "
         "\"127.0.0.1:8443\""},
        {{"limits.exempt", list({"10.0.0.1/8"})},
         "\"10.0.0.1/8\" is not allowed; give an address or a network whose bits past the prefix "
         "are zero, such as "
         "\"10.0.0.0/8\" or \"::1/128\""},
        {{"public_addresses", list({"example.com"})},
         "\"example.com\" is not allowed; give an IP address, such as \"203.0.113.7\""},
        {{"listen", number(5)}, "is a section, not a value; write [listen] and its keys below"},
        {{"listem", table}, "unknown key; see 'kamustatus serve --help' for the known ones"},
        {{"limits.body_byte", number(5)}, "unknown key; did you mean limits.body_bytes?"},
        {{"body_bytes", number(5)}, "unknown key; did you mean limits.body_bytes?"},
        {{"tls.certificates", text("a.pem")},
         "the text \"a.pem\" is not a list of certificates; write [{ chain = \"wild.pem\", key = "
         "\"wild.key\" }]"},
        {{"tls.certificates[0]", table},
         "chain is missing; a certificate needs both chain and key"},
        {{"acme", table}, "not supported yet by this version; remove it"},
    }};
    for (const auto& [entry, expected] : rows) {
        EXPECT_EQ(error_of(entry.path, entry.value), expected) << entry.path;
    }
}

TEST(Config, BadDomainsServersAndRegionsAreRefused) {
    for (const std::string_view domain :
         {"", "a..b", "exa_mple.com", "10.0.0.1", "m\xC3\xBCnchen.de", "a b"}) {
        EXPECT_TRUE(error_of("base_domain", text(domain)).contains("give a host name")) << domain;
    }
    for (const std::string_view server : {"dns.example", "1.2.3.4:0", "1.2.3.4:99999", ""}) {
        EXPECT_TRUE(error_of("dns.servers", list({server})).contains("name server")) << server;
    }
    for (const std::string& region :
         {std::string(), std::string(41, 'a'), std::string("a b"), std::string("\n")}) {
        EXPECT_TRUE(error_of("probe.region", text(region)).contains("give a short name")) << region;
    }
    EXPECT_EQ(good({{"probe.region", text(std::string(40, 'a'))}}).probe.region.size(), 40U);
}

TEST(Config, CertificatesNeedBothParts) {
    const auto parsed = parse(std::vector<Entry>{
        {"tls.certificates[0].chain", text("a.pem", 3)},
        {"tls.certificates[1].key", number(1, 4)},
        {"tls.certificates[2].chain", text("c.pem", 5)},
        {"tls.certificates[2].key", text("c.key", 5)},
        {"tls.certificates[2].kye", text("c.key", 6)},
        {"tls.certificates[64].key", text("c.key", 7)},
    });
    ASSERT_FALSE(parsed);
    const std::vector<ConfigError> expected{
        {3, "tls.certificates[0]", "key is missing; a certificate needs both chain and key"},
        {4, "tls.certificates[1].key", "the number 1 is not a path; give the path of a PEM file"},
        {6, "tls.certificates[2].kye", "unknown key; a certificate has chain and key only"},
        {7, "tls.certificates[64].key", "more than 64 certificates; remove some"},
    };
    EXPECT_EQ(parsed.error(), expected);
}

TEST(Config, ReportsAllErrorsByLine) {
    const auto parsed = parse(std::vector<Entry>{
        {"limits.headers", number(1, 9)},
        {"dns.verify", number(1, 2)},
        {"proxy[0].host", text("www.example.com", 12)},
        {"proxy[0].upstreams", list({})},
        {"listen.admin", text("127.0.0.1:9100", 5)},
        {"data_dir", text("/fine", 1)},
    });
    ASSERT_FALSE(parsed);
    std::string keys;
    for (const ConfigError& error : parsed.error()) {
        keys += std::to_string(error.line) + " " + error.key + ";";
    }
    EXPECT_EQ(keys, "2 dns.verify;5 listen.admin;9 limits.headers;12 proxy;");
}

TEST(Config, PrintsErrorsOnOneLine) {
    EXPECT_EQ(print_error({7, "limits.headers", "too few"}, "k.toml"),
              "k.toml: line 7: limits.headers: too few");
    EXPECT_EQ(print_error({0, "listen.http", "bad"}, "k.toml"), "listen.http: bad");
    EXPECT_EQ(print_error({0, "", "cannot be read"}, "k.toml"), "k.toml: cannot be read");
    EXPECT_EQ(print_error({1, "a\nb", "c\x1B[0m"}, "k.toml"), "k.toml: line 1: a?b: c?[0m");
    const std::string shown = error_of("data_dir", text("a\n" + std::string(500, 'x')));
    EXPECT_LT(shown.size(), 150U);
    EXPECT_FALSE(shown.contains('\n'));
}

TEST(Config, SuggestsOnlyWhatIsNear) {
    EXPECT_EQ(nearest_key("data_dri"), "data_dir");
    EXPECT_EQ(nearest_key("listen.htps"), "listen.https");
    EXPECT_EQ(nearest_key("limit.headers"), "limits.headers");
    EXPECT_EQ(nearest_key("certificates"), "tls.certificates");
    EXPECT_EQ(nearest_key("colour"), "");
    EXPECT_EQ(nearest_key(""), "");
    EXPECT_EQ(nearest_key(std::string(100'000, 'a')), "");
}

TEST(Options, DefaultsSatisfyTheirOwnRows) {
    Config defaults;
    for (const Option& option : options()) {
        SCOPED_TRACE(option.key);
        if (const auto* const place = std::get_if<Place<std::uint32_t>>(&option.place)) {
            EXPECT_GE((*place)(defaults), option.rule.min);
            EXPECT_LE((*place)(defaults), option.rule.max);
        } else if (const auto* const duration =
                       std::get_if<Place<std::chrono::milliseconds>>(&option.place)) {
            EXPECT_GE((*duration)(defaults).count(), option.rule.min);
            EXPECT_LE((*duration)(defaults).count(), option.rule.max);
        } else if (const auto* const one = std::get_if<Place<std::string>>(&option.place)) {
            ASSERT_NE(option.rule.check, nullptr);
            std::string value = (*one)(defaults);
            EXPECT_EQ(option.rule.check(value), "");
        } else if (const auto* const many =
                       std::get_if<Place<std::vector<std::string>>>(&option.place)) {
            ASSERT_NE(option.rule.check, nullptr);
            for (std::string value : (*many)(defaults)) {
                EXPECT_EQ(option.rule.check(value), "");
            }
        }
        EXPECT_TRUE(option.text.ends_with('.'));
    }
}

TEST(Options, EachRowHasAPlaceOfItsOwn) {
    Config config;
    std::vector<const void*> places;
    for (const Option& option : options()) {
        const void* const place = std::visit(
            [&](auto get) { return static_cast<const void*>(&get(config)); }, option.place);
        EXPECT_EQ(std::ranges::count(places, place), 0) << option.key;
        places.push_back(place);
        EXPECT_EQ(find_option(option.key), &option) << "twice: " << option.key;
    }
}

TEST(Reference, NamesEveryOption) {
    const std::string markdown = reference_markdown();
    const std::string help = reference_text();
    for (const Option& option : options()) {
        const std::string name(option.key.substr(option.key.find('.') + 1));
        EXPECT_TRUE(markdown.contains("| `" + name + "` | ")) << option.key;
        EXPECT_TRUE(markdown.contains(option.text)) << option.key;
        EXPECT_TRUE(help.contains(option.text)) << option.key;
    }
    EXPECT_TRUE(markdown.contains("### `[limits]`"));
    EXPECT_TRUE(markdown.contains("| `body_bytes` | bytes, 1024 to 67108864 | `1048576` | "));
    EXPECT_TRUE(markdown.contains("| `public_https_port` | port, 1 to 65535 | none | "));
    EXPECT_TRUE(help.contains("\n[limits]\nheader_bytes = 32768  (bytes, 1024 to 1048576)\n"));
    EXPECT_TRUE(help.contains("idle_timeout = \"1m\"  (duration, 100ms to 1h)\n"));
}

}  // namespace
}  // namespace ks::config
