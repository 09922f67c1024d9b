// SPDX-License-Identifier: Apache-2.0
#include "render/view/words.hpp"

#include "render/view/figures.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <vector>

namespace ks::view {
namespace {

const Words& in(std::string_view language) {
    const Words* const found = find_words(language);
    EXPECT_NE(found, nullptr) << language;
    return found == nullptr ? kEnglish : *found;
}

TEST(Words, EveryLanguageHasEveryWord) {
    std::vector<std::string_view> languages;
    for (const Words& words : catalogues()) {
        languages.push_back(words.language);
        // All members but the last are views, so that none can be forgotten here.
        constexpr std::size_t count =
            (sizeof(Words) - sizeof(Words::form)) / sizeof(std::string_view);
        std::array<std::string_view, count> all;
        std::memcpy(all.data(), &words, sizeof all);
        for (std::size_t i = 0; i < count; ++i) {
            EXPECT_FALSE(all[i].empty())
                << words.language << ": the " << i << "th member of Words, "
                << (i == 0 ? "" : all[i - 1]) << " before it";
        }
        EXPECT_TRUE(words.direction == "ltr" || words.direction == "rtl") << words.language;
        EXPECT_TRUE(words.lang_tag.starts_with(words.language));
    }
    for (const std::string_view language : {"ar", "de", "en", "es", "fi", "fr", "ja", "pt", "tr"}) {
        EXPECT_NE(std::ranges::find(languages, language), languages.end()) << language;
    }
    EXPECT_EQ(kEnglish.language, "en");
    EXPECT_EQ(in("ar").direction, "rtl");
}

TEST(Words, PluralsFollowTheLanguage) {
    const auto days = [](std::string_view language, std::uint64_t count) {
        const Words& words = in(language);
        return fill(words.of(words.days, count), {std::to_string(count)});
    };
    EXPECT_EQ(days("en", 1), "1 day");
    EXPECT_EQ(days("en", 0), "0 days");
    EXPECT_EQ(days("fr", 0), "0 jour");
    EXPECT_EQ(days("fr", 2), "2 jours");
    EXPECT_EQ(days("ja", 1), "1日");
    using enum PluralForm;
    const std::pair<std::uint64_t, PluralForm> arabic[] = {{0, kZero},
                                                           {1, kOne},
                                                           {2, kTwo},
                                                           {3, kFew},
                                                           {10, kFew},
                                                           {11, kMany},
                                                           {99, kMany},
                                                           {100, kOther},
                                                           {102, kOther},
                                                           {103, kFew},
                                                           {111, kMany},
                                                           {200, kOther}};
    for (const auto& [count, form] : arabic) {
        EXPECT_EQ(in("ar").form(count), form) << count;
    }
}

TEST(Words, ALocaleFindsItsLanguage) {
    EXPECT_EQ(in("pt-BR").language, "pt");
    EXPECT_EQ(in("PT_br").language, "pt");
    EXPECT_EQ(in("de-Latn-AT").language, "de");
    EXPECT_EQ(find_words("kok"), nullptr);
    EXPECT_EQ(find_words(""), nullptr);
    EXPECT_EQ(find_words("-"), nullptr);
    EXPECT_EQ(choose_words("sv-SE", "de").language, "en") << "a page's own language, unknown";
    EXPECT_EQ(choose_words("ja", "de").language, "ja");
    EXPECT_EQ(choose_words("", "de").language, "de");
}

TEST(Words, AcceptLanguagePicksTheReadersFavourite) {
    const std::pair<std::string_view, std::string_view> table[] = {
        {"", "en"},
        {"fi", "fi"},
        {"sv, fi;q=0.5", "fi"},
        {"de;q=0.5, fr;q=0.9, tr;q=0.9", "fr"},
        {"pt-BR,pt;q=0.9,en;q=0.8", "pt"},
        {" ja ; q=1.0 , en", "ja"},
        {"de;q=0, es", "es"},
        {"de;q=0", "en"},
        {"*", "en"},
        {"ar-EG;q=nan", "en"},
        {"de;q=x,tr;q=0.1", "tr"},
        {",,;,q=1,;q=,", "en"}};
    for (const auto& [field, language] : table) {
        EXPECT_EQ(accepted_words(field).language, language) << field;
    }
}

TEST(Figures, AreWrittenAsTheLanguageDoes) {
    EXPECT_EQ(percent(kEnglish, 9998), "99.98%");
    EXPECT_EQ(percent(in("de"), 9998), "99,98\xC2\xA0%");
    EXPECT_EQ(percent(in("de"), 10000), "100\xC2\xA0%");
    EXPECT_EQ(percent(in("tr"), 9950), "%99,50");
    const std::pair<std::int64_t, std::string_view> durations[] = {{0, "0 s"},
                                                                   {59, "59 s"},
                                                                   {60, "1 min"},
                                                                   {42 * 60 + 30, "42 min"},
                                                                   {3600, "1 h"},
                                                                   {4380, "1 h 13 min"},
                                                                   {86400, "1 day"},
                                                                   {86400 + 90 * 60, "1 day 1 h"},
                                                                   {3 * 86400 + 60, "3 days"}};
    for (const auto& [seconds, text] : durations) {
        EXPECT_EQ(duration(kEnglish, seconds), text);
    }
}

TEST(Figures, DatesFollowThePatterns) {
    CivilTime at = civil_day(20780);  // Monday 2026-11-23
    at.hour = 9;
    at.minute = 5;
    at.abbreviation = "UTC";
    const auto day = [&](std::string_view language) {
        const Words& words = in(language);
        return date_text(words, words.date_with_weekday, at);
    };
    EXPECT_EQ(day("en"), "Monday 23 November");
    EXPECT_EQ(day("de"), "Montag, 23. November");
    EXPECT_EQ(day("es"), "lunes, 23 de noviembre");
    EXPECT_EQ(day("fi"), "maanantai 23. marraskuuta");
    EXPECT_EQ(day("ja"), "11月23日 月曜日");
    EXPECT_EQ(day("tr"), "23 Kasım Pazartesi");
    EXPECT_EQ(date_text(in("fi"), in("fi").month_and_year, at), "marraskuu 2026");
    EXPECT_EQ(date_text(in("fi"), in("fi").clock_with_zone, at), "09.05\xC2\xA0UTC");
    EXPECT_EQ(date_text(kEnglish, "{hour12}:{minute} {ampm}", at), "9:05 am");
    at.hour = 12;
    EXPECT_EQ(date_text(kEnglish, "{hour12} {ampm}", at), "12 pm");
    at.hour = 0;
    EXPECT_EQ(date_text(kEnglish, "{hour12} {ampm}", at), "12 am");
    at.abbreviation = "-03";
    at.offset_s = -3 * 3600 - 1800;
    EXPECT_EQ(date_text(kEnglish, "{zone}", at), "UTC-03:30");
}

}  // namespace
}  // namespace ks::view
