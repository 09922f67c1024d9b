// SPDX-License-Identifier: Apache-2.0
#include "storage/lmdb/env.hpp"

#include "core/base/assert.hpp"

#include <lmdb.h>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ks::lmdb {
namespace {

/// LMDB's slot is one cache line a reader; the head is smaller than a page.
constexpr off_t kReaderBytes = 64;
constexpr off_t kLockHeadBytes = 4096;

/// Gives the lock file its blocks. LMDB extends it sparsely and writes through a shared mapping: on
/// a full disk the first touch of a hole would be SIGBUS. Must run before mdb_env_open: closing any
/// descriptor of the lock file later would drop this process's fcntl locks on it, and with them
/// LMDB's proof that its readers live.
Result<void> allocate_lock_file(const std::filesystem::path& path, unsigned readers_max) {
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);  // NOLINT: POSIX
    if (fd < 0) {
        return from_mdb(errno);
    }
    const off_t wanted = kLockHeadBytes + kReaderBytes * static_cast<off_t>(readers_max);
    struct stat info{};
    int code = ::fstat(fd, &info) == 0 ? 0 : errno;
    const off_t size = info.st_size > wanted ? info.st_size : wanted;
    if (code == 0 && info.st_blocks * 512 < size) {
        code = ::posix_fallocate(fd, 0, size);
    }
    ::close(fd);
    return code == 0 ? Result<void>() : Result<void>(from_mdb(code));
}

Result<void> configure(MDB_env* env, const Env::Options& options) {
    int code = mdb_env_set_mapsize(env, options.map_bytes);
    if (code == 0) {
        code = mdb_env_set_maxreaders(env, options.readers_max);
    }
    if (code == 0) {
        code = mdb_env_set_maxdbs(env, options.tables_max);
    }
    if (code == 0) {
        code = mdb_env_open(env, options.directory.c_str(), MDB_NOTLS, 0600);
    }
    return code == 0 ? Result<void>() : Result<void>(from_mdb(code));
}

}  // namespace

Error from_mdb(int code) noexcept {
    switch (code) {
        case MDB_NOTFOUND:
            return {Errc::kNotFound, code};
        case MDB_MAP_FULL:
        case ENOSPC:
        case EDQUOT:
            return {Errc::kStoreFull, code};
        default:
            return {Errc::kStoreUnavailable, code};
    }
}

bool is_broken(const Error& error) noexcept {
    return error.code == Errc::kStoreUnavailable && error.detail == MDB_PANIC;
}

Result<std::unique_ptr<Env>> Env::open(const Options& options) {
    std::error_code failed;
    std::filesystem::create_directories(options.directory.parent_path(), failed);
    if (::mkdir(options.directory.c_str(), 0700) != 0 && errno != EEXIST) {
        return from_mdb(errno);
    }
    KS_CHECK(allocate_lock_file(options.directory / "lock.mdb", options.readers_max));
    MDB_env* raw = nullptr;
    if (const int code = mdb_env_create(&raw); code != 0) {
        return from_mdb(code);
    }
    std::unique_ptr<Env> env(new Env(raw));  // closes a half-opened environment too
    KS_CHECK(configure(raw, options));
    env->check_readers();
    return env;
}

Env::~Env() {
    mdb_env_close(env_);
}

std::size_t Env::last_commit() const noexcept {
    MDB_envinfo facts{};
    return mdb_env_info(env_, &facts) == 0 ? facts.me_last_txnid : 0;
}

void Env::check_readers() noexcept {
    int dead = 0;
    mdb_reader_check(env_, &dead);
}

std::string library_version() {
    int major = 0;
    int minor = 0;
    int patch = 0;
    mdb_version(&major, &minor, &patch);
    return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
}

}  // namespace ks::lmdb
