// SPDX-License-Identifier: Apache-2.0
#include "edge/page/page_cache.hpp"

#include <gtest/gtest.h>

#include <string>

namespace ks::page {
namespace {

PageKey key_of(std::uint8_t number, http::Coding coding = http::Coding::kIdentity) {
    PageKey key{.page = {}, .coding = coding};
    key.page.bytes[15] = std::byte{number};
    return key;
}

PageEntry entry_of(std::uint64_t version,
                   std::int64_t rendered,
                   std::int64_t until,
                   std::size_t bytes = 100) {
    auto full = std::make_shared<serve::ReadyResponse>();
    full->bytes.assign(bytes, 'x');
    return {.version = version,
            .rendered_at = rendered,
            .valid_until = until,
            .etag = "\"e\"",
            .full = std::move(full),
            .not_modified = std::make_shared<serve::ReadyResponse>()};
}

TEST(PageCache, AnEntryCountsForItsVersionAndTimeOnly) {
    PageCache cache;
    cache.put(key_of(1), entry_of(7, 100, 110));
    EXPECT_NE(cache.find(key_of(1), 7, 100), nullptr);
    EXPECT_NE(cache.find(key_of(1), 7, 109), nullptr);
    EXPECT_EQ(cache.find(key_of(1), 7, 110), nullptr);
    EXPECT_EQ(cache.size(), 0U);
    cache.put(key_of(1), entry_of(7, 100, 110));
    EXPECT_EQ(cache.find(key_of(1), 8, 100), nullptr);
    cache.put(key_of(1), entry_of(7, 100, 110));
    EXPECT_EQ(cache.find(key_of(1), 6, 100), nullptr);
    cache.put(key_of(1), entry_of(7, 100, 110));
    EXPECT_EQ(cache.find(key_of(1), 7, 99), nullptr);  // the clock was set back
}

TEST(PageCache, VariantsAreApart) {
    PageCache cache;
    cache.put(key_of(1, http::Coding::kBrotli), entry_of(1, 0, 10));
    EXPECT_EQ(cache.find(key_of(1, http::Coding::kGzip), 1, 5), nullptr);
    EXPECT_EQ(cache.find(key_of(2, http::Coding::kBrotli), 1, 5), nullptr);
    PageKey secure = key_of(1, http::Coding::kBrotli);
    secure.secure = true;
    EXPECT_EQ(cache.find(secure, 1, 5), nullptr);
    PageKey own = key_of(1, http::Coding::kBrotli);
    own.own_host = true;
    EXPECT_EQ(cache.find(own, 1, 5), nullptr);
    EXPECT_NE(cache.find(key_of(1, http::Coding::kBrotli), 1, 5), nullptr);
}

TEST(PageCache, TheLeastRecentlyUsedGoesFirst) {
    PageCache cache(50000);
    for (std::uint8_t number = 0; number < 4; ++number) {
        cache.put(key_of(number), entry_of(1, 0, 10, 12000 - 600));
    }
    EXPECT_EQ(cache.size(), 4U);
    ASSERT_NE(cache.find(key_of(0), 1, 5), nullptr);
    cache.put(key_of(9), entry_of(1, 0, 10, 12000 - 600));
    EXPECT_EQ(cache.size(), 4U);
    EXPECT_NE(cache.find(key_of(0), 1, 5), nullptr);
    EXPECT_EQ(cache.find(key_of(1), 1, 5), nullptr);
    EXPECT_LE(cache.bytes(), 50000U);
}

TEST(PageCache, AnEntryThatCannotFitIsNotKept) {
    PageCache cache(5000);
    cache.put(key_of(1), entry_of(1, 0, 10, 100));
    cache.put(key_of(2), entry_of(1, 0, 10, 10000));
    EXPECT_EQ(cache.find(key_of(2), 1, 5), nullptr);
    EXPECT_NE(cache.find(key_of(1), 1, 5), nullptr);
}

TEST(PageCache, BytesReturnToZero) {
    PageCache cache;
    for (std::uint8_t round = 0; round < 200; ++round) {
        cache.put(key_of(round % 7), entry_of(round, 0, 10, 100U + round));
    }
    EXPECT_EQ(cache.size(), 7U);
    for (std::uint8_t number = 0; number < 7; ++number) {
        EXPECT_EQ(cache.find(key_of(number), 0, 50), nullptr);
    }
    EXPECT_EQ(cache.bytes(), 0U);
}

TEST(PageCache, AssetsAreBounded) {
    PageCache cache;
    for (int number = 0; number < 10000; ++number) {
        cache.put_asset("/assets/" + std::to_string(number),
                        std::make_shared<serve::ReadyResponse>());
    }
    int kept = 0;
    for (int number = 0; number < 10000; ++number) {
        kept += cache.find_asset("/assets/" + std::to_string(number)) != nullptr ? 1 : 0;
    }
    EXPECT_GT(kept, 0);
    EXPECT_LE(kept, 256);
}

}  // namespace
}  // namespace ks::page
