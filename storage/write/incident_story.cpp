// SPDX-License-Identifier: Apache-2.0
#include "storage/write/incident_story.hpp"

#include "core/text/iso_time.hpp"

#include <algorithm>

namespace ks::write {
namespace {

constexpr std::size_t kTimeBytes = 6;

/// SplitMix64's finaliser.
std::uint64_t mixed(std::uint64_t value) noexcept {
    value += 0x9e3779b97f4a7c15U;
    value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
    value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
    return value ^ (value >> 31U);
}

/// Names come from people; in Markdown a backslash takes the meaning from any ASCII punctuation.
std::string escaped(std::string_view name) {
    constexpr std::string_view meaningful = R"(\`*_{}[]()<>#+-.!|~&:@/")";
    std::string out;
    for (const char c : name) {
        out.append(meaningful.find(c) == std::string_view::npos ? "" : "\\").push_back(c);
    }
    return out;
}

/// "2 monitors"; "Shop" for one.
std::string subject(const std::vector<std::string>& names, std::size_t count) {
    return count == 1 && !names.empty() ? escaped(names.front())
                                        : std::to_string(count) + " monitors";
}

/// ": Shop, Cart and 5 more" for several.
std::string listed(const std::vector<std::string>& names, std::size_t count) {
    if (count == 1 || names.empty()) {
        return {};
    }
    std::string out = ": ";
    for (const std::string& name : names) {
        out.append(out.size() > 2 ? ", " : "").append(escaped(name));
    }
    if (count > names.size()) {
        out.append(" and ").append(std::to_string(count - names.size())).append(" more");
    }
    return out;
}

std::string_view verb(std::size_t count, std::string_view one, std::string_view several) noexcept {
    return count == 1 ? one : several;
}

std::string sentence(const std::vector<std::string>& names,
                     std::size_t count,
                     std::string_view end) {
    std::string out = subject(names, count);
    out.append(verb(count, " is ", " are ")).append(end).append(listed(names, count)).append(".");
    return out;
}

}  // namespace

RawId derived_id(std::int64_t at, const RawId& of, StoryPart part, std::uint64_t seed) {
    const std::uint64_t salt = mixed(seed ^ (static_cast<std::uint64_t>(part) << 56U));
    const std::uint64_t a = mixed(load_be<std::uint64_t>(of.bytes.data()) ^ salt);
    const std::uint64_t b = mixed(load_be<std::uint64_t>(of.bytes.data() + 8) ^ a);
    RawId id;
    store_be(id.bytes.data(), a ^ b);
    store_be(id.bytes.data() + 8, b);
    std::array<std::byte, 8> time{};
    store_be(time.data(), static_cast<std::uint64_t>(at));
    std::copy_n(time.begin() + 2, kTimeBytes, id.bytes.begin());
    return id;
}

std::int64_t id_millis(const RawId& id) noexcept {
    return static_cast<std::int64_t>(load_be<std::uint64_t>(id.bytes.data()) >> 16U);
}

bool same_origin(const RawId& a, const RawId& b) noexcept {
    return std::equal(a.bytes.begin() + kTimeBytes, a.bytes.end(), b.bytes.begin() + kTimeBytes);
}

std::string down_title(std::string_view first, std::size_t count) {
    return count == 1 ? std::string(first) + " is down"
                      : std::to_string(count) + " monitors are down";
}

std::string down_message(const std::vector<std::string>& names,
                         std::size_t count,
                         UnixMillis since) {
    std::string minute =
        text::format_iso_seconds(std::chrono::floor<std::chrono::seconds>(since)).substr(0, 16);
    std::ranges::replace(minute, 'T', ' ');
    return subject(names, count) + std::string(verb(count, " has", " have")) + " been down since " +
           minute + " UTC" + listed(names, count) + ".";
}

std::string again_message(const std::vector<std::string>& names, std::size_t count) {
    return sentence(names, count, "down again");
}

std::string up_message(const std::vector<std::string>& names, std::size_t count) {
    return sentence(names, count, "up again");
}

std::string left_message(const std::vector<std::string>& names, std::size_t count) {
    return sentence(names, count, "not checked any more");
}

}  // namespace ks::write
