// SPDX-License-Identifier: Apache-2.0
// What curl reports of a server's certificate, and the words for what is wrong with it.
#pragma once

#include "core/record/check_result.hpp"

#include <curl/curl.h>

#include <optional>
#include <string>
#include <string_view>

namespace ks::probe {

/// The leaf certificate of the last connection; nullopt without CURLOPT_CERTINFO or TLS. `valid` is
/// left false.
[[nodiscard]] std::optional<record::CertificateSeen> leaf_certificate(CURL* easy);

/// "certificate expired on 2026-01-31", "certificate is not for this host name", ... from OpenSSL's
/// verify result, curl's own message and what is known of the leaf.
[[nodiscard]] std::string certificate_words(long verify_result,
                                            std::string_view curl_message,
                                            const std::optional<record::CertificateSeen>& leaf);

/// Whole days until `expires`, not below zero.
[[nodiscard]] std::int64_t days_left(UnixSeconds expires, UnixSeconds now) noexcept;

/// "2026-01-31".
[[nodiscard]] std::string date_words(UnixSeconds time);

}  // namespace ks::probe
