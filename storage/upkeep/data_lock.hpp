// SPDX-License-Identifier: Apache-2.0
// One server a data directory: an flock on its server.lock, which the kernel drops with the
// process. The command line takes no such lock: it may write beside a server.
#pragma once

#include "core/base/result.hpp"

#include <filesystem>
#include <string>

namespace ks::upkeep {

class DataLock {
public:
    /// kStoreLocked when another process has it; `holder` is then that process's id as text, empty
    /// if unknown. kStoreUnavailable with errno when the file cannot be made. REQUIRES: the
    /// directory exists.
    [[nodiscard]] static Result<DataLock> acquire(const std::filesystem::path& directory,
                                                  std::string& holder);

    DataLock(DataLock&& other) noexcept;
    DataLock& operator=(DataLock&& other) noexcept;
    ~DataLock();

private:
    explicit DataLock(int fd) noexcept : fd_(fd) {}

    int fd_;
};

}  // namespace ks::upkeep
