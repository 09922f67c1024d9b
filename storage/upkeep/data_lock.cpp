// SPDX-License-Identifier: Apache-2.0
#include "storage/upkeep/data_lock.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace ks::upkeep {
namespace {

std::string read_holder(int fd) {
    std::array<char, 32> text{};
    const ssize_t size = ::pread(fd, text.data(), text.size(), 0);
    std::string holder(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    holder.erase(std::min(holder.find_first_not_of("0123456789"), holder.size()));
    return holder;
}

/// Only for the message of the next one who comes: a full disk is no reason not to serve.
void write_holder(int fd) {
    const std::string text = std::to_string(::getpid()) + "\n";
    if (::ftruncate(fd, 0) == 0) {
        [[maybe_unused]] const ssize_t written = ::pwrite(fd, text.data(), text.size(), 0);
    }
}

}  // namespace

Result<DataLock> DataLock::acquire(const std::filesystem::path& directory, std::string& holder) {
    const std::filesystem::path path = directory / "server.lock";
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);  // NOLINT: POSIX
    if (fd < 0) {
        return Error{Errc::kStoreUnavailable, errno};
    }
    DataLock lock(fd);
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
        const int code = errno;
        holder = read_holder(fd);
        return Error{code == EWOULDBLOCK ? Errc::kStoreLocked : Errc::kStoreUnavailable, code};
    }
    write_holder(fd);
    return lock;
}

DataLock::DataLock(DataLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

DataLock& DataLock::operator=(DataLock&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
}

DataLock::~DataLock() {
    if (fd_ >= 0) {
        ::close(fd_);
    }
}

}  // namespace ks::upkeep
