// SPDX-License-Identifier: Apache-2.0
#include "core/text/email.hpp"

#include "core/text/delivery_report.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace ks::text {
namespace {

TEST(Email, IsNormalisedOrRefused) {
    EXPECT_EQ(normalise_email(" User.Name+tag@Example.COM\n"), "User.Name+tag@example.com");
    EXPECT_EQ(normalise_email("o'neil@xn--bcher-kva.example"), "o'neil@xn--bcher-kva.example");
    for (const char* const bad : {"",
                                  "@",
                                  "a",
                                  "a@",
                                  "@a.example",
                                  "a@b",
                                  "a@localhost",
                                  ".a@b.example",
                                  "a.@b.example",
                                  "a..b@c.example",
                                  "a b@c.example",
                                  "a@b@c.example",
                                  "\"a\"@b.example",
                                  "a@[1.2.3.4]",
                                  "a@1.2.3.4",
                                  "a@b.example\r\nBcc: x@y.example",
                                  "a,b@c.example",
                                  "a@b.example,c@d.example",
                                  "a<b@c.example",
                                  "m\xC3\xBCller@a.example",
                                  "a@b\xC3\xBC.example",
                                  "a@-b.example"}) {
        EXPECT_EQ(normalise_email(bad), std::nullopt) << bad;
    }
    EXPECT_FALSE(normalise_email(std::string(65, 'a') + "@b.example"));
    EXPECT_TRUE(normalise_email(std::string(64, 'a') + "@b.example"));
}

std::vector<FailedRecipient> failed_in(const char* name) {
    std::ifstream in(std::string(KS_SOURCE_DIR) + "/tests/fuzz/corpus/delivery_report/" + name);
    return failed_recipients(std::string(std::istreambuf_iterator<char>(in), {}));
}

TEST(DeliveryReport, NamesWhoFailedForGoodAndNobodyElse) {
    EXPECT_EQ(failed_in("postfix"),
              (std::vector<FailedRecipient>{{"Who@a.test", "5.1.1"}, {"other@b.test", "5.1.1"}}));
    EXPECT_EQ(failed_in("bare"), (std::vector<FailedRecipient>{{"x@a.test", ""}}));
    EXPECT_TRUE(failed_in("address").empty());
}

TEST(DeliveryReport, AQuotedReportInAnOrdinaryMessageIsNone) {
    EXPECT_TRUE(failed_recipients("Subject: x\n\nThey sent me this:\n> Content-Type: "
                                  "message/delivery-status\n>\n> Final-Recipient: rfc822;x@a.test\n"
                                  "> Action: failed\n")
                    .empty());
    EXPECT_TRUE(failed_recipients("Content-Type: message/delivery-status\n\nFinal-Recipient: "
                                  "rfc822;x@a.test\nAction: failed\nStatus: 4.2.2\n")
                    .empty())
        << "a passing failure";
}

}  // namespace
}  // namespace ks::text
