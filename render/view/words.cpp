// SPDX-License-Identifier: Apache-2.0
#include "render/view/words.hpp"

#include "render/view/catalogues.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>

namespace ks::view {

namespace {

constinit const Words kCatalogues[] = {KS_CATALOGUES};

constexpr std::size_t index_of_english() {
    constexpr std::string_view languages[] = {KS_LANGUAGES};
    std::size_t index = 0;
    while (languages[index] != "en") {
        ++index;
    }
    return index;
}

constexpr char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c == '_' ? '-' : c;
}

bool same_tag(std::string_view a, std::string_view b) noexcept {
    return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) noexcept {
    const std::size_t from = text.find_first_not_of(" \t");
    return from == std::string_view::npos
               ? std::string_view()
               : text.substr(from, text.find_last_not_of(" \t") + 1 - from);
}

/// The q of "de;q=0.8" in thousandths; 1000 where there is none, 0 where it is malformed.
int weight(std::string_view parameters) noexcept {
    const std::string_view text = trimmed(parameters);
    if (text.empty()) {
        return 1000;
    }
    double q = 0;
    if (text.size() > 2 && lower(text[0]) == 'q' && text[1] == '=') {
        std::from_chars(text.data() + 2, text.data() + text.size(), q, std::chars_format::fixed);
    }
    // Written so that "nan" is none.
    return q >= 1 ? 1000 : q > 0 ? static_cast<int>(q * 1000) : 0;
}

}  // namespace

constinit const Words& kEnglish = kCatalogues[index_of_english()];

std::span<const Words> catalogues() noexcept {
    return kCatalogues;
}

std::string_view Words::of(const Plural& plural, std::uint64_t count) const noexcept {
    switch (form(count)) {
        case PluralForm::kZero:
            return plural.zero;
        case PluralForm::kOne:
            return plural.one;
        case PluralForm::kTwo:
            return plural.two;
        case PluralForm::kFew:
            return plural.few;
        case PluralForm::kMany:
            return plural.many;
        case PluralForm::kOther:
            break;
    }
    return plural.other;
}

const Words* find_words(std::string_view tag) noexcept {
    tag = trimmed(tag);
    while (!tag.empty()) {
        const auto* const found = std::ranges::find_if(
            kCatalogues, [&](const Words& words) { return same_tag(words.language, tag); });
        if (found != std::end(kCatalogues)) {
            return found;
        }
        const std::size_t cut = tag.find_last_of("-_");
        tag = tag.substr(0, cut == std::string_view::npos ? 0 : cut);
    }
    return nullptr;
}

const Words& accepted_words(std::string_view accept_language) noexcept {
    const Words* best = nullptr;
    int best_weight = 0;
    while (!accept_language.empty()) {
        const std::size_t comma = accept_language.find(',');
        const std::string_view element = accept_language.substr(0, comma);
        accept_language.remove_prefix(comma == std::string_view::npos ? accept_language.size()
                                                                      : comma + 1);
        const std::size_t semicolon = std::min(element.find(';'), element.size());
        const int q = weight(element.substr(std::min(semicolon + 1, element.size())));
        if (q <= best_weight) {
            continue;
        }
        if (const Words* const found = find_words(element.substr(0, semicolon))) {
            best = found;
            best_weight = q;
        }
    }
    return best == nullptr ? kEnglish : *best;
}

const Words& choose_words(std::string_view locale, std::string_view accept_language) noexcept {
    if (locale.empty()) {
        return accepted_words(accept_language);
    }
    const Words* const found = find_words(locale);
    return found == nullptr ? kEnglish : *found;
}

}  // namespace ks::view
