// SPDX-License-Identifier: Apache-2.0
#include "storage/write/inline_writer.hpp"

#include <utility>

namespace ks::write {

void InlineWriter::submit(Command command, Completion done) {
    done(run(std::move(command)));
}

Outcome InlineWriter::run(Command command) {
    Job job{.command = std::move(command), .done = {}, .outcome = {}};
    applier_.run({&job, 1});
    Outcome outcome = std::move(job.outcome);
    for (auto next = applier_.take_next(); !next.empty(); next = applier_.take_next()) {
        for (Command& one : next) {
            Job follow_up{.command = std::move(one), .done = {}, .outcome = {}};
            applier_.run(
                {&follow_up, 1});  // what fails is stored and found by the next start of a Writer
        }
    }
    return outcome;
}

}  // namespace ks::write
