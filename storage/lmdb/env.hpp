// SPDX-License-Identifier: Apache-2.0
// One LMDB environment; one per process and data directory (a second open in a process breaks
// LMDB's locks). Flags: MDB_NOTLS only. See storage/README.md for what LMDB forbids.
#pragma once

#include "core/base/result.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

struct MDB_env;

namespace ks::lmdb {

/// Translates an LMDB or errno code: kNotFound, kStoreFull (map full, ENOSPC, EDQUOT),
/// kStoreUnavailable (all else).
[[nodiscard]] Error from_mdb(int code) noexcept;

/// Whether `error` says that writing the meta page failed (MDB_PANIC). LMDB then refuses every
/// transaction of this process, reads too; what is on disk is whole, and only opening the
/// environment anew, best in a new process, helps.
[[nodiscard]] bool is_broken(const Error& error) noexcept;

class Env {
public:
    struct Options {
        std::filesystem::path directory;  ///< made if missing, mode 0700
        std::size_t map_bytes = std::size_t{256}
                                << 30U;  ///< address space only: the file is sparse
        unsigned readers_max = 512;
        unsigned tables_max = 64;
    };

    /// kStoreUnavailable with errno or LMDB's code in detail. Frees reader slots of dead processes
    /// and makes sure that the lock file is allocated, so that a full disk cannot fault a reader.
    [[nodiscard]] static Result<std::unique_ptr<Env>> open(const Options& options);

    Env(const Env&) = delete;
    Env& operator=(const Env&) = delete;
    ~Env();

    [[nodiscard]] MDB_env* raw() const noexcept { return env_; }

    /// Number of the newest commit; a commit of nothing does not raise it.
    [[nodiscard]] std::size_t last_commit() const noexcept;
    /// Frees slots of readers whose process is gone; call each minute.
    void check_readers() noexcept;

private:
    explicit Env(MDB_env* env) noexcept : env_(env) {}

    MDB_env* env_;
};

/// LMDB's own, as it runs: "0.9.24".
[[nodiscard]] std::string library_version();

}  // namespace ks::lmdb
