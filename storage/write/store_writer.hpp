// SPDX-License-Identifier: Apache-2.0
// The seam for writing: the real one is Writer (a thread with group commit); tests and the CLI use
// InlineWriter.
#pragma once

#include "storage/write/command.hpp"

namespace ks::write {

class StoreWriter {
public:
    StoreWriter() = default;
    StoreWriter(const StoreWriter&) = delete;
    StoreWriter& operator=(const StoreWriter&) = delete;
    virtual ~StoreWriter() = default;

    /// Queues `command`; any thread. `done` gets kBusy at once when the queue is full and kStopping
    /// after stop().
    virtual void submit(Command command, Completion done) = 0;
};

}  // namespace ks::write
