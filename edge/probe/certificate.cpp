// SPDX-License-Identifier: Apache-2.0
#include "edge/probe/certificate.hpp"

#include <algorithm>
#include <cstdio>
#include <ctime>

namespace ks::probe {
namespace {

constexpr std::string_view kExpire = "Expire date:";
constexpr std::string_view kIssuer = "Issuer:";
constexpr std::size_t kIssuerBytes = 120;

// X509_V_ERR_* of OpenSSL, whose header has its home elsewhere; the numbers are part of its
// interface.
constexpr long kNotYetValid = 9;
constexpr long kExpired = 10;
constexpr long kSelfSigned = 18;
constexpr long kSelfSignedInChain = 19;
constexpr long kNoIssuerHere = 20;
constexpr long kNoIssuer = 21;
constexpr long kHostMismatch = 62;

/// "C = US, O = Let's Encrypt, CN = R11" -> "Let's Encrypt R11"; other shapes stay as they are.
std::string issuer_words(std::string_view name) {
    std::string organisation;
    std::string common;
    std::size_t at = 0;
    while (at < name.size()) {
        const std::size_t end = std::min(name.find(", ", at), name.size());
        const std::string_view part = name.substr(at, end - at);
        if (part.starts_with("O = ")) {
            organisation = part.substr(4);
        } else if (part.starts_with("CN = ")) {
            common = part.substr(5);
        }
        at = end + 2;
    }
    std::string words = organisation + (organisation.empty() || common.empty() ? "" : " ") + common;
    if (words.empty()) {
        words = name;
    }
    if (words.size() > kIssuerBytes) {
        words.resize(kIssuerBytes);
    }
    std::ranges::replace_if(words, [](char c) { return c < 0x20 || c > 0x7e; }, '?');
    return words;
}

}  // namespace

std::optional<record::CertificateSeen> leaf_certificate(CURL* easy) {
    curl_certinfo* chain = nullptr;
    if (curl_easy_getinfo(easy, CURLINFO_CERTINFO, &chain) != CURLE_OK || chain == nullptr ||
        chain->num_of_certs < 1) {
        return std::nullopt;
    }
    record::CertificateSeen seen;
    bool dated = false;
    for (const curl_slist* line = chain->certinfo[0]; line != nullptr; line = line->next) {
        const std::string_view text = line->data;
        if (text.starts_with(kExpire)) {
            const std::string date(text.substr(kExpire.size()));
            const time_t at = curl_getdate(date.c_str(), nullptr);
            if (at != -1) {
                seen.expires_at = UnixSeconds(std::chrono::seconds(at));
                dated = true;
            }
        } else if (text.starts_with(kIssuer)) {
            seen.issuer = issuer_words(text.substr(kIssuer.size()));
        }
    }
    return dated ? std::optional(std::move(seen)) : std::nullopt;
}

std::string certificate_words(long verify_result,
                              std::string_view curl_message,
                              const std::optional<record::CertificateSeen>& leaf) {
    switch (verify_result) {
        case kExpired:
            return leaf ? "certificate expired on " + date_words(leaf->expires_at)
                        : "certificate or one it depends on has expired";
        case kNotYetValid:
            return "certificate is not valid yet";
        case kSelfSigned:
            return "certificate is self-signed";
        case kSelfSignedInChain:
        case kNoIssuerHere:
        case kNoIssuer:
            return "certificate is signed by an authority that is not trusted here, or its chain "
                   "is incomplete";
        case kHostMismatch:
            return "certificate is not for this host name";
        default:
            break;
    }
    if (curl_message.contains("does not match target host") ||
        curl_message.contains("no alternative certificate")) {
        return "certificate is not for this host name";
    }
    return "certificate is not valid: " + std::string(curl_message);
}

std::int64_t days_left(UnixSeconds expires, UnixSeconds now) noexcept {
    return std::max<std::int64_t>(std::chrono::floor<std::chrono::days>(expires - now).count(), 0);
}

std::string date_words(UnixSeconds time) {
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(time));
    char text[32];
    const int size = std::snprintf(text,
                                   sizeof text,
                                   "%04d-%02u-%02u",
                                   static_cast<int>(day.year()),
                                   static_cast<unsigned>(day.month()),
                                   static_cast<unsigned>(day.day()));
    return {text, static_cast<std::size_t>(size)};
}

}  // namespace ks::probe
