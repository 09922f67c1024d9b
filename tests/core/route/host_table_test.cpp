// SPDX-License-Identifier: Apache-2.0
#include "core/route/host_table.hpp"

#include <gtest/gtest.h>

namespace ks::route {
namespace {

TEST(HostTable, ClassifiesAgainstTheBaseDomain) {
    const auto classify = [](std::string_view host) { return classify_host(host, "example.com"); };
    EXPECT_EQ(classify("example.com"), (HostClass{HostKind::kBase, ""}));
    EXPECT_EQ(classify("app.example.com"), (HostClass{HostKind::kApp, ""}));
    EXPECT_EQ(classify("pages.example.com"), (HostClass{HostKind::kPages, ""}));
    EXPECT_EQ(classify("acme.example.com"), (HostClass{HostKind::kSlug, "acme"}));
    EXPECT_EQ(classify("www.example.com"), (HostClass{HostKind::kSlug, "www"}));
    for (const std::string_view host : {"",
                                        "com",
                                        "example.org",
                                        "evilexample.com",
                                        "aexample.com",
                                        ".example.com",
                                        "a.b.example.com",
                                        "app.app.example.com",
                                        "example.com.evil.org",
                                        "127.0.0.1",
                                        "[::1]"}) {
        EXPECT_EQ(classify(host), (HostClass{HostKind::kForeign, ""})) << host;
    }
}

TEST(HostTable, OneLabelBase) {
    EXPECT_EQ(classify_host("app.localhost", "localhost").kind, HostKind::kApp);
    EXPECT_EQ(classify_host("x.localhost", "localhost").label, "x");
    EXPECT_EQ(classify_host("notlocalhost", "localhost").kind, HostKind::kForeign);
}

}  // namespace
}  // namespace ks::route
