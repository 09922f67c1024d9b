// SPDX-License-Identifier: Apache-2.0
// The parts of TLS that need no connection: names, certificates, ticket keys, digests.
#include "../support/reactor_fixture.hpp"

#include "edge/tls/certificate_cache.hpp"
#include "edge/tls/dev_ca.hpp"
#include "edge/tls/digest.hpp"
#include "edge/tls/files.hpp"
#include "edge/tls/server_name.hpp"
#include "edge/tls/ticket_keys.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sys/stat.h>

namespace ks::tls {
namespace {

UnixSeconds at(std::chrono::hours hours) {
    return UnixSeconds(std::chrono::hours(480'000) + hours);
}

std::string extension(std::string_view name,
                      int list_extra = 0,
                      char type = 0,
                      int name_extra = 0) {
    std::string bytes;
    const auto be16 = [&](int value) {
        bytes += static_cast<char>(value >> 8);
        bytes += static_cast<char>(value & 255);
    };
    be16(static_cast<int>(name.size()) + 3 + list_extra);
    bytes += type;
    be16(static_cast<int>(name.size()) + name_extra);
    bytes += name;
    return bytes;
}

TEST(Digest, KnownValues) {
    EXPECT_EQ(hex(sha256(std::string_view("abc"))),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hex(hmac_sha256(as_bytes("key"), "The quick brown fox jumps over the lazy dog")),
              "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
    EXPECT_TRUE(equal_secrets(as_bytes("same"), as_bytes("same")));
    EXPECT_FALSE(equal_secrets(as_bytes("same"), as_bytes("sane")));
    EXPECT_FALSE(equal_secrets(as_bytes("same"), as_bytes("sam")));
    EXPECT_NE(random_u64(), random_u64());
}

TEST(ServerName, RawExtension) {
    EXPECT_EQ(*raw_server_name(as_bytes(extension("a.example"))), "a.example");
    for (const std::string& bad : {extension("a", 1),
                                   extension("a", -1),
                                   extension("a", 0, 1),
                                   extension("a", 0, 0, 1),
                                   extension("a", 0, 0, -1),
                                   extension(""),
                                   std::string(),
                                   std::string(4, '\0')}) {
        EXPECT_FALSE(raw_server_name(as_bytes(bad)).has_value()) << hex(as_bytes(bad));
    }
}

TEST(ServerName, Normalised) {
    EXPECT_EQ(*normalise_server_name("App.EXAMPLE.com."), "app.example.com");
    EXPECT_EQ(*normalise_server_name("192.0.2.1"), "");
    EXPECT_EQ(*normalise_server_name("2001:db8::1"), "");
    EXPECT_EQ(*normalise_server_name("a.example:443"), "");
    using namespace std::string_view_literals;
    for (const std::string_view bad :
         {"a_b.example"sv, "a\0b"sv, "-a.example"sv, "a..b"sv, "*.example"sv, "a b"sv}) {
        EXPECT_FALSE(normalise_server_name(bad).has_value()) << bad;
    }
    EXPECT_FALSE(normalise_server_name(std::string(300, 'a')).has_value());
}

TEST(Identity, CoversExactNamesAndOneLabelOfWildcards) {
    Identity identity;
    identity.names = {"a.example", "*.b.example"};
    EXPECT_TRUE(covers(identity, "a.example"));
    EXPECT_TRUE(covers(identity, "x.b.example"));
    for (const std::string_view not_covered :
         {"b.example", "x.y.b.example", "x.a.example", ".b.example", "", "example", "xb.example"}) {
        EXPECT_FALSE(covers(identity, not_covered)) << not_covered;
    }
}

TEST(DevCa, MadeOnceAndPrivate) {
    const test::TemporaryDirectory directory;
    const auto first = open_dev_ca(directory.path(), at({}));
    ASSERT_TRUE(first.has_value());
    const auto second = open_dev_ca(directory.path(), at(std::chrono::hours(1)));
    ASSERT_TRUE(second.has_value());
    EXPECT_EQ(first->certificate_pem, second->certificate_pem);
    struct stat facts{};
    ASSERT_EQ(::stat((directory.path() / "ca.key").c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0600U);
    // A key of another CA is found out at start, not in a handshake.
    const test::TemporaryDirectory other;
    ASSERT_TRUE(open_dev_ca(other.path(), at({})).has_value());
    std::filesystem::copy_file(other.path() / "ca.key",
                               directory.path() / "ca.key",
                               std::filesystem::copy_options::overwrite_existing);
    EXPECT_FALSE(open_dev_ca(directory.path(), at({})).has_value());
}

class CertificateCacheTest : public ::testing::Test {
protected:
    CertificateCache make(std::string base, std::size_t entries = 8) {
        auto files = open_dev_ca(directory_.path(), clock_.now_seconds());
        return {std::move(base), *DevCa::parse(*files), clock_, entries};
    }

    test::TemporaryDirectory directory_;
    test::ShiftedClock clock_;
};

TEST_F(CertificateCacheTest, OneCertificateForTheWholeBaseDomain) {
    CertificateCache cache = make("example.com");
    const auto app = cache.for_base("app.example.com");
    const auto slug = cache.for_base("acme.example.com");
    const auto none = cache.for_base("");
    EXPECT_EQ(app->get(), slug->get());
    EXPECT_EQ(app->get(), none->get());
    EXPECT_TRUE(covers(**app, "acme.example.com"));
    EXPECT_TRUE(covers(**app, "example.com"));
    EXPECT_EQ(cache.size(), 1U);
}

TEST_F(CertificateCacheTest, UnderATopLevelNameHostsAreNamed) {
    CertificateCache cache = make("localhost");
    const auto slug = cache.for_base("acme.localhost");
    EXPECT_NE(std::ranges::find((*slug)->names, "acme.localhost"), (*slug)->names.end());
    EXPECT_EQ(dns_names(*(*slug)->leaf), (*slug)->names);
    EXPECT_EQ(cache.for_base("app.localhost")->get(), cache.for_base("")->get());
}

TEST_F(CertificateCacheTest, LeastRecentlyUsedGoesFirst) {
    CertificateCache cache = make("example.com", 2);
    const auto a = *cache.for_custom("a.test");
    const auto b = *cache.for_custom("b.test");
    EXPECT_EQ(*cache.for_custom("a.test"), a);
    static_cast<void>(cache.for_custom("c.test"));
    EXPECT_EQ(cache.size(), 2U);
    EXPECT_EQ(*cache.for_custom("a.test"), a);
    EXPECT_NE(*cache.for_custom("b.test"), b);
}

TEST_F(CertificateCacheTest, ADyingCertificateIsMadeAnew) {
    CertificateCache cache = make("example.com");
    const auto first = *cache.for_custom("a.test");
    clock_.advance(std::chrono::hours(24 * 59));
    EXPECT_EQ(*cache.for_custom("a.test"), first);
    clock_.advance(std::chrono::hours(24 * 2));
    EXPECT_NE(*cache.for_custom("a.test"), first);
}

TEST_F(CertificateCacheTest, RefusesPairsThatDoNotBelongTogether) {
    CertificateCache cache = make("example.com");
    const std::string chain = *read_file(directory_.path() / "ca.pem");
    const std::string key = *read_file(directory_.path() / "ca.key");
    EXPECT_TRUE(cache.set_operator_certificates({{"f", chain, key}}).has_value());
    EXPECT_FALSE(cache.set_operator_certificates({{"f", chain, chain}}).has_value());
    EXPECT_FALSE(cache.set_operator_certificates({{"f", "nonsense", key}}).has_value());
}

TEST(TicketKeys, CopiesAgreeAndOldKeysAreForgotten) {
    Sha256 secret{};
    secret[3] = std::byte{7};
    TicketKeys one(secret, at({}));
    TicketKeys other(secret, at({}));
    const TicketKey first = one.newest(at({}));
    EXPECT_EQ(other.find(first.name.data(), at({})).key->cipher_key, first.cipher_key);
    const TicketKey second = one.newest(at(std::chrono::hours(7)));
    EXPECT_NE(second.name, first.name);
    EXPECT_NE(second.cipher_key, first.cipher_key);
    // The other copy turns by itself, over two periods at once.
    EXPECT_EQ(other.find(second.name.data(), at(std::chrono::hours(13))).key->mac_key,
              second.mac_key);
    EXPECT_TRUE(other.find(second.name.data(), at(std::chrono::hours(13))).renew);
    EXPECT_TRUE(other.find(first.name.data(), at(std::chrono::hours(13))).renew);
    EXPECT_EQ(other.find(first.name.data(), at(std::chrono::hours(19))).key, nullptr);
    EXPECT_FALSE(one.find(second.name.data(), at(std::chrono::hours(7))).renew);
}

}  // namespace
}  // namespace ks::tls
