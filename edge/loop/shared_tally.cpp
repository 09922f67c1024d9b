// SPDX-License-Identifier: Apache-2.0
#include "edge/loop/shared_tally.hpp"

#include "core/base/assert.hpp"
#include "core/base/bytes.hpp"

#include <algorithm>

namespace ks::loop {

std::size_t SharedTally::Hash::operator()(const TallyKey& key) const noexcept {
    const auto high = load_le<std::uint64_t>(key.data());
    const auto low = load_le<std::uint64_t>(key.data() + 8);
    const std::uint64_t mixed = (high ^ (low * 0x9e3779b97f4a7c15U)) * 0xbf58476d1ce4e5b9U;
    return mixed ^ (mixed >> 32U);
}

bool SharedTally::open(const TallyKey& key) {
    const std::lock_guard lock(mutex_);
    Row& row = rows_[key];
    if (row.connections >= limits_.connections) {
        return false;
    }
    ++row.connections;
    return true;
}

void SharedTally::close(const TallyKey& key) {
    const std::lock_guard lock(mutex_);
    const auto found = rows_.find(key);
    KS_ASSERT(found != rows_.end() && found->second.connections > 0);
    --found->second.connections;
    const Row& row = found->second;
    if (row.connections == 0 && row.spent <= 0 && row.asked <= 0) {
        rows_.erase(found);
    }
}

double SharedTally::spent_at(const Row& row, Monotonic now) const noexcept {
    const double seconds = std::chrono::duration<double>(now - row.at).count();
    return std::max(0.0, row.spent - (std::max(0.0, seconds) * limits_.handshakes));
}

bool SharedTally::handshake(const TallyKey& key, Monotonic now) {
    const std::lock_guard lock(mutex_);
    Row& row = rows_[key];
    row.spent = spent_at(row, now);
    row.at = now;
    const double bucket = static_cast<double>(limits_.handshakes) * limits_.burst_seconds;
    if (row.spent + 1 > bucket) {
        return false;
    }
    row.spent += 1;
    return true;
}

double SharedTally::asked_at(const Row& row, Monotonic now) const noexcept {
    const double minutes =
        std::chrono::duration<double, std::chrono::minutes::period>(now - row.asked_at).count();
    return std::max(0.0, row.asked - (std::max(0.0, minutes) * limits_.forms));
}

bool SharedTally::ask(const TallyKey& key, Monotonic now) {
    const std::lock_guard lock(mutex_);
    Row& row = rows_[key];
    row.asked = asked_at(row, now);
    row.asked_at = now;
    if (row.asked + 1 > limits_.forms) {
        return false;
    }
    row.asked += 1;
    return true;
}

void SharedTally::sweep(Monotonic now) {
    const std::lock_guard lock(mutex_);
    std::erase_if(rows_, [&](const auto& entry) {
        const Row& row = entry.second;
        return row.connections == 0 && spent_at(row, now) <= 0 && asked_at(row, now) <= 0;
    });
}

std::size_t SharedTally::size() {
    const std::lock_guard lock(mutex_);
    return rows_.size();
}

}  // namespace ks::loop
