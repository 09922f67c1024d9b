// SPDX-License-Identifier: Apache-2.0
// The parts of TLS that need no connection: names, certificates, ticket keys, digests.
#include "../support/reactor_fixture.hpp"

#include "edge/tls/alpn_challenge.hpp"
#include "edge/tls/certificate_cache.hpp"
#include "edge/tls/dev_ca.hpp"
#include "edge/tls/digest.hpp"
#include "edge/tls/files.hpp"
#include "edge/tls/server_name.hpp"
#include "edge/tls/ticket_keys.hpp"
#include "storage/store/certificates.hpp"
#include "storage/write/inline_writer.hpp"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

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
    CertificateCacheTest() {
        lmdb::Env::Options options;
        options.directory = directory_.path();
        options.map_bytes = std::size_t{1} << 28U;
        store_ = *store::Store::open(options);
        reader_ = std::make_unique<store::Reader>(*store_);
    }

    CertificateCache make(std::string base,
                          std::size_t bytes = std::size_t{1} << 20U,
                          bool acme = false) {
        auto files = open_dev_ca(directory_.path(), clock_.now_seconds());
        return {{.base_domain = std::move(base), .acme = acme, .bytes_max = bytes},
                *DevCa::parse(*files),
                sealer_,
                *reader_,
                clock_};
    }

    /// A claimed domain.
    void claim(const std::string& host) {
        write::InlineWriter writer(*store_);
        write::CreateProject project;
        project.project.id = ids_.make<ProjectId>(1);
        project.first_key = {.id = ids_.make<KeyId>(1), .project = project.project.id};
        project.first_key.hash[0] = std::byte{static_cast<unsigned char>(host.size())};
        ASSERT_EQ(writer.run(project).code, Errc::kOk);
        write::CreatePage create;
        create.page.id = ids_.make<PageId>(1);
        create.page.project = project.project.id;
        create.page.name = "P";
        create.page.slug = "p" + std::to_string(host.size());
        create.page.custom_domain = host;
        ASSERT_EQ(writer.run(create).code, Errc::kOk);
    }

    /// Stores a certificate of the development CA as an issued one, in a process of its own.
    void issue(const std::string& host) {
        auto files = open_dev_ca(directory_.path(), clock_.now_seconds());
        auto made = DevCa::parse(*files)->issue(std::vector{host}, clock_.now_seconds());
        const auto pem = [](auto write) {
            const BioPtr bio(BIO_new(BIO_s_mem()));
            write(bio.get());
            char* data = nullptr;
            const long size = BIO_get_mem_data(bio.get(), &data);
            return std::string(data, static_cast<std::size_t>(size));
        };
        const std::string chain = pem([&](BIO* bio) { PEM_write_bio_X509(bio, made->leaf.get()); });
        const std::string key = pem([&](BIO* bio) {
            PEM_write_bio_PrivateKey(bio, made->key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        });
        write::InlineWriter writer(*store_);
        const auto work = reader_->read([&](const store::Snapshot& snapshot) {
            return store::domain_work(store::View(snapshot), host);
        });
        ASSERT_TRUE(work.has_value());
        record::Certificate certificate{.id = ids_.make<CertificateId>(1)};
        certificate.sealed_key = *sealer_.seal(key, certificate_purpose(host, certificate.id));
        ASSERT_EQ(writer
                      .run(write::StoreCertificate{.save = {.host = host, .work = *work},
                                                   .certificate = certificate,
                                                   .chain_pem = chain})
                      .code,
                  Errc::kOk);
    }

    test::TemporaryDirectory directory_;
    test::ShiftedClock clock_;
    Sealer sealer_{Sha256{}};
    IdMaker ids_{1, 2};
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<store::Reader> reader_;
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
    CertificateCache cache = make("example.com", std::size_t{2} * 8400);
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

TEST_F(CertificateCacheTest, WithACaACustomDomainHasTheStoredOneOrNone) {
    claim("status.test");
    CertificateCache cache = make("example.com", std::size_t{1} << 20U, true);
    EXPECT_EQ(cache.for_custom("status.test").error().code, Errc::kNotFound);
    EXPECT_FALSE(cache.has_custom("status.test"));
    // The API stays reachable meanwhile.
    EXPECT_TRUE(cache.for_base("app.example.com").has_value());
    issue("status.test");
    const auto first = cache.for_custom("status.test");
    ASSERT_TRUE(first.has_value());
    EXPECT_TRUE(covers(**first, "status.test"));
    EXPECT_TRUE(cache.has_custom("status.test"));
    EXPECT_EQ(*cache.for_custom("status.test"), *first);
}

TEST_F(CertificateCacheTest, TheNextHandshakeHasTheNewOneWhoeverStoredIt) {
    claim("status.test");
    CertificateCache cache = make("example.com", std::size_t{1} << 20U, true);
    issue("status.test");
    const auto first = *cache.for_custom("status.test");
    issue("status.test");
    EXPECT_NE(*cache.for_custom("status.test"), first);
    EXPECT_EQ(cache.size(), 1U);
}

TEST_F(CertificateCacheTest, AnotherMasterKeyOpensNothing) {
    claim("status.test");
    issue("status.test");
    sealer_ = Sealer(sha256("another"));
    CertificateCache cache = make("example.com", std::size_t{1} << 20U, true);
    EXPECT_EQ(cache.for_custom("status.test").error().code, Errc::kMalformed);
}

TEST(Sealer, OpensForItsPurposeOnly) {
    const Sealer sealer(sha256("key"));
    const std::string sealed = *sealer.seal("secret", "a");
    EXPECT_EQ(sealed.find("secret"), std::string::npos);
    EXPECT_EQ(*sealer.open(sealed, "a"), "secret");
    EXPECT_FALSE(sealer.open(sealed, "b").has_value());
    EXPECT_NE(*sealer.seal("secret", "a"), sealed);
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        std::string damaged = sealed;
        damaged[i] = static_cast<char>(damaged[i] ^ 1);
        EXPECT_FALSE(sealer.open(damaged, "a").has_value()) << i;
        EXPECT_FALSE(sealer.open(sealed.substr(0, i), "a").has_value()) << i;
    }
}

TEST(Sealer, TheMasterKeyIsMadeOnceAndForItsOwnerOnly) {
    const test::TemporaryDirectory directory;
    const auto first = open_sealer(directory.path(), "");
    ASSERT_TRUE(first.has_value());
    const auto mode = std::filesystem::status(directory.path() / "master.key").permissions();
    EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    const std::string sealed = *first->seal("secret", "a");
    EXPECT_EQ(*open_sealer(directory.path(), "")->open(sealed, "a"), "secret");
    ASSERT_TRUE(write_file(directory.path() / "short", "abc", 0600).has_value());
    const auto refused = open_sealer(directory.path(), (directory.path() / "short").string());
    ASSERT_FALSE(refused.has_value());
    EXPECT_NE(refused.error().find("64 hexadecimal digits"), std::string::npos);
}

TEST(AlpnChallenge, OnlyAcmeAloneIsAChallenge) {
    const auto offers = [](std::string_view text) { return offers_only_acme(as_bytes(text)); };
    using namespace std::string_view_literals;
    EXPECT_TRUE(
        offers("\x00\x0b\x0a"
               "acme-tls/1"sv));
    EXPECT_FALSE(
        offers("\x00\x14\x0a"
               "acme-tls/1\x08http/1.1"sv));
    EXPECT_FALSE(offers("\x00\x09\x08http/1.1"sv));
    EXPECT_FALSE(
        offers("\x00\x0b\x0a"
               "acme-tls/2"sv));
    EXPECT_FALSE(offers(""sv));
}

TEST(AlpnChallenge, TheCertificateHasTheNameAndTheCriticalDigest) {
    const auto made = challenge_identity("status.test", "token.thumb", at({}));
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(dns_names(*made->leaf), std::vector<std::string>{"status.test"});
    const std::unique_ptr<ASN1_OBJECT, OpensslFree<ASN1_OBJECT_free>> wanted(
        OBJ_txt2obj("1.3.6.1.5.5.7.1.31", 1));
    const int index = X509_get_ext_by_OBJ(made->leaf.get(), wanted.get(), -1);
    ASSERT_GE(index, 0);
    X509_EXTENSION* const found = X509_get_ext(made->leaf.get(), index);
    EXPECT_EQ(X509_EXTENSION_get_critical(found), 1);
    const ASN1_OCTET_STRING* const value = X509_EXTENSION_get_data(found);
    const std::string_view bytes(
        reinterpret_cast<const char*>(ASN1_STRING_get0_data(value)),  // NOLINT: OpenSSL's bytes
        static_cast<std::size_t>(ASN1_STRING_length(value)));
    EXPECT_EQ(bytes.substr(0, 2), std::string_view("\x04\x20", 2));
    EXPECT_EQ(hex(as_bytes(bytes.substr(2))), hex(sha256("token.thumb")));
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
