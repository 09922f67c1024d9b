// SPDX-License-Identifier: Apache-2.0
#include "edge/io/tcp_stream.hpp"

#include <cerrno>
#include <sys/socket.h>

namespace ks::io {
namespace {

Error from_errno(int code) noexcept {
    if (code == EAGAIN || code == EWOULDBLOCK) {
        return Error{Errc::kWouldBlock};
    }
    return Error{Errc::kIo, code};
}

}  // namespace

TcpStream::TcpStream(TcpSocket socket)
    : socket_(std::move(socket)), descriptor_(socket_.native_handle()) {}

Result<std::size_t> TcpStream::try_read(std::span<char> into) {
    if (descriptor_ < 0) {
        return Errc::kClosed;
    }
    ssize_t n = 0;
    do {
        n = ::recv(descriptor_, into.data(), into.size(), MSG_DONTWAIT);
    } while (n < 0 && errno == EINTR);
    if (n > 0) {
        return static_cast<std::size_t>(n);
    }
    return n == 0 ? Error{Errc::kEof} : from_errno(errno);
}

Result<std::size_t> TcpStream::try_write(std::string_view bytes) {
    if (descriptor_ < 0) {
        return Errc::kClosed;
    }
    ssize_t n = 0;
    do {
        n = ::send(descriptor_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    } while (n < 0 && errno == EINTR);
    if (n >= 0) {
        return static_cast<std::size_t>(n);
    }
    return from_errno(errno);
}

loop::Task<Result<void>> TcpStream::wait(Side side) {
    if (descriptor_ < 0) {
        co_return Errc::kClosed;
    }
    const auto kind = side == Side::kRead ? TcpSocket::wait_read : TcpSocket::wait_write;
    const auto [fault] = co_await socket_.async_wait(kind, loop::token);
    if (!fault) {
        co_return Result<void>{};
    }
    if (fault == asio::error::operation_aborted) {
        co_return descriptor_ < 0 ? Errc::kClosed : Errc::kTimeout;
    }
    co_return Error{Errc::kIo, fault.value()};
}

void TcpStream::cancel() noexcept {
    asio::error_code ignored;
    socket_.cancel(ignored);
}

void TcpStream::finish_writing() noexcept {
    asio::error_code ignored;
    socket_.shutdown(TcpSocket::shutdown_send, ignored);
}

void TcpStream::close() noexcept {
    descriptor_ = -1;
    asio::error_code ignored;
    socket_.close(ignored);
}

}  // namespace ks::io
