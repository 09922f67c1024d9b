// SPDX-License-Identifier: Apache-2.0
// Methods, fields, reason phrases and the choice of a coding.
#include "core/base/errc.hpp"
#include "core/http/accept_encoding.hpp"
#include "core/http/fields.hpp"
#include "core/http/method.hpp"
#include "core/http/status.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace ks::http {
namespace {

TEST(Method, NamesAndBack) {
    for (const Method method : {Method::kGet,
                                Method::kHead,
                                Method::kPost,
                                Method::kPut,
                                Method::kPatch,
                                Method::kDelete,
                                Method::kOptions}) {
        EXPECT_EQ(parse_method(name(method)), method);
    }
    EXPECT_EQ(name(Method::kDelete), "DELETE");
    for (const std::string_view token : {"", "get", "GETS", "CONNECT", "TRACE", "GE"}) {
        EXPECT_FALSE(parse_method(token)) << token;
    }
}

TEST(Fields, NamesIgnoreCase) {
    FieldsView fields;
    fields.add("X-Api-Key", "1");
    fields.add("x-api-KEY", "2");
    EXPECT_EQ(fields.find("x-API-key"), "1");
    EXPECT_EQ(fields.count("x-api-key"), 2U);
    EXPECT_FALSE(fields.find("x-api-ke"));
    EXPECT_FALSE(same_name("@", "`"));  // differ by the case bit only, but are no letters
    EXPECT_FALSE(same_name("[", "{"));
}

TEST(Status, EveryCodeWeAnswerHasAReason) {
    for (int i = 0; i < static_cast<int>(Errc::kCount); ++i) {
        const ErrcInfo& row = info(static_cast<Errc>(i));
        EXPECT_NE(reason(row.http_status), "Unknown") << row.name;
    }
    EXPECT_EQ(reason(421), "Misdirected Request");
    EXPECT_EQ(reason(299), "Unknown");
    EXPECT_EQ(reason(65535), "Unknown");
}

TEST(Status, BodilessCodes) {
    EXPECT_TRUE(has_no_body(100));
    EXPECT_TRUE(has_no_body(204));
    EXPECT_TRUE(has_no_body(304));
    EXPECT_FALSE(has_no_body(200));
    EXPECT_FALSE(has_no_body(404));
}

struct Wish {
    std::string_view accept;
    Coding coding;
};

TEST(AcceptEncoding, Choice) {
    for (const Wish& row : {Wish{"", Coding::kIdentity},
                            {"gzip, deflate, br, zstd", Coding::kBrotli},
                            {"gzip", Coding::kGzip},
                            {"X-GZIP", Coding::kGzip},
                            {"deflate", Coding::kIdentity},
                            {"br;q=0.5, gzip;q=0.8", Coding::kGzip},
                            {"br;q=0.8, gzip;q=0.8", Coding::kBrotli},
                            {"br;q=0, gzip", Coding::kGzip},
                            {"br;q=0.000", Coding::kIdentity},
                            {"*", Coding::kBrotli},
                            {"*;q=0.1", Coding::kBrotli},
                            {"br;q=0, *", Coding::kGzip},
                            {"*;q=0", Coding::kIdentity},
                            {"identity", Coding::kIdentity},
                            {"identity;q=1, gzip;q=0.5", Coding::kIdentity},
                            {"identity;q=0.5, gzip;q=0.5", Coding::kGzip},
                            {"identity;q=0", Coding::kIdentity},
                            {"br ; Q=1.000", Coding::kBrotli},
                            {"br;q=1.001", Coding::kIdentity},
                            {"br;q=2", Coding::kIdentity},
                            {"br;q=0.1234", Coding::kIdentity},
                            {"br;q=-1", Coding::kIdentity},
                            {"br;q=", Coding::kIdentity},
                            {"br;x=1, gzip", Coding::kGzip},
                            {"brotli, gzipped", Coding::kIdentity},
                            {",,;;=,gzip;q=0.001,", Coding::kGzip}}) {
        EXPECT_EQ(choose_coding(row.accept), row.coding) << row.accept;
    }
}

TEST(AcceptEncoding, SeveralFieldLinesAreOneList) {
    FieldsView fields;
    EXPECT_EQ(choose_coding(fields), Coding::kIdentity);
    fields.add("accept-encoding", "gzip");
    fields.add("Accept-Encoding", "br");
    EXPECT_EQ(choose_coding(fields), Coding::kBrotli);
    EXPECT_EQ(name(Coding::kBrotli), "br");
    EXPECT_EQ(name(Coding::kGzip), "gzip");
}

}  // namespace
}  // namespace ks::http
