// SPDX-License-Identifier: Apache-2.0
#include "core/model/renewal.hpp"

#include <algorithm>

namespace ks::model {
namespace {

constexpr std::chrono::days kShortLife{10};

std::chrono::seconds part(const Life& life, double share) noexcept {
    return std::chrono::seconds(
        static_cast<std::int64_t>(static_cast<double>(life.length().count()) * share));
}

std::uint64_t salt_of(UnixSeconds at) noexcept {
    return static_cast<std::uint64_t>(at.time_since_epoch().count());
}

}  // namespace

double spread(std::string_view host, std::uint64_t salt) noexcept {
    std::uint64_t hash = 0xcbf29ce484222325U ^ (salt * 0x9e3779b97f4a7c15U);  // FNV-1a
    for (const char c : host) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    hash = (hash ^ (hash >> 30U)) * 0xbf58476d1ce4e5b9U;  // SplitMix64's last step
    hash = (hash ^ (hash >> 27U)) * 0x94d049bb133111ebU;
    hash ^= hash >> 31U;
    constexpr double kTwoTo53 = 9007199254740992.0;
    return static_cast<double>(hash >> 11U) / kTwoTo53;
}

UnixSeconds renewal_time(std::string_view host, const Life& life) noexcept {
    const bool is_short = life.length() < kShortLife;
    const double latest = is_short ? 1.0 / 2 : 2.0 / 3;
    const double window = is_short ? 1.0 / 10 : 1.0 / 6;
    return life.not_before + part(life, latest - window * spread(host, salt_of(life.not_before)));
}

UnixSeconds renewal_time_in(std::string_view host,
                            const Life& life,
                            UnixSeconds from,
                            UnixSeconds until) noexcept {
    const double share = spread(host, salt_of(from));
    const auto window = std::max(until - from, std::chrono::seconds{0});
    const UnixSeconds chosen = from + std::chrono::seconds(static_cast<std::int64_t>(
                                          static_cast<double>(window.count()) * share));
    return std::min(chosen, life.not_before + part(life, 19.0 / 20));
}

bool is_urgent(const Life& life, UnixSeconds now) noexcept {
    return now >= life.not_before + part(life, 5.0 / 6);
}

Rate renewal_pace(std::size_t certificates, const Life& life) noexcept {
    constexpr std::uint32_t kBurst = 16;
    // renewal_time() is 7/12 of the life on average; 1.2: what had to wait is caught up with.
    constexpr double kMeanShare = 7.0 / 12;
    constexpr double kAboveMean = 1.2;
    const double count = static_cast<double>(std::max<std::size_t>(certificates, 1));
    const double milliseconds =
        static_cast<double>(life.length().count()) * 1000.0 * kMeanShare / (count * kAboveMean);
    return {.burst = kBurst,
            .interval = std::chrono::milliseconds(static_cast<std::int64_t>(milliseconds))};
}

}  // namespace ks::model
