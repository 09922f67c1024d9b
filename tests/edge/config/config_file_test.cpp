// SPDX-License-Identifier: Apache-2.0
#include "edge/config/config_file.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace ks::config_file {
namespace {

using config::Config;
using config::Entry;
using config::Value;

/// The whole of the contract's example that this version knows.
constexpr std::string_view kExample = R"(
data_dir = "/var/lib/ks"
base_domain = "example.com"
public_addresses = ["203.0.113.7"]       # for apex custom domains

[listen]
http = ["[::]:80"]
https = ["[::]:443"]
reactors = 0                              # 0: one per core
public_https_port = 8443

[tls]
certificates = [{ chain = "wild.pem", key = "/etc/wild.key" }]

[dns]
servers = ["127.0.0.1:8053"]
verify = false

[probe]
region = "local"
allow_private = true
ca_file = "roots.pem"

[limits]
header_bytes = 16384
headers = 50
uri_bytes = 4096
body_bytes = 524288
handshake_timeout = "4s"
head_timeout = "9s"
idle_timeout = "30s"
connection_lifetime = "30m"
requests_per_connection = 500
min_rate = 0
connections_per_address = 128
handshakes_per_address = 10
exempt = ["127.0.0.0/8", "::1/128"]
)";

/// Every error, printed, one a line.
std::string errors_of(std::string_view toml) {
    const auto loaded = parse_text(toml);
    std::string all;
    if (!loaded) {
        for (const auto& error : loaded.error()) {
            all += config::print_error(error, "k.toml") + "\n";
        }
    }
    return all;
}

TEST(ConfigFile, ReadsTheWholeExample) {
    const auto loaded = parse_text(kExample);
    ASSERT_TRUE(loaded) << errors_of(kExample);
    EXPECT_EQ(loaded->data_dir, "/var/lib/ks");
    EXPECT_EQ(loaded->listen.public_https_port, 8443);
    ASSERT_EQ(loaded->tls.certificates.size(), 1U);
    EXPECT_EQ(loaded->tls.certificates[0].chain, "wild.pem");
    EXPECT_FALSE(loaded->dns.verify);
    EXPECT_EQ(loaded->limits.headers, 50U);
    EXPECT_EQ(loaded->limits.connection_lifetime, std::chrono::minutes{30});
    EXPECT_EQ(loaded->limits.exempt.size(), 2U);
}

TEST(ConfigFile, NothingGivenIsTheDefaults) {
    EXPECT_EQ(load("").value().base_domain, "localhost");
    EXPECT_EQ(parse_text("").value().limits.headers, 100U);
    EXPECT_EQ(parse_text("# nothing\n").value().limits.headers, 100U);
}

TEST(ConfigFile, OverridesCountMoreThanTheFile) {
    const std::vector<Entry> overrides{{"base_domain", Value{std::string("other.org"), 0}}};
    EXPECT_EQ(parse_text(kExample, "", overrides).value().base_domain, "other.org");
    EXPECT_EQ(load("", overrides).value().base_domain, "other.org");
}

TEST(ConfigFile, ErrorsNameKeyAndLine) {
    EXPECT_EQ(errors_of("[limits]\n\nbody_bytes = 12\n\nhedaers = 3\n"),
              "k.toml: line 3: limits.body_bytes: 12 is below the minimum of 1024; give 1024 to "
              "67108864\n"
              "k.toml: line 5: limits.hedaers: unknown key; did you mean limits.headers?\n");
    EXPECT_EQ(errors_of("a = 1\n[[tls.certificates]]\nchain = 'a'\n"),
              "k.toml: line 1: a: unknown key; see 'kamustatus serve --help' for the known ones\n"
              "k.toml: line 3: tls.certificates[0]: key is missing; a certificate needs both chain "
              "and key\n");
    EXPECT_EQ(errors_of("\n[[proxy]]\nhost = 'x.example'\n"),
              "k.toml: line 3: proxy: not supported yet by this version; remove it\n");
    EXPECT_TRUE(errors_of("\n[acme]\ndirectory = 'x'\n")
                    .starts_with("k.toml: line 3: acme.directory: \"x\" is not allowed; give the "
                                 "https address"));
    EXPECT_TRUE(errors_of("[listen]\nhttp = [\n'[::]:80',\n80]\n")
                    .starts_with("k.toml: line 2: listen.http: "));
}

TEST(ConfigFile, SyntaxErrorsNameTheLine) {
    for (const std::string_view toml : {"a = 1\nb = \n",
                                        "\ndata_dir = \"/a\ndata_dir = 2",
                                        "[listen]\n[listen]\n",
                                        "a=1\na=2\n",
                                        "\n= 1\n",
                                        "\na = \"\xFF\"\n",
                                        "\n[[[a.b]]\n",
                                        "\n\xC3\xA9 = 1\n"}) {
        EXPECT_TRUE(errors_of(toml).starts_with("k.toml: line 2: not valid TOML: "))
            << errors_of(toml);
    }
}

TEST(ConfigFile, OddValuesAreErrorsNotCrashes) {
    EXPECT_TRUE(errors_of("data_dir = 2026-11-23\n").contains("a date or time is not a path"));
    EXPECT_TRUE(errors_of("data_dir = { a = 1 }\n").contains("data_dir.a: unknown key"));
    EXPECT_TRUE(errors_of("data_dir = {}\n").contains("a table is not a path"));
    EXPECT_TRUE(
        errors_of("public_addresses = [{a=1}, 2]\n").contains("a table in the list is not a text"));
    EXPECT_TRUE(
        errors_of("public_addresses = [['::1']]\n").contains("a list in the list is not a text"));
    EXPECT_TRUE(errors_of("[[limits]]\nheaders = 10\n").contains("limits[0].headers: unknown key"));
    EXPECT_TRUE(errors_of("tls.certificates = [1]\n").contains("is not a list of certificates"));
    EXPECT_TRUE(errors_of("\"limits.headers\" = 10\n").contains("unknown key"));
    EXPECT_TRUE(errors_of("[unknown]\n").contains("unknown: unknown key"));
    EXPECT_TRUE(errors_of("a.b.c.d.e.f.g.h.i.j.k = 1\n").contains("a.b.c.d.e.f.g.h: unknown key"));
    EXPECT_EQ(errors_of("[listen]\n[limits]\n"), "");
}

class ConfigOnDisk : public testing::Test {
protected:
    ConfigOnDisk() { std::filesystem::create_directories(folder_); }

    ~ConfigOnDisk() override { std::filesystem::remove_all(folder_); }

    std::string write(std::string_view text) const {
        const std::string path = folder_ / "k.toml";
        std::ofstream(path, std::ios::binary) << text;
        return path;
    }

    static std::string first_error(const std::string& path) {
        const auto loaded = load(path);
        return loaded ? "" : config::print_error(loaded.error().front(), "k.toml");
    }

    std::filesystem::path folder_ =
        std::filesystem::path(testing::TempDir()) /
        ("ks_config_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
};

TEST_F(ConfigOnDisk, RelativePathsStartFromTheFile) {
    const auto loaded = load(write(kExample));
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->tls.certificates[0].chain, folder_ / "wild.pem");
    EXPECT_EQ(loaded->tls.certificates[0].key, "/etc/wild.key");
    EXPECT_EQ(loaded->probe.ca_file, folder_ / "roots.pem");
    EXPECT_EQ(load(write("data_dir = 'data'")).value().data_dir, folder_ / "data");
    const std::vector<Entry> overrides{{"data_dir", Value{std::string("here"), 0}}};
    EXPECT_EQ(load(write(""), overrides).value().data_dir, "here");
}

TEST_F(ConfigOnDisk, UnreadableFilesSaySo) {
    EXPECT_TRUE(
        first_error(folder_ / "absent.toml").starts_with("k.toml: cannot be read: No such file"));
    EXPECT_TRUE(first_error(folder_).contains("it is a folder"));
    EXPECT_TRUE(first_error(write(std::string(300'000, '#'))).contains("larger than 256 KiB"));
    EXPECT_EQ(first_error(write(std::string(256 * 1024, '#'))), "");
}

}  // namespace
}  // namespace ks::config_file
