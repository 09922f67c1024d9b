// SPDX-License-Identifier: Apache-2.0
// Applies every command in the caller's thread: for the command line and for tests. Works beside a
// running server: LMDB lets one writer in at a time, over all processes.
#pragma once

#include "storage/write/applier.hpp"
#include "storage/write/store_writer.hpp"

namespace ks::write {

class InlineWriter final : public StoreWriter {
public:
    explicit InlineWriter(store::Store& store, Applier::Options options = {})
        : applier_(store, std::move(options)) {}

    /// `done` is called before submit returns; then what the command asks for is done too.
    void submit(Command command, Completion done) override;

    /// submit() with its outcome.
    [[nodiscard]] Outcome run(Command command);

private:
    Applier applier_;
};

}  // namespace ks::write
