// SPDX-License-Identifier: Apache-2.0
#include "core/http/accept_encoding.hpp"

#include <array>
#include <cstddef>
#include <optional>

namespace ks::http {
namespace {

constexpr int kQualityOne = 1000;  ///< qualities are counted in thousandths

/// Quality of each coding by its number; nothing where the client did not name it.
struct Wishes {
    std::array<std::optional<int>, 3> named;
    std::optional<int> others;  ///< "*"
};

constexpr std::string_view trim(std::string_view text) noexcept {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
        text.remove_prefix(1);
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
        text.remove_suffix(1);
    }
    return text;
}

/// "0.5" as 500; nothing if it is not a qvalue (RFC 9110 section 12.4.2).
std::optional<int> parse_quality(std::string_view text) noexcept {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1') ||
        (text.size() > 1 && text[1] != '.')) {
        return std::nullopt;
    }
    int quality = (text[0] - '0') * kQualityOne;
    int weight = kQualityOne / 10;
    for (const char c : text.substr(text.size() > 1 ? 2 : 1)) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        quality += (c - '0') * weight;
        weight /= 10;
    }
    return quality <= kQualityOne ? std::optional{quality} : std::nullopt;
}

/// One element, "gzip;q=0.8". A malformed one is as if it were absent.
void note(std::string_view element, Wishes& wishes) noexcept {
    const std::size_t semicolon = element.find(';');
    const std::string_view coding = trim(element.substr(0, semicolon));
    int quality = kQualityOne;
    if (semicolon != std::string_view::npos) {
        const std::string_view weight = trim(element.substr(semicolon + 1));
        if (weight.size() < 2 || !same_name(weight.substr(0, 2), "q=")) {
            return;
        }
        const std::optional<int> parsed = parse_quality(weight.substr(2));
        if (!parsed) {
            return;
        }
        quality = *parsed;
    }
    if (same_name(coding, "br")) {
        wishes.named[static_cast<std::size_t>(Coding::kBrotli)] = quality;
    } else if (same_name(coding, "gzip") || same_name(coding, "x-gzip")) {
        wishes.named[static_cast<std::size_t>(Coding::kGzip)] = quality;
    } else if (same_name(coding, "identity")) {
        wishes.named[static_cast<std::size_t>(Coding::kIdentity)] = quality;
    } else if (coding == "*") {
        wishes.others = quality;
    }
}

void note_list(std::string_view list, Wishes& wishes) noexcept {
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        note(list.substr(0, comma), wishes);
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
    }
}

/// The coded form wins over identity at equal quality, and over an identity that was not named at
/// all.
Coding choose(const Wishes& wishes) noexcept {
    Coding best = Coding::kIdentity;
    int best_quality = wishes.named[static_cast<std::size_t>(Coding::kIdentity)].value_or(0);
    for (const Coding coding : {Coding::kGzip, Coding::kBrotli}) {
        const int quality =
            wishes.named[static_cast<std::size_t>(coding)].value_or(wishes.others.value_or(0));
        if (quality > 0 && quality >= best_quality) {
            best = coding;
            best_quality = quality;
        }
    }
    return best;
}

}  // namespace

Coding choose_coding(std::string_view accept_encoding) noexcept {
    Wishes wishes;
    note_list(accept_encoding, wishes);
    return choose(wishes);
}

Coding choose_coding(const FieldsView& fields) noexcept {
    Wishes wishes;
    for (const Field& field : fields.all()) {
        if (same_name(field.name, "accept-encoding")) {
            note_list(field.value, wishes);
        }
    }
    return choose(wishes);
}

std::string_view name(Coding coding) noexcept {
    constexpr std::array<std::string_view, 3> kNames{"identity", "gzip", "br"};
    return kNames[static_cast<std::size_t>(coding)];
}

}  // namespace ks::http
