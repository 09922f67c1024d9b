// SPDX-License-Identifier: Apache-2.0
#include "reporter.hpp"

#include <curl/curl.h>

#include <memory>
#include <utility>

namespace ks::demo {
namespace {

struct EasyCloser {
    void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
};

struct ListCloser {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

using List = std::unique_ptr<curl_slist, ListCloser>;

std::size_t discard(const char* /*bytes*/,
                    std::size_t one,
                    std::size_t count,
                    void* /*self*/) noexcept {
    return one * count;
}

}  // namespace

Reporter::Reporter(Seeded seeded, Upstream upstream)
    : seeded_(std::move(seeded)), upstream_(std::move(upstream)) {}

void Reporter::ping_all() const {
    for (const std::string& token : seeded_.heartbeat_tokens) {
        send("/ping/" + token, nullptr);
    }
}

void Reporter::post_result() const {
    const std::string json = R"({"status":"up","responseTimeMs":42})";
    send("/api/monitors/" + seeded_.manual_id + "/results", &json);
}

void Reporter::send(const std::string& path, const std::string* json) const {
    const std::unique_ptr<CURL, EasyCloser> easy(curl_easy_init());
    const List resolve(curl_slist_append(nullptr, upstream_.resolve.c_str()));
    List fields(curl_slist_append(nullptr, ("x-api-key: " + seeded_.api_key).c_str()));
    const std::string url = upstream_.origin + path;
    CURL* const handle = easy.get();
    curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, 3000L);
    curl_easy_setopt(handle, CURLOPT_PROXY, "");
    curl_easy_setopt(handle, CURLOPT_CAINFO, upstream_.ca_file.c_str());
    curl_easy_setopt(handle, CURLOPT_RESOLVE, resolve.get());
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &discard);
    if (json != nullptr) {
        curl_slist* const longer =
            curl_slist_append(fields.get(), "Content-Type: application/json");
        if (longer != nullptr) {
            [[maybe_unused]] auto* const same = fields.release();
            fields.reset(longer);
        }
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, json->c_str());
        curl_easy_setopt(handle, CURLOPT_HTTPHEADER, fields.get());
    }
    curl_easy_perform(handle);
}

}  // namespace ks::demo
