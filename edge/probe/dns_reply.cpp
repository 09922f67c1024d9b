// SPDX-License-Identifier: Apache-2.0
#include "edge/probe/dns_reply.hpp"

#include <ares.h>

#include <algorithm>
#include <cstring>
#include <memory>

namespace ks::probe {
namespace {

constexpr std::size_t kHeadBytes = 12;
constexpr std::uint16_t kA = 1;
constexpr std::uint16_t kCname = 5;
constexpr std::uint16_t kAaaa = 28;
constexpr std::uint16_t kCaa = 257;
constexpr std::uint16_t kInternet = 1;

/// Walks the reply; every step checks that its bytes are there.
class Walker {
public:
    explicit Walker(Bytes reply) noexcept : reply_(reply) {}

    Result<std::string> name() {
        if (at_ >= reply_.size()) {
            return Errc::kTruncated;
        }
        // c-ares takes no const bytes but does not write to them.
        const auto* const bytes = reinterpret_cast<const unsigned char*>(reply_.data());  // NOLINT
        char* text = nullptr;
        long used = 0;
        if (ares_expand_name(bytes + at_, bytes, static_cast<int>(reply_.size()), &text, &used) !=
            ARES_SUCCESS) {
            return Errc::kMalformed;
        }
        const std::unique_ptr<char, decltype(&ares_free_string)> owner(
            text, [](void* s) { ares_free_string(s); });
        at_ += static_cast<std::size_t>(used);
        std::string value(text);
        if (value.ends_with('.')) {
            value.pop_back();
        }
        std::ranges::transform(value, value.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        });
        return value;
    }

    Result<std::uint16_t> number() {
        KS_TRY(const Bytes bytes, take(2));
        return load_be<std::uint16_t>(bytes.data());
    }

    Result<Bytes> take(std::size_t size) {
        if (reply_.size() - at_ < size) {
            return Errc::kTruncated;
        }
        const Bytes bytes = reply_.subspan(at_, size);
        at_ += size;
        return bytes;
    }

    [[nodiscard]] std::size_t at() const noexcept { return at_; }

    void go(std::size_t at) noexcept { at_ = at; }

private:
    Bytes reply_;
    std::size_t at_ = 0;
};

template <class Address>
void add_address(Bytes bytes, DnsRecords& records) {
    typename Address::bytes_type raw{};
    if (bytes.size() == raw.size()) {
        std::memcpy(raw.data(), bytes.data(), raw.size());
        records.addresses.emplace_back(Address(raw));
    }
}

/// Flags, size of the tag, tag, value (RFC 8659 section 4.1).
Result<void> add_caa(Bytes bytes, DnsRecords& records) {
    constexpr std::size_t kHead = 2;
    if (bytes.size() < kHead) {
        return Errc::kTruncated;
    }
    const auto tag_size = std::to_integer<std::size_t>(bytes[1]);
    if (bytes.size() < kHead + tag_size) {
        return Errc::kTruncated;
    }
    CaaRecord& record = records.caa.emplace_back();
    record.critical = (bytes[0] & std::byte{0x80}) != std::byte{0};
    record.tag = as_text(bytes.subspan(kHead, tag_size));
    std::ranges::transform(record.tag, record.tag.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    record.value = as_text(bytes.subspan(kHead + tag_size));
    return {};
}

Result<void> read_record(Walker& walker, DnsRecords& records) {
    KS_CHECK(walker.name());
    KS_TRY(const std::uint16_t type, walker.number());
    KS_TRY(const std::uint16_t record_class, walker.number());
    KS_CHECK(walker.take(4));
    KS_TRY(const std::uint16_t size, walker.number());
    const std::size_t begin = walker.at();
    KS_TRY(const Bytes data, walker.take(size));
    if (record_class != kInternet) {
        return {};
    }
    if (type == kA) {
        add_address<asio::ip::address_v4>(data, records);
    } else if (type == kAaaa) {
        add_address<asio::ip::address_v6>(data, records);
    } else if (type == kCaa) {
        KS_CHECK(add_caa(data, records));
    } else if (type == kCname) {
        walker.go(begin);  // the target may be compressed against the whole reply
        KS_TRY(std::string target, walker.name());
        records.cnames.push_back(std::move(target));
        walker.go(begin + size);
    }
    return {};
}

}  // namespace

Result<void> read_reply(Bytes reply, DnsRecords& records) {
    Walker walker(reply);
    KS_TRY(const Bytes head, walker.take(kHeadBytes));
    const auto questions = load_be<std::uint16_t>(head.data() + 4);
    const auto answers = load_be<std::uint16_t>(head.data() + 6);
    for (unsigned i = 0; i < questions; ++i) {
        KS_CHECK(walker.name());
        KS_CHECK(walker.take(4));
    }
    for (unsigned i = 0; i < answers; ++i) {
        KS_CHECK(read_record(walker, records));
    }
    return {};
}

}  // namespace ks::probe
