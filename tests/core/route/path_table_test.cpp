// SPDX-License-Identifier: Apache-2.0
#include "core/route/path_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <rapidcheck/gtest.h>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace ks::route {
namespace {

using http::Method;
using Kind = PathMatch::Kind;

const PathTable& table() {
    static constexpr PathRow kRows[] = {
        {Method::kGet, "/", 1},
        {Method::kGet, "/monitors", 2},
        {Method::kPost, "/monitors", 3},
        {Method::kGet, "/monitors/:id", 4},
        {Method::kPatch, "/monitors/:id", 5},
        {Method::kDelete, "/monitors/:id", 6},
        {Method::kGet, "/monitors/export", 7},
        {Method::kGet, "/monitors/:id/stats", 8},
        {Method::kGet, "/projects/:pid/monitors/:id", 9},
    };
    static const PathTable kTable{kRows};
    return kTable;
}

TEST(PathTable, FindsRowAndParameters) {
    EXPECT_EQ(table().match(Method::kGet, "/").id, 1);
    EXPECT_EQ(table().match(Method::kPost, "/monitors").id, 3);
    const PathMatch one = table().match(Method::kPatch, "/monitors/mon_1");
    EXPECT_EQ(one.kind, Kind::kFound);
    EXPECT_EQ(one.id, 5);
    EXPECT_EQ(one.params[0], "mon_1");
    const PathMatch two = table().match(Method::kGet, "/projects/p/monitors/m");
    EXPECT_EQ(two.id, 9);
    EXPECT_EQ(two.params[0], "p");
    EXPECT_EQ(two.params[1], "m");
}

TEST(PathTable, LiteralWinsAndFallsBack) {
    EXPECT_EQ(table().match(Method::kGet, "/monitors/export").id, 7);
    const PathMatch deep = table().match(Method::kGet, "/monitors/export/stats");
    EXPECT_EQ(deep.id, 8);
    EXPECT_EQ(deep.params[0], "export");
}

TEST(PathTable, OnlyWholePathsMatch) {
    for (const std::string_view path : {"",
                                        "monitors",
                                        "/monitor",
                                        "/monitorsx",
                                        "/monitors/",
                                        "/monitors//stats",
                                        "//monitors",
                                        "/monitors/a/b",
                                        "/MONITORS",
                                        "/projects/p/monitors/"}) {
        const PathMatch match = table().match(Method::kGet, path);
        EXPECT_EQ(match.kind, Kind::kNotFound) << path;
        EXPECT_EQ(match.allowed, 0);
    }
}

TEST(PathTable, OtherMethodsAreNamed) {
    const PathMatch match = table().match(Method::kPut, "/monitors/a");
    EXPECT_EQ(match.kind, Kind::kMethodNotAllowed);
    EXPECT_EQ(PathTable::allow(match), "GET, HEAD, PATCH, DELETE");
    EXPECT_EQ(PathTable::allow(table().match(Method::kPut, "/monitors")), "GET, HEAD, POST");
    EXPECT_EQ(PathTable::allow(table().match(Method::kPut, "/nowhere")), "");
}

TEST(PathTable, HeadIsAnsweredByGet) {
    EXPECT_EQ(table().match(Method::kHead, "/monitors").id, 2);
    EXPECT_EQ(table().match(Method::kHead, "/").kind, Kind::kFound);
}

std::vector<std::string> segments(std::string_view path) {
    std::vector<std::string> out;
    while (!path.empty()) {
        const std::size_t end = std::min(path.find('/', 1), path.size());
        out.emplace_back(path.substr(1, end - 1));
        path.remove_prefix(end);
    }
    return out;
}

/// The patterns that fit, the one with the earliest literals first: what the table must find,
/// without a tree.
std::vector<std::string> fitting(const std::set<std::string>& patterns, const std::string& path) {
    std::vector<std::pair<std::string, std::string>> fits;
    const auto have = segments(path);
    for (const std::string& pattern : patterns) {
        const auto want = segments(pattern);
        std::string rank;
        bool fit = want.size() == have.size();
        for (std::size_t i = 0; fit && i < want.size(); ++i) {
            const bool param = want[i].starts_with(':');
            fit = param ? !have[i].empty() : want[i] == have[i];
            rank += param ? '1' : '0';
        }
        if (fit) {
            fits.emplace_back(rank, pattern);
        }
    }
    std::ranges::sort(fits);
    std::vector<std::string> out;
    for (auto& [rank, pattern] : fits) {
        out.push_back(pattern);
    }
    return out;
}

RC_GTEST_PROP(PathTable, AgreesWithALinearSearch, ()) {
    const auto make = [](const std::vector<const char*>& words) {
        return rc::gen::map(rc::gen::container<std::vector<std::string>>(
                                *rc::gen::inRange<std::size_t>(1, 5),
                                rc::gen::map(rc::gen::elementOf(words),
                                             [](const char* w) { return std::string{w}; })),
                            [](const std::vector<std::string>& parts) {
                                std::string path;
                                for (const auto& part : parts) {
                                    path += "/" + part;
                                }
                                return path;
                            });
    };
    std::set<std::string> patterns;
    for (int i = *rc::gen::inRange(1, 12); i > 0; --i) {
        patterns.insert(*make({"a", "b", ":p", ":p"}));
    }
    std::vector<PathRow> rows;
    std::vector<std::string> names{patterns.begin(), patterns.end()};
    for (std::size_t i = 0; i < names.size(); ++i) {
        rows.push_back({Method::kPost, names[i], static_cast<std::uint16_t>(i)});
    }
    const PathTable tree{rows};
    for (int i = 0; i < 20; ++i) {
        const std::string path = *make({"a", "b", "c", ""});
        const PathMatch found = tree.match(Method::kPost, path);
        const auto expected = fitting(patterns, path);
        RC_ASSERT((found.kind == Kind::kFound) == !expected.empty());
        if (expected.empty()) {
            continue;
        }
        RC_ASSERT(names[found.id] == expected.front());
        std::array<std::string_view, kPathParamsMax> params{};
        std::size_t n = 0;
        const auto want = segments(expected.front());
        const auto have = segments(path);
        for (std::size_t s = 0; s < want.size(); ++s) {
            if (want[s].starts_with(':')) {
                params[n++] = have[s];
            }
        }
        RC_ASSERT(found.params == params);
    }
}

}  // namespace
}  // namespace ks::route
