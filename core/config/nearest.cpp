// SPDX-License-Identifier: Apache-2.0
#include "core/config/nearest.hpp"

#include "core/config/option.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace ks::config {
namespace {

/// Longer keys are not compared: nobody meant them, and the cost is the product of the lengths.
constexpr std::size_t kKeyMax = 64;

std::string_view last_part(std::string_view key) noexcept {
    return key.substr(key.rfind('.') + 1);  // npos + 1 is 0
}

/// Insertions, deletions and replacements that turn `a` into `b` (Levenshtein), one row at a time.
std::size_t edits(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

}  // namespace

std::string_view nearest_key(std::string_view key) {
    if (key.size() > kKeyMax) {
        return "";
    }
    std::string_view nearest;
    std::size_t best = std::max<std::size_t>(2, key.size() / 4) + 1;
    for (const Option& option : options()) {
        // Another section is one fault, whatever its name.
        const std::size_t elsewhere = edits(last_part(key), last_part(option.key)) + 1;
        const std::size_t distance = std::min(edits(key, option.key), elsewhere);
        if (distance < best) {
            best = distance;
            nearest = option.key;
        }
    }
    return nearest;
}

}  // namespace ks::config
