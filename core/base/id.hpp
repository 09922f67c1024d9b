// SPDX-License-Identifier: Apache-2.0
// Object ids: 16 bytes that sort by creation (48 bits of milliseconds, then random and counting
// bits, like a ULID). On the wire: a prefix and 26 characters of lower-case Crockford base32, e.g.
// mon_01jd...
#pragma once

#include "core/base/bytes.hpp"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace ks {

/// The untyped bytes of an id; also the store's key.
struct RawId {
    std::array<std::byte, 16> bytes{};

    friend auto operator<=>(const RawId&, const RawId&) = default;
};

/// 26 characters. Lossless, keeps the order.
[[nodiscard]] std::string to_base32(const RawId& id);
/// nullopt unless exactly 26 lower-case characters of the alphabet that fit 128 bits.
[[nodiscard]] std::optional<RawId> from_base32(std::string_view text) noexcept;

/// Ids of different kinds do not mix. `Tag::kPrefix` is the wire prefix without the underscore.
template <class Tag>
struct Id : RawId {
    /// "mon_" + base32.
    [[nodiscard]] std::string text() const {
        return std::string(Tag::kPrefix) + "_" + to_base32(*this);
    }

    /// nullopt for another prefix or malformed text.
    [[nodiscard]] static std::optional<Id> parse(std::string_view text) noexcept {
        constexpr std::string_view prefix = Tag::kPrefix;
        if (text.size() != prefix.size() + 27 || !text.starts_with(prefix) ||
            text[prefix.size()] != '_') {
            return std::nullopt;
        }
        auto raw = from_base32(text.substr(prefix.size() + 1));
        return raw ? std::optional<Id>(Id{*raw}) : std::nullopt;
    }

    [[nodiscard]] Bytes key() const noexcept { return bytes; }

    friend auto operator<=>(const Id&, const Id&) = default;
};

struct ProjectTag {
    static constexpr std::string_view kPrefix = "prj";
};

struct KeyTag {
    static constexpr std::string_view kPrefix = "key";
};

struct MonitorTag {
    static constexpr std::string_view kPrefix = "mon";
};

struct PageTag {
    static constexpr std::string_view kPrefix = "sp";
};

struct IncidentTag {
    static constexpr std::string_view kPrefix = "inc";
};

struct UpdateTag {
    static constexpr std::string_view kPrefix = "upd";
};

struct MaintenanceTag {
    static constexpr std::string_view kPrefix = "mw";
};

struct SubscriberTag {
    static constexpr std::string_view kPrefix = "sub";
};

struct CertificateTag {
    static constexpr std::string_view kPrefix = "crt";
};

using ProjectId = Id<ProjectTag>;
using KeyId = Id<KeyTag>;
using MonitorId = Id<MonitorTag>;
using PageId = Id<PageTag>;
using IncidentId = Id<IncidentTag>;
using UpdateId = Id<UpdateTag>;
using MaintenanceId = Id<MaintenanceTag>;
using SubscriberId = Id<SubscriberTag>;
using CertificateId = Id<CertificateTag>;

/// Makes ids; one a reactor. Ids of one maker strictly increase, whatever the clock does.
class IdMaker {
public:
    /// `random_a` and `random_b`: 128 random bits that keep makers apart.
    IdMaker(std::uint64_t random_a, std::uint64_t random_b) noexcept
        : low_(random_a), high_(random_b) {}

    /// `now_ms`: milliseconds since 1970.
    template <class AnyId>
    [[nodiscard]] AnyId make(std::int64_t now_ms) noexcept {
        return AnyId{next(now_ms)};
    }

private:
    RawId next(std::int64_t now_ms) noexcept;

    std::int64_t last_ms_ = 0;
    std::uint64_t low_;
    std::uint64_t high_;
};

}  // namespace ks

template <>
struct std::hash<ks::RawId> {
    std::size_t operator()(const ks::RawId& id) const noexcept {
        return ks::load_le<std::uint64_t>(id.bytes.data() + 8) ^
               (ks::load_le<std::uint64_t>(id.bytes.data()) * 0x9e3779b97f4a7c15U);
    }
};

template <class Tag>
struct std::hash<ks::Id<Tag>> : std::hash<ks::RawId> {};
