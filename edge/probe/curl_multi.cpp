// SPDX-License-Identifier: Apache-2.0
#include "edge/probe/curl_multi.hpp"

#include "core/base/assert.hpp"

#include <chrono>
#include <csignal>
#include <new>

namespace ks::probe {
namespace {

CURLM* make_multi() {
    // Once a process, before any thread of ours uses curl: the control reactor is built on the main
    // thread.
    static const CURLcode initialised = [] {
        std::signal(SIGPIPE, SIG_IGN);  // CURLOPT_NOSIGNAL leaves this to us, and OpenSSL writes
                                        // without MSG_NOSIGNAL
        return curl_global_init(CURL_GLOBAL_DEFAULT);
    }();
    CURLM* multi = initialised == CURLE_OK ? curl_multi_init() : nullptr;
    if (multi == nullptr) {
        throw std::bad_alloc();
    }
    return multi;
}

}  // namespace

/// A transfer under way; lives in perform()'s frame and is found through CURLOPT_PRIVATE.
struct CurlMulti::Running {
    Running(CurlMulti& multi, CURL* handle) : owner(multi), easy(handle), done(multi.reactor_) {
        curl_easy_setopt(easy, CURLOPT_PRIVATE, this);
        const CURLMcode added = curl_multi_add_handle(owner.multi_, easy);
        KS_ASSERT(added == CURLM_OK);
    }

    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    ~Running() { detach(); }

    void detach() noexcept {
        if (attached) {
            attached = false;
            curl_multi_remove_handle(owner.multi_, easy);
        }
    }

    CurlMulti& owner;
    CURL* easy;
    loop::Signal done;
    int code = CURLE_OK;
    bool attached = true;
};

CurlMulti::CurlMulti(loop::Reactor& reactor, long kept)
    : reactor_(reactor), multi_(make_multi()), timer_(reactor.executor()) {
    curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &CurlMulti::on_socket);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &CurlMulti::on_timer);
    curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
    // Checks use connections of their own: for them nothing is worth keeping open.
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, kept);
}

CurlMulti::~CurlMulti() {
    curl_multi_cleanup(multi_);
    for (const auto& [fd, watch] : watches_) {
        watch->descriptor.release();  // curl owns the socket
    }
}

loop::Task<int> CurlMulti::perform(CURL* easy) {
    Running running(*this, easy);
    co_await running.done.wait();
    co_return running.code;
}

int CurlMulti::on_socket(
    CURL* /*easy*/, curl_socket_t fd, int what, void* self, void* /*watch*/) noexcept {
    auto* const multi = static_cast<CurlMulti*>(self);
    if (what == CURL_POLL_REMOVE) {
        multi->unwatch(fd);
    } else {
        multi->watch(fd, what);
    }
    return 0;
}

int CurlMulti::on_timer(CURLM* /*multi*/, long timeout_ms, void* self) noexcept {
    auto* const multi = static_cast<CurlMulti*>(self);
    if (timeout_ms < 0) {
        multi->timer_.cancel();
        return 0;
    }
    multi->timer_.expires_after(std::chrono::milliseconds(timeout_ms));
    multi->timer_.async_wait([multi](const asio::error_code& ec) {
        if (!ec) {
            multi->act(CURL_SOCKET_TIMEOUT, 0);
        }
    });
    return 0;
}

void CurlMulti::watch(curl_socket_t fd, int what) {
    auto& slot = watches_[fd];
    if (slot == nullptr) {
        slot = std::make_shared<Watch>(reactor_.executor(), fd);
    }
    slot->wanted = what;
    arm(slot);
}

void CurlMulti::unwatch(curl_socket_t fd) {
    const auto found = watches_.find(fd);
    if (found != watches_.end()) {
        found->second->descriptor.release();
        watches_.erase(found);
    }
}

void CurlMulti::arm(const std::shared_ptr<Watch>& watch) {
    const int fd = watch->descriptor.native_handle();
    const std::weak_ptr<Watch> weak = watch;
    if ((watch->wanted & CURL_POLL_IN) != 0 && !watch->reading) {
        watch->reading = true;
        watch->descriptor.async_wait(Descriptor::wait_read,
                                     [this, weak, fd](const asio::error_code& ec) {
                                         const auto alive = weak.lock();
                                         if (alive != nullptr && !ec) {
                                             alive->reading = false;
                                             if ((alive->wanted & CURL_POLL_IN) != 0) {
                                                 act(fd, CURL_CSELECT_IN);
                                             }
                                             if (!weak.expired() && alive->descriptor.is_open()) {
                                                 arm(alive);
                                             }
                                         }
                                     });
    }
    if ((watch->wanted & CURL_POLL_OUT) != 0 && !watch->writing) {
        watch->writing = true;
        watch->descriptor.async_wait(Descriptor::wait_write,
                                     [this, weak, fd](const asio::error_code& ec) {
                                         const auto alive = weak.lock();
                                         if (alive != nullptr && !ec) {
                                             alive->writing = false;
                                             if ((alive->wanted & CURL_POLL_OUT) != 0) {
                                                 act(fd, CURL_CSELECT_OUT);
                                             }
                                             if (alive->descriptor.is_open()) {
                                                 arm(alive);
                                             }
                                         }
                                     });
    }
}

void CurlMulti::act(curl_socket_t fd, int events) {
    int still_running = 0;
    curl_multi_socket_action(multi_, fd, events, &still_running);
    collect();
}

void CurlMulti::collect() {
    int left = 0;
    while (CURLMsg* const message = curl_multi_info_read(multi_, &left)) {
        if (message->msg != CURLMSG_DONE) {
            continue;
        }
        Running* running = nullptr;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &running);
        running->code = message->data.result;
        running->detach();  // `message` is gone with this
        running->done.notify();
    }
}

}  // namespace ks::probe
