// SPDX-License-Identifier: Apache-2.0
#include "edge/loop/shared_budget.hpp"

#include <algorithm>

namespace ks::loop {

std::chrono::seconds SharedBudget::take(const TallyKey& key, Monotonic now) {
    const std::lock_guard lock(mutex_);
    if (rows_.size() >= kKeysMax && !rows_.contains(key)) {
        std::erase_if(rows_, [now](const auto& row) { return now - row.second.from >= kWindow; });
        if (rows_.size() >= kKeysMax) {
            return kWindow;
        }
    }
    Row& row = rows_[key];
    if (row.used == 0 || now - row.from >= kWindow) {
        row = {.used = 0, .from = now};
    }
    if (row.used >= max_) {
        const auto left = std::chrono::ceil<std::chrono::seconds>(kWindow - (now - row.from));
        return std::max(left, std::chrono::seconds(1));
    }
    ++row.used;
    return std::chrono::seconds(0);
}

void SharedBudget::give_back(const TallyKey& key) {
    const std::lock_guard lock(mutex_);
    const auto found = rows_.find(key);
    if (found == rows_.end()) {
        return;
    }
    if (found->second.used <= 1) {
        rows_.erase(found);
    } else {
        --found->second.used;
    }
}

std::size_t SharedBudget::size() {
    const std::lock_guard lock(mutex_);
    return rows_.size();
}

}  // namespace ks::loop
