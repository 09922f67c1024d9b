// SPDX-License-Identifier: Apache-2.0
// Signatures, thumbprints and ids against the examples of RFC 7515, 7638, 9449 and 9773.
#include "edge/acme/jws.hpp"

#include "core/text/base64url.hpp"
#include "edge/acme/ari.hpp"
#include "edge/api/json_in.hpp"
#include "edge/tls/digest.hpp"
#include "edge/tls/openssl_ptr.hpp"

#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

namespace ks::acme {
namespace {

std::string decoded(std::string_view text) {
    const auto bytes = text::base64url_decode(text);
    EXPECT_TRUE(bytes.has_value()) << text;
    return bytes.value_or("");
}

const unsigned char* raw(const std::string& bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

/// PEM of the P-256 key with these coordinates and, for a private one, this number.
std::string pem_of(std::string_view x, std::string_view y, std::string_view d) {
    const std::string point = "\x04" + decoded(x) + decoded(y);
    const std::string secret = decoded(d);
    BIGNUM* const number = BN_bin2bn(raw(secret), static_cast<int>(secret.size()), nullptr);
    OSSL_PARAM_BLD* const build = OSSL_PARAM_BLD_new();
    OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0);
    OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
    OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_PRIV_KEY, number);
    OSSL_PARAM* const parameters = OSSL_PARAM_BLD_to_param(build);
    EVP_PKEY_CTX* const context = EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr);
    EVP_PKEY* key = nullptr;
    EVP_PKEY_fromdata_init(context);
    EXPECT_EQ(EVP_PKEY_fromdata(context, &key, EVP_PKEY_KEYPAIR, parameters), 1);
    const tls::BioPtr bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    std::string pem(data, static_cast<std::size_t>(size));
    EVP_PKEY_free(key);
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(build);
    BN_free(number);
    return pem;
}

/// RFC 7515 appendix A.3.
constexpr std::string_view kX = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
constexpr std::string_view kY = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
constexpr std::string_view kD = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI";

tls::SigningKey example_key() {
    auto key = tls::SigningKey::parse(pem_of(kX, kY, kD));
    EXPECT_TRUE(key.has_value());
    return *std::move(key);
}

/// With OpenSSL's own ES256 check, from the 64 bytes of a JWS.
bool verifies(std::string_view text, const std::string& signature) {
    const std::string pem = pem_of(kX, kY, kD);
    const tls::BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    const tls::KeyPtr key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
    ECDSA_SIG* const pair = ECDSA_SIG_new();
    ECDSA_SIG_set0(
        pair, BN_bin2bn(raw(signature), 32, nullptr), BN_bin2bn(raw(signature) + 32, 32, nullptr));
    unsigned char* der = nullptr;
    const int size = i2d_ECDSA_SIG(pair, &der);
    EVP_MD_CTX* const context = EVP_MD_CTX_new();
    EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, key.get());
    const int good = EVP_DigestVerify(context,
                                      der,
                                      static_cast<std::size_t>(size),
                                      reinterpret_cast<const unsigned char*>(text.data()),
                                      text.size());
    EVP_MD_CTX_free(context);
    OPENSSL_free(der);
    ECDSA_SIG_free(pair);
    return good == 1;
}

TEST(Jws, KeyIsReadWithItsPublicPoint) {
    const tls::SigningKey key = example_key();
    EXPECT_EQ(text::base64url_encode(as_bytes(key.x())), kX);
    EXPECT_EQ(text::base64url_encode(as_bytes(key.y())), kY);
}

TEST(Jws, TheCheckerKnowsTheExampleOfRfc7515A3) {
    const std::string text =
        "eyJhbGciOiJFUzI1NiJ9."
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLm"
        "NvbS9pc19yb290Ijp0cnVlfQ";
    const std::string signature = decoded(
        "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q");
    EXPECT_TRUE(verifies(text, signature));
    EXPECT_FALSE(verifies(text + "x", signature));
}

TEST(Jws, RequestsAreFlattenedAndVerify) {
    const tls::SigningKey key = example_key();
    const ProtectedHeader header{.nonce = "bm9uY2U", .url = "https://ca.example/order", .kid = ""};
    // Two hundred, as a number with a leading zero byte comes about once in 128.
    for (int i = 0; i < 200; ++i) {
        const auto body = sign_request(key, header, R"({"a":)" + std::to_string(i) + "}");
        ASSERT_TRUE(body.has_value());
        api::JsonReader reader;
        const auto json = reader.parse(*body);
        ASSERT_TRUE(json.has_value());
        EXPECT_EQ(json->members().size(), 3U);
        const std::string head(*json->find("protected")->text());
        const std::string payload(*json->find("payload")->text());
        const std::string signature = decoded(*json->find("signature")->text());
        ASSERT_EQ(signature.size(), 64U);
        EXPECT_TRUE(verifies(head + "." + payload, signature));
        EXPECT_EQ(decoded(head),
                  R"({"alg":"ES256","jwk":{"crv":"P-256","kty":"EC","x":")" + std::string(kX) +
                      R"(","y":")" + std::string(kY) +
                      R"("},"nonce":"bm9uY2U","url":"https://ca.example/order"})");
    }
}

TEST(Jws, KidTakesTheKeysPlaceAndAnEmptyPayloadStaysEmpty) {
    const auto body = sign_request(
        example_key(), {.nonce = "n", .url = "https://ca/x", .kid = "https://ca/acct/1"}, "");
    api::JsonReader reader;
    const auto json = reader.parse(*body);
    EXPECT_EQ(json->find("payload")->text(), "");
    EXPECT_EQ(decoded(*json->find("protected")->text()),
              R"({"alg":"ES256","kid":"https://ca/acct/1","nonce":"n","url":"https://ca/x"})");
}

TEST(Jws, ThumbprintOfRfc9449) {
    // The P-256 key of RFC 9449 section 4.1 and its thumbprint in section 6.1; RFC 7638's own
    // example is an RSA key. Only the public half is published.
    const std::string jwk =
        R"({"crv":"P-256","kty":"EC","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",)"
        R"("y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"})";
    EXPECT_EQ(text::base64url_encode(tls::sha256(jwk)),
              "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
    const tls::SigningKey key = example_key();
    EXPECT_EQ(public_jwk(key),
              R"({"crv":"P-256","kty":"EC","x":")" + std::string(kX) + R"(","y":")" +
                  std::string(kY) + R"("})");
    EXPECT_EQ(thumbprint(key), text::base64url_encode(tls::sha256(public_jwk(key))));
}

TEST(Jws, ThumbprintOfRfc7638) {
    const std::string jwk =
        R"({"e":"AQAB","kty":"RSA","n":")"
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1"
        "L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4"
        "QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbO"
        "pbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csF"
        "Cur-kEgU8awapJzKnqDKgw"
        R"("})";
    EXPECT_EQ(text::base64url_encode(tls::sha256(jwk)),
              "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}

TEST(Jws, BindingIsHs256OverTheKey) {
    // The key and MAC method of RFC 7515 appendix A.1.
    constexpr std::string_view kSecret =
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
    const std::string text =
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogIm"
        "h0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    const std::string secret = decoded(kSecret);
    EXPECT_EQ(text::base64url_encode(tls::hmac_sha256(as_bytes(secret), text)),
              "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");

    const tls::SigningKey key = example_key();
    const auto body = bind_account(key, "kid-1", kSecret, "https://ca/new-account");
    ASSERT_TRUE(body.has_value());
    api::JsonReader reader;
    const auto json = reader.parse(*body);
    const std::string head(*json->find("protected")->text());
    const std::string payload(*json->find("payload")->text());
    EXPECT_EQ(decoded(head), R"({"alg":"HS256","kid":"kid-1","url":"https://ca/new-account"})");
    EXPECT_EQ(decoded(payload), public_jwk(key));
    EXPECT_EQ(json->find("signature")->text(),
              text::base64url_encode(tls::hmac_sha256(as_bytes(secret), head + "." + payload)));
    EXPECT_EQ(bind_account(key, "kid-1", "not base64url!", "https://ca").error().code,
              Errc::kInvalidValue);
    EXPECT_TRUE(bind_account(key, "kid-1", std::string(kSecret) + "==", "https://ca").has_value());
}

TEST(SigningKey, OnlyP256IsTaken) {
    const auto made = tls::new_p256_key();
    ASSERT_TRUE(made.has_value());
    EXPECT_TRUE(made->starts_with("-----BEGIN PRIVATE KEY-----\n"));
    EXPECT_TRUE(tls::SigningKey::parse(*made).has_value());
    EXPECT_EQ(tls::SigningKey::parse("-----BEGIN PRIVATE KEY-----\n").error().code,
              Errc::kMalformed);
    const tls::KeyPtr other(EVP_EC_gen("P-384"));
    const tls::BioPtr bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(bio.get(), other.get(), nullptr, nullptr, 0, nullptr, nullptr);
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    EXPECT_EQ(
        tls::SigningKey::parse(std::string_view(data, static_cast<std::size_t>(size))).error().code,
        Errc::kMalformed);
}

TEST(AriId, TheExampleOfRfc9773) {
    // Section 4.1: the bytes of the extension and of the serial number of its certificate.
    tls::CheckedChain chain;
    chain.authority_key_id =
        "\x69\x88\x5B\x6B\x87\x46\x40\x41\xE1\xB3\x7B\x84\x7B\xA0\xAE\x2C\xDE\x01\xC8\xD4";
    chain.serial = std::string("\x00\x87\x65\x43\x21", 5);
    EXPECT_EQ(ari_id(chain), "aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE");
}

TEST(AriId, IsReadFromACertificate) {
    // The same two fields inside a real certificate: the serial's leading zero is DER's, not ours.
    const tls::KeyPtr key(EVP_EC_gen("P-256"));
    const tls::X509Ptr certificate(X509_new());
    BIGNUM* const serial = BN_new();
    BN_set_word(serial, 0x87654321);
    BN_to_ASN1_INTEGER(serial, X509_get_serialNumber(certificate.get()));
    BN_free(serial);
    AUTHORITY_KEYID* const identifier = AUTHORITY_KEYID_new();
    identifier->keyid = ASN1_OCTET_STRING_new();
    const std::string bytes =
        "\x69\x88\x5B\x6B\x87\x46\x40\x41\xE1\xB3\x7B\x84\x7B\xA0\xAE\x2C\xDE\x01\xC8\xD4";
    ASN1_OCTET_STRING_set(identifier->keyid, raw(bytes), static_cast<int>(bytes.size()));
    X509_add1_ext_i2d(certificate.get(), NID_authority_key_identifier, identifier, 0, 0);
    AUTHORITY_KEYID_free(identifier);
    X509_set_version(certificate.get(), X509_VERSION_3);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 1000);
    X509_set_pubkey(certificate.get(), key.get());
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    const tls::BioPtr bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(bio.get(), certificate.get());
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    const auto chain = tls::read_chain(std::string_view(data, static_cast<std::size_t>(size)));
    ASSERT_TRUE(chain.has_value());
    EXPECT_EQ(ari_id(*chain), "aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE");
}

}  // namespace
}  // namespace ks::acme
