// SPDX-License-Identifier: Apache-2.0
#include "edge/acme/http.hpp"

#include "core/base/version.hpp"
#include "core/text/iso_time.hpp"
#include "core/text/url.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <string_view>

namespace ks::acme {
namespace {

constexpr long kIdleConnections = 8;
constexpr std::size_t kHeadBytes = std::size_t{64} << 10U;
constexpr std::size_t kAlternatesMax = 8;
constexpr std::size_t kNonceBytes = 512;
constexpr long kConnectTimeout_ms = 10'000;
constexpr std::chrono::seconds kRetryAfterMax{7 * 86400};

struct ListCloser {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

/// Everything that curl points into while a transfer runs.
struct Transfer {
    probe::Easy easy{curl_easy_init()};
    std::unique_ptr<curl_slist, ListCloser> fields;
    std::array<char, CURL_ERROR_SIZE> message{};
    UnixSeconds now{};
    std::string sent;
    std::size_t head_bytes = 0;
    bool too_large = false;
    Reply reply;
};

template <class Value>
void set(Transfer& transfer, CURLoption option, Value value) {
    curl_easy_setopt(transfer.easy.get(), option, value);
}

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text) {
    std::string copy(text);
    std::ranges::transform(copy, copy.begin(), lower);
    return copy;
}

std::string_view trimmed(std::string_view text) noexcept {
    constexpr std::string_view kBlanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kBlanks);
    return first == std::string_view::npos
               ? std::string_view{}
               : text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

bool is_base64url(std::string_view text) noexcept {
    return std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    });
}

/// Seconds or an HTTP date (RFC 9110 section 10.2.3).
std::optional<std::chrono::seconds> retry_after(std::string_view value, UnixSeconds now) {
    std::int64_t seconds = 0;
    const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (fault == std::errc::result_out_of_range) {
        return kRetryAfterMax;
    }
    if (fault != std::errc{} || end != value.data() + value.size()) {
        const auto date = text::parse_http_date(value);
        if (!date) {
            return std::nullopt;
        }
        seconds = (*date - now).count();
    }
    return std::clamp(std::chrono::seconds(seconds), std::chrono::seconds(0), kRetryAfterMax);
}

/// `<https://ca/cert/1>;rel="alternate"`, several in one field or in several (RFC 8288 section 3).
void read_links(std::string_view value, std::vector<std::string>& alternates) {
    while (alternates.size() < kAlternatesMax) {
        const std::size_t open = value.find('<');
        const std::size_t close = value.find('>', open);
        if (open == std::string_view::npos || close == std::string_view::npos) {
            return;
        }
        const std::size_t next = value.find('<', close);
        const std::string parameters = lowered(value.substr(close + 1, next - close - 1));
        if (parameters.contains("rel=\"alternate\"") || parameters.contains("rel=alternate")) {
            alternates.emplace_back(value.substr(open + 1, close - open - 1));
        }
        if (next == std::string_view::npos) {
            return;
        }
        value.remove_prefix(next);
    }
}

void read_field(Transfer& transfer, std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
        return;
    }
    const std::string name = lowered(line.substr(0, colon));
    const std::string_view value = trimmed(line.substr(colon + 1));
    Reply& reply = transfer.reply;
    if (name == "replay-nonce") {
        reply.nonce = value.size() <= kNonceBytes && is_base64url(value) ? value : "";
    } else if (name == "location") {
        reply.location = value;
    } else if (name == "retry-after") {
        reply.retry_after = retry_after(value, transfer.now);
    } else if (name == "content-type") {
        reply.content_type = lowered(trimmed(value.substr(0, value.find(';'))));
    } else if (name == "link") {
        read_links(value, reply.alternates);
    }
}

std::size_t on_head(const char* bytes, std::size_t one, std::size_t count, void* self) noexcept {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::size_t size = one * count;
    transfer.head_bytes += size;
    if (transfer.head_bytes > kHeadBytes) {
        transfer.too_large = true;
        return 0;
    }
    read_field(transfer, std::string_view(bytes, size));
    return size;
}

std::size_t on_body(const char* bytes, std::size_t one, std::size_t count, void* self) noexcept {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::size_t size = one * count;
    if (transfer.reply.body.size() + size > kAnswerBytes) {
        transfer.too_large = true;
        return 0;
    }
    transfer.reply.body.append(bytes, size);
    return size;
}

void add_field(Transfer& transfer, const char* line) {
    if (curl_slist* const longer = curl_slist_append(transfer.fields.get(), line)) {
        [[maybe_unused]] auto* const old = transfer.fields.release();
        transfer.fields.reset(longer);
    }
}

void set_method(Transfer& transfer, Method method) {
    switch (method) {
        case Method::kGet:
            break;
        case Method::kHead:
            set(transfer, CURLOPT_NOBODY, 1L);
            break;
        case Method::kPost:
            add_field(transfer, "Content-Type: application/jose+json");
            set(transfer,
                CURLOPT_POSTFIELDSIZE_LARGE,
                static_cast<curl_off_t>(transfer.sent.size()));
            set(transfer, CURLOPT_POSTFIELDS, transfer.sent.data());  // not copied
            break;
    }
    add_field(transfer, "Expect:");
    add_field(transfer, "Accept-Language: en");
    set(transfer, CURLOPT_HTTPHEADER, transfer.fields.get());
}

void prepare(Transfer& transfer,
             Method method,
             const std::string& url,
             const std::string& ca_file,
             std::chrono::milliseconds timeout) {
    const auto whole = static_cast<long>(timeout.count());
    set(transfer, CURLOPT_ERRORBUFFER, transfer.message.data());
    set(transfer, CURLOPT_NOSIGNAL, 1L);
    // Else a time-out while a name is resolved joins the resolver's thread, and with it this
    // reactor.
    set(transfer, CURLOPT_QUICK_EXIT, 1L);
    set(transfer, CURLOPT_PROTOCOLS_STR, "https");
    set(transfer, CURLOPT_FOLLOWLOCATION, 0L);
    set(transfer, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(transfer, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(transfer, CURLOPT_URL, url.c_str());
    set(transfer, CURLOPT_TIMEOUT_MS, whole);
    set(transfer, CURLOPT_CONNECTTIMEOUT_MS, std::min(whole, kConnectTimeout_ms));
    set(transfer, CURLOPT_CAPATH, "/etc/ssl/certs");
    set(transfer, CURLOPT_CAINFO, ca_file.empty() ? nullptr : ca_file.c_str());
    set(transfer, CURLOPT_WRITEFUNCTION, &on_body);
    set(transfer, CURLOPT_WRITEDATA, &transfer);
    set(transfer, CURLOPT_HEADERFUNCTION, &on_head);
    set(transfer, CURLOPT_HEADERDATA, &transfer);
    const std::string agent = "kamustatus/" + std::string(version()) + " (ACME client)";
    set(transfer, CURLOPT_USERAGENT, agent.c_str());  // copied
    set_method(transfer, method);
}

std::string host_of(const std::string& url) {
    const auto parsed = text::parse_url(url);
    return parsed ? parsed->authority() : url;
}

Failure no_answer(const Transfer& transfer, int code, const std::string& url) {
    Failure failure{.kind = FailureKind::kRetryLater};
    const std::string host = host_of(url);
    if (transfer.too_large) {
        failure.kind = FailureKind::kBadAnswer;
        failure.words = "The CA at " + host + " sent an answer that is larger than any of ACME's.";
        return failure;
    }
    std::string why = transfer.message.data();
    if (why.empty()) {
        why = curl_easy_strerror(static_cast<CURLcode>(code));
    }
    switch (code) {
        case CURLE_SSL_CACERT_BADFILE:
            failure.kind = FailureKind::kAccount;
            failure.words = "The roots in acme.ca_file cannot be used: " + why +
                            ". Set it to a readable PEM file.";
            break;
        case CURLE_PEER_FAILED_VERIFICATION:
            failure.words = "The TLS certificate of the CA at " + host + " is not trusted: " + why +
                            ". If the CA is a private one, set acme.ca_file to its root.";
            break;
        case CURLE_OPERATION_TIMEDOUT:
            failure.words = "The CA at " + host + " did not answer in time; it is tried again.";
            break;
        default:
            failure.words = "The CA at " + host + " cannot be reached: " + why +
                            ". It is tried again; look at this server's DNS and firewall if it "
                            "lasts.";
    }
    return failure;
}

}  // namespace

bool is_acme_url(const std::string& url) {
    const auto parsed = text::parse_url(url);
    return parsed && parsed->https && std::ranges::all_of(url, [](char c) {
               return c > ' ' && c < '\x7f' && c != '#' && c != '\\';
           });
}

Http::Http(loop::Reactor& reactor, std::string ca_file, std::chrono::milliseconds timeout)
    : reactor_(reactor),
      multi_(reactor, kIdleConnections),
      ca_file_(std::move(ca_file)),
      timeout_(timeout) {}

loop::Task<Attempt<Reply>> Http::send(Method method, std::string url, std::string body) {
    if (!is_acme_url(url)) {
        co_return Failure{.kind = FailureKind::kBadAnswer,
                          .words = "The address '" + url.substr(0, 200) +
                                   "' of the CA is not an https URL (RFC 8555 section 6.1)."};
    }
    Transfer transfer;
    if (transfer.easy == nullptr) {
        co_return Failure{.kind = FailureKind::kLocal,
                          .words = "There is no memory for a transfer."};
    }
    transfer.now = reactor_.clock().now_seconds();
    transfer.sent = std::move(body);
    prepare(transfer, method, url, ca_file_, timeout_);
    const int code = co_await multi_.perform(transfer.easy.get());
    if (code != CURLE_OK) {
        co_return no_answer(transfer, code, url);
    }
    curl_easy_getinfo(transfer.easy.get(), CURLINFO_RESPONSE_CODE, &transfer.reply.status);
    co_return std::move(transfer.reply);
}

}  // namespace ks::acme
