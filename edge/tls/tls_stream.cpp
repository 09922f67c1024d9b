// SPDX-License-Identifier: Apache-2.0
#include "edge/tls/tls_stream.hpp"

#include <openssl/err.h>

namespace ks::tls {

TlsStream::TlsStream(Context& context, std::unique_ptr<io::Stream> lower)
    : lower_(std::move(lower)), ssl_(context.make_ssl(session_)) {
    bio_.lower = lower_.get();
    BIO* const bio = ssl_ ? BIO_new(context.bio_method()) : nullptr;
    if (bio == nullptr) {
        broken_ = true;
        return;
    }
    BIO_set_data(bio, &bio_);
    SSL_set_bio(ssl_.get(), bio, bio);
}

TlsStream::~TlsStream() {
    if (ssl_) {
        // SSL_free of a session that was not shut down would mark it as bad.
        SSL_set_shutdown(ssl_.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    }
    ERR_clear_error();
}

loop::Task<Result<void>> TlsStream::handshake() {
    while (true) {
        if (broken_) {
            co_return Errc::kClosed;
        }
        ERR_clear_error();
        const int result = SSL_do_handshake(ssl_.get());
        if (result == 1) {
            blocked_ = false;
            co_return Result<void>{};
        }
        const Error fault = failed(result);
        if (fault.code != Errc::kWouldBlock) {
            co_return fault;
        }
        const auto waited = co_await lower_->wait(bio_.blocked);
        if (!waited) {
            co_return waited.error();
        }
    }
}

Error TlsStream::failed(int result) noexcept {
    blocked_ = false;
    switch (SSL_get_error(ssl_.get(), result)) {
        case SSL_ERROR_WANT_READ:
        case SSL_ERROR_WANT_WRITE:
            blocked_ = true;
            return Error{Errc::kWouldBlock};
        case SSL_ERROR_ZERO_RETURN:
            return Error{Errc::kEof};
        default:
            break;
    }
    // After a fatal error no call but SSL_free is allowed.
    broken_ = true;
    const unsigned long reason = ERR_peek_error();
    ERR_clear_error();
    if (bio_.eof) {
        return Error{Errc::kEof};
    }
    return reason == 0 ? Error{Errc::kIo} : Error{Errc::kMalformed, ERR_GET_REASON(reason)};
}

Result<std::size_t> TlsStream::try_read(std::span<char> into) {
    if (finished_) {
        return lower_->try_read(into);
    }
    if (broken_) {
        return Errc::kClosed;
    }
    ERR_clear_error();
    std::size_t taken = 0;
    const int result = SSL_read_ex(ssl_.get(), into.data(), into.size(), &taken);
    if (result == 1) {
        blocked_ = false;
        return taken;
    }
    return failed(result);
}

Result<std::size_t> TlsStream::try_write(std::string_view bytes) {
    if (broken_ || finished_) {
        return Errc::kClosed;
    }
    ERR_clear_error();
    std::size_t taken = 0;
    const int result = SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &taken);
    if (result == 1) {
        return taken;
    }
    return failed(result);
}

loop::Task<Result<void>> TlsStream::wait(io::Side side) {
    // TLS may have to write in order to read (a key update) and the other way round.
    return lower_->wait(blocked_ ? bio_.blocked : side);
}

bool TlsStream::has_buffered() const noexcept {
    return !blocked_ && !broken_ && !finished_ && SSL_has_pending(ssl_.get()) == 1;
}

void TlsStream::cancel() noexcept {
    lower_->cancel();
}

void TlsStream::finish_writing() noexcept {
    if (!finished_ && !broken_ && SSL_is_init_finished(ssl_.get()) == 1) {
        ERR_clear_error();
        SSL_shutdown(ssl_.get());
        ERR_clear_error();
    }
    finished_ = true;
    blocked_ = false;
    lower_->finish_writing();
}

void TlsStream::close() noexcept {
    broken_ = true;
    lower_->close();
}

void TlsStream::release_buffers() noexcept {
    if (!broken_) {
        SSL_free_buffers(ssl_.get());  // Refused by OpenSSL while they hold anything.
    }
    lower_->release_buffers();
}

}  // namespace ks::tls
