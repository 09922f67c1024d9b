// SPDX-License-Identifier: Apache-2.0
#include "edge/tls/files.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ks::tls {
namespace {

class Descriptor {
public:
    explicit Descriptor(int value) noexcept : value_(value) {}

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    ~Descriptor() {
        if (value_ >= 0) {
            ::close(value_);
        }
    }

    [[nodiscard]] int get() const noexcept { return value_; }

private:
    int value_;
};

bool write_all(int descriptor, std::string_view content) noexcept {
    while (!content.empty()) {
        const ssize_t n = ::write(descriptor, content.data(), content.size());
        if (n < 0) {
            return false;
        }
        content.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path) {
    constexpr std::size_t kBytesMax = std::size_t{1} << 20U;
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) {
        return Error{Errc::kIo, errno};
    }
    std::string content;
    std::array<char, 4096> piece{};
    while (true) {
        const ssize_t n = ::read(file.get(), piece.data(), piece.size());
        if (n < 0) {
            return Error{Errc::kIo, errno};
        }
        if (n == 0) {
            return content;
        }
        content.append(piece.data(), static_cast<std::size_t>(n));
        if (content.size() > kBytesMax) {
            return Errc::kTooLarge;
        }
    }
}

Result<void> write_file(const std::filesystem::path& path,
                        std::string_view content,
                        unsigned mode) {
    std::filesystem::path draft = path;
    draft += ".new";
    ::unlink(draft.c_str());
    {
        const Descriptor file(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
        if (file.get() < 0 || !write_all(file.get(), content) || ::fsync(file.get()) != 0) {
            return Error{Errc::kIo, errno};
        }
    }
    if (::rename(draft.c_str(), path.c_str()) != 0) {
        return Error{Errc::kIo, errno};
    }
    const Descriptor directory(
        ::open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.get() < 0 || ::fsync(directory.get()) != 0) {
        return Error{Errc::kIo, errno};
    }
    return {};
}

}  // namespace ks::tls
