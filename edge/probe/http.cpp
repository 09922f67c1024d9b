// SPDX-License-Identifier: Apache-2.0
#include "edge/probe/http.hpp"

#include "edge/probe/certificate.hpp"
#include "edge/probe/http_transfer.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <utility>

namespace ks::probe {
namespace {

template <class Value>
Value fact(const Transfer& transfer, CURLINFO which) {
    Value value{};
    curl_easy_getinfo(transfer.easy.get(), which, &value);
    return value;
}

bool expected(const record::HttpOptions& http, long status) {
    return std::ranges::any_of(http.expected_status, [status](const record::StatusRange& range) {
        return status >= range.low && status <= range.high;
    });
}

std::string expected_words(const record::HttpOptions& http) {
    std::string text;
    for (const record::StatusRange& range : http.expected_status) {
        text += (text.empty() ? "" : ", ") + std::to_string(range.low);
        if (range.high != range.low) {
            text += "-" + std::to_string(range.high);
        }
    }
    return text;
}

struct Words {
    CURLcode code;
    std::string_view text;
};

constexpr std::array<Words, 9> kPlainWords{{
    {CURLE_COULDNT_RESOLVE_HOST, "host name could not be resolved"},
    {CURLE_COULDNT_CONNECT, "could not connect"},
    {CURLE_GOT_NOTHING, "connection closed without an answer"},
    {CURLE_RECV_ERROR, "connection broke off"},
    {CURLE_SEND_ERROR, "connection broke off"},
    {CURLE_PARTIAL_FILE, "answer ended too early"},
    {CURLE_UNSUPPORTED_PROTOCOL, "address or redirect is neither http nor https"},
    {CURLE_URL_MALFORMAT, "address is not a valid URL"},
    {CURLE_WEIRD_SERVER_REPLY, "answer is not HTTP"},
}};

std::string connect_words(const Transfer& transfer) {
    if (!transfer.refused.empty()) {
        return "target address " + transfer.refused + " is in a range that checks may not reach";
    }
    switch (fact<long>(transfer, CURLINFO_OS_ERRNO)) {
        case ECONNREFUSED:
            return "connection refused";
        case EHOSTUNREACH:
        case ENETUNREACH:
            return "host is unreachable";
        default:
            return "could not connect";
    }
}

/// Words for a transfer that ended without a whole answer, certificates aside.
std::string failure_words(const Transfer& transfer, int code, const record::Monitor& monitor) {
    if (code == CURLE_OPERATION_TIMEDOUT) {
        return "timed out after " + duration_words(monitor.now().timeout_ms);
    }
    if (transfer.head_cut) {
        return "answer's header fields are larger than " + std::to_string(kCheckHeadBytes / 1024) +
               " KiB";
    }
    if (code == CURLE_COULDNT_CONNECT) {
        return connect_words(transfer);
    }
    if (code == CURLE_TOO_MANY_REDIRECTS) {
        return "more than " + std::to_string(kRedirectsMax) + " redirects";
    }
    const std::string_view message = transfer.message.data();
    if (message.contains("HTTP/0.9")) {
        return "answer is not HTTP";
    }
    if (code == CURLE_SSL_CONNECT_ERROR) {
        return "TLS handshake failed: " + std::string(message);
    }
    const auto* const row =
        std::ranges::find(kPlainWords, static_cast<CURLcode>(code), &Words::code);
    if (row != kPlainWords.end()) {
        return std::string(row->text);
    }
    return message.empty() ? curl_easy_strerror(static_cast<CURLcode>(code)) : std::string(message);
}

/// The rule for a certificate that is good today but not for long; one that has expired is the
/// handshake's business.
void judge_certificate(const record::Monitor& monitor,
                       UnixSeconds now,
                       record::CheckResult& result) {
    const std::uint16_t days_min = monitor.http.certificate_expiry_days;
    if (!result.certificate || !result.certificate->valid ||
        result.status != record::CheckStatus::kUp) {
        return;
    }
    if (days_left(result.certificate->expires_at, now) < days_min) {
        result.status = record::CheckStatus::kDegraded;
        result.error = "certificate expires on " + date_words(result.certificate->expires_at);
    }
}

/// The answer is whole: status, then body.
record::CheckResult judge_answer(const Transfer& transfer, const record::Monitor& monitor) {
    const record::HttpOptions& http = monitor.http;
    const long status = fact<long>(transfer, CURLINFO_RESPONSE_CODE);
    record::CheckResult result;
    if (!expected(http, status)) {
        result = down("HTTP " + std::to_string(status) + ", expected " + expected_words(http));
    } else if (!http.body_contains.empty() && !transfer.body.contains(http.body_contains)) {
        result = down(transfer.body_cut ? "expected text is not in the first 1 MiB of the body"
                                        : "expected text is not in the body");
    }
    result.status_code = static_cast<std::uint16_t>(std::clamp(status, 0L, 999L));
    return result;
}

record::CheckResult judge(const Transfer& transfer,
                          int code,
                          const record::Monitor& monitor,
                          UnixSeconds now) {
    // A body cut at our bound makes curl report a write error; all we asked for is there.
    const bool whole = code == CURLE_OK || (code == CURLE_WRITE_ERROR && transfer.body_cut);
    if (!whole) {
        return down(failure_words(transfer, code, monitor));
    }
    record::CheckResult result = judge_answer(transfer, monitor);
    result.response_ms =
        static_cast<std::int32_t>(fact<curl_off_t>(transfer, CURLINFO_TOTAL_TIME_T) / 1000);
    result.certificate = leaf_certificate(transfer.easy.get());
    if (result.certificate) {
        result.certificate->valid = result.certificate->expires_at > now;
    }
    judge_certificate(monitor, now, result);
    judge_speed(monitor, result);
    return result;
}

/// curl ends a handshake that fails verification before it reads the chain, so a second handshake,
/// that trusts anybody and sends nothing, fetches the facts for the owner.
loop::Task<record::CheckResult> explain_certificate(ProbeContext& context,
                                                    const record::Monitor& monitor,
                                                    const Transfer& failed) {
    const long verdict = fact<long>(failed, CURLINFO_SSL_VERIFYRESULT);
    const std::string url = fact<const char*>(failed, CURLINFO_EFFECTIVE_URL);
    const auto spent_ms = static_cast<long>(fact<curl_off_t>(failed, CURLINFO_TOTAL_TIME_T) / 1000);
    const long left_ms = std::max(static_cast<long>(monitor.now().timeout_ms) - spent_ms, 1L);
    Transfer look;
    prepare_look(look, context, url, left_ms);
    const int code = co_await context.curl.perform(look.easy.get());
    std::optional<record::CertificateSeen> leaf;
    if (code == CURLE_OK) {
        leaf = leaf_certificate(look.easy.get());
    }
    // Verification may have failed for an intermediate: then the leaf's own date is not the reason.
    const bool leaf_expired = leaf && leaf->expires_at <= context.reactor.clock().now_seconds();
    record::CheckResult result =
        down(certificate_words(verdict,
                               failed.message.data(),
                               leaf_expired ? leaf : std::optional<record::CertificateSeen>()));
    if (!leaf) {
        leaf.emplace();
    }
    result.certificate = std::move(leaf);
    co_return result;
}

}  // namespace

loop::Task<record::CheckResult> check_http(ProbeContext& context, const record::Monitor& monitor) {
    Transfer transfer;
    prepare_check(transfer, context, monitor);
    const int code = co_await context.curl.perform(transfer.easy.get());
    if (code == CURLE_PEER_FAILED_VERIFICATION) {
        record::CheckResult refused = co_await explain_certificate(context, monitor, transfer);
        co_return refused;
    }
    co_return judge(transfer, code, monitor, context.reactor.clock().now_seconds());
}

}  // namespace ks::probe
