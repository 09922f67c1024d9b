// SPDX-License-Identifier: Apache-2.0
#include "core/http/authority.hpp"

#include <gtest/gtest.h>

#include <string>

namespace ks::http {
namespace {

struct Good {
    std::string text;
    std::string host;
    std::uint16_t port = 0;
    bool ip_literal = false;
};

TEST(Authority, IsNormalised) {
    const std::string label(63, 'a');
    const std::string longest =
        label + "." + label + "." + label + "." + std::string(61, 'b');  // 253
    for (const Good& row : {Good{"example.com", "example.com"},
                            {"EXAMPLE.Com:8443", "example.com", 8443},
                            {"example.com.", "example.com"},
                            {"example.com.:80", "example.com", 80},
                            {"a", "a"},
                            {"1a-b--c.x", "1a-b--c.x"},
                            {"xn--mnchen-3ya.de", "xn--mnchen-3ya.de"},
                            {"a:65535", "a", 65535},
                            {"a:00080", "a", 80},
                            {"127.0.0.1:8080", "127.0.0.1", 8080, true},
                            {"1.2.3.4.", "1.2.3.4", 0, true},
                            {"1.2.3.400", "1.2.3.400"},
                            {"01.2.3.4", "01.2.3.4"},
                            {"1.2.3", "1.2.3"},
                            {"[::]", "[::]", 0, true},
                            {"[::1]:443", "[::1]", 443, true},
                            {"[2001:DB8::a]", "[2001:db8::a]", 0, true},
                            {"[1:2:3:4:5:6:7:8]", "[1:2:3:4:5:6:7:8]", 0, true},
                            {"[1::8]", "[1::8]", 0, true},
                            {"[::ffff:1.2.3.4]", "[::ffff:1.2.3.4]", 0, true},
                            {"[1:2:3:4:5:6:1.2.3.4]", "[1:2:3:4:5:6:1.2.3.4]", 0, true},
                            {longest, longest},
                            {longest + ".", longest}}) {
        Authority parsed{"left over", 99, true};
        ASSERT_TRUE(parse_authority(row.text, parsed)) << row.text;
        EXPECT_EQ(parsed.host, row.host);
        EXPECT_EQ(parsed.port, row.port) << row.text;
        EXPECT_EQ(parsed.ip_literal, row.ip_literal) << row.text;
    }
}

TEST(Authority, RefusesWhatIsNoHost) {
    const std::string label(63, 'a');
    const std::string too_long =
        label + "." + label + "." + label + "." + std::string(62, 'b');  // 254
    for (const std::string& text : {std::string{},
                                    std::string{"."},
                                    std::string{".a"},
                                    std::string{"a..b"},
                                    std::string{"a.."},
                                    std::string{"-a"},
                                    std::string{"a-"},
                                    std::string{"a.-b"},
                                    std::string{"a-.b"},
                                    std::string{"a_b"},
                                    std::string{"a b"},
                                    std::string{" a"},
                                    std::string{"a,b"},
                                    std::string{"u@a"},
                                    std::string{"u:p@a"},
                                    std::string{"a/b"},
                                    std::string{"a?b"},
                                    std::string{"a#b"},
                                    std::string{"a\\b"},
                                    std::string{"a%41"},
                                    std::string{"m\xc3\xbcnchen.de"},
                                    std::string{"a\0b", 3},
                                    std::string{"a:"},
                                    std::string{":80"},
                                    std::string{"a:0"},
                                    std::string{"a:65536"},
                                    std::string{"a:000080"},
                                    std::string{"a:8x"},
                                    std::string{"a:-1"},
                                    std::string{"a:80:80"},
                                    std::string{"::1"},
                                    std::string{"["},
                                    std::string{"[]"},
                                    std::string{"[::1"},
                                    std::string{"[::1]x"},
                                    std::string{"[::1]."},
                                    std::string{"[::1]:"},
                                    std::string{"[1:2:3:4:5:6:7]"},
                                    std::string{"[1:2:3:4:5:6:7:8:9]"},
                                    std::string{"[1::2::3]"},
                                    std::string{"[:::]"},
                                    std::string{"[12345::]"},
                                    std::string{"[g::]"},
                                    std::string{"[1:]"},
                                    std::string{"[:1]"},
                                    std::string{"[1:2:3:4:5:6:7:1.2.3.4]"},
                                    std::string{"[1.2.3.4::]"},
                                    std::string{"[::1.2.3]"},
                                    std::string{"[::01.2.3.4]"},
                                    std::string{"[::1.2.3.256]"},
                                    std::string{"[1:2:3:4::5:6:7:8]"},
                                    std::string{"[fe80::1%eth0]"},
                                    std::string{"[v1.a]"},
                                    std::string(64, 'a'),
                                    too_long}) {
        Authority parsed;
        const Result<void> result = parse_authority(text, parsed);
        ASSERT_FALSE(result) << text;
        EXPECT_EQ(result.error().code, Errc::kBadRequest);
    }
}

}  // namespace
}  // namespace ks::http
