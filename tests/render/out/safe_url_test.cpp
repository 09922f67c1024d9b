// SPDX-License-Identifier: Apache-2.0
#include "render/out/safe_url.hpp"

#include <gtest/gtest.h>

namespace ks::out {
namespace {

TEST(SafeUrl, LetsOnlyTheWebThrough) {
    for (const char* url : {"https://a", "http://a/b?c", "HTTPS://A"}) {
        EXPECT_TRUE(safe_url(url, UrlUse::kLink)) << url;
    }
    for (const char* url : {"",
                            "https://",
                            "javascript:alert(1)",
                            "JaVaScRiPt:alert(1)",
                            " https://a",
                            "//a",
                            "/a",
                            "data:image/png;base64,AA",
                            "data:text/html,x",
                            "ftp://a"}) {
        EXPECT_FALSE(safe_url(url, UrlUse::kLink)) << url;
    }
    EXPECT_TRUE(safe_url("data:image/png;base64,AA", UrlUse::kImage));
    EXPECT_FALSE(safe_url("data:text/html,x", UrlUse::kImage));
}

}  // namespace
}  // namespace ks::out
