// SPDX-License-Identifier: Apache-2.0
#include "edge/notify/webhook.hpp"

#include "edge/probe/http_transfer.hpp"

#include <array>
#include <memory>

namespace ks::notify {
namespace {

constexpr std::size_t kAnswerMax = std::size_t{64} << 10U;

struct Post {
    std::unique_ptr<curl_slist, probe::ListCloser> fields;
    std::array<char, CURL_ERROR_SIZE> message{};
    std::size_t answered = 0;
    probe::Guard* guard = nullptr;
    std::string refused;
    probe::Easy easy{curl_easy_init()};
};

/// Nobody reads the answer; an endless one ends the transfer.
std::size_t on_answer(const char* /*bytes*/,
                      std::size_t one,
                      std::size_t count,
                      void* self) noexcept {
    auto& post = *static_cast<Post*>(self);
    post.answered += one * count;
    return post.answered > kAnswerMax ? 0 : one * count;
}

curl_socket_t on_open(void* self, curlsocktype /*purpose*/, curl_sockaddr* target) noexcept {
    auto& post = *static_cast<Post*>(self);
    return probe::open_guarded(post.guard, *target, post.refused);
}

template <class Value>
void set(Post& post, CURLoption option, Value value) {
    curl_easy_setopt(post.easy.get(), option, value);
}

void add_field(Post& post, const std::string& line) {
    if (curl_slist* const longer = curl_slist_append(post.fields.get(), line.c_str())) {
        [[maybe_unused]] auto* const old = post.fields.release();
        post.fields.reset(longer);
    }
}

void prepare(Post& post, const WebhookOptions& options, const Webhook& webhook) {
    post.guard = options.guard;
    set(post, CURLOPT_URL, webhook.url.c_str());
    set(post, CURLOPT_PROTOCOLS_STR, "http,https");
    set(post, CURLOPT_PROXY, "");  // a proxy from the environment would dodge the guard
    set(post, CURLOPT_FOLLOWLOCATION, 0L);
    set(post, CURLOPT_NOSIGNAL, 1L);
    set(post, CURLOPT_QUICK_EXIT, 1L);
    set(post, CURLOPT_ERRORBUFFER, post.message.data());
    set(post, CURLOPT_TIMEOUT_MS, static_cast<long>(options.timeout.count()));
    set(post, CURLOPT_OPENSOCKETFUNCTION, &on_open);
    set(post, CURLOPT_OPENSOCKETDATA, &post);
    // The guard is asked for new connections only.
    set(post, CURLOPT_FRESH_CONNECT, 1L);
    set(post, CURLOPT_FORBID_REUSE, 1L);
    set(post, CURLOPT_CAPATH, "/etc/ssl/certs");
    set(post, CURLOPT_CAINFO, options.ca_file.empty() ? nullptr : options.ca_file.c_str());
    set(post, CURLOPT_USERAGENT, options.user_agent.c_str());
    set(post, CURLOPT_WRITEFUNCTION, &on_answer);
    set(post, CURLOPT_WRITEDATA, &post);
    set(post, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(webhook.body.size()));
    set(post, CURLOPT_POSTFIELDS, webhook.body.data());
    add_field(post, "Content-Type: application/json");
    add_field(post, "Expect:");
    add_field(post, "X-Kamustatus-Delivery: " + webhook.delivery_id);
    add_field(post, "X-Kamustatus-Signature: sha256=" + webhook.signature);
    set(post, CURLOPT_HTTPHEADER, post.fields.get());
}

}  // namespace

Verdict judge_status(long status) noexcept {
    if (status >= 200 && status < 300) {
        return Verdict::kDelivered;
    }
    return status == 410 ? Verdict::kUnwanted : Verdict::kLater;
}

loop::Task<Attempt> post_webhook(probe::CurlMulti& curl,
                                 const WebhookOptions& options,
                                 Webhook webhook) {
    Post post;
    prepare(post, options, webhook);
    const int code = co_await curl.perform(post.easy.get());
    long status = 0;
    curl_easy_getinfo(post.easy.get(), CURLINFO_RESPONSE_CODE, &status);
    Attempt attempt;
    const bool answered = code == CURLE_OK || code == CURLE_WRITE_ERROR;
    if (answered) {
        attempt.verdict = judge_status(status);
        attempt.words = "status " + std::to_string(status);
    } else if (!post.refused.empty()) {
        attempt.verdict = Verdict::kRefused;
        attempt.words = "not allowed: " + post.refused;
    } else {
        attempt.verdict = Verdict::kLater;
        attempt.words = post.message.front() != '\0'
                            ? std::string(post.message.data())
                            : curl_easy_strerror(static_cast<CURLcode>(code));
    }
    co_return attempt;
}

}  // namespace ks::notify
