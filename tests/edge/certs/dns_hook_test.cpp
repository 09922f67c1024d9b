// SPDX-License-Identifier: Apache-2.0
// The operator's executable: its arguments reach it as they are, its failures come back.
#include "edge/certs/dns_hook.hpp"

#include "../support/reactor_fixture.hpp"

#include "edge/tls/files.hpp"

#include <gtest/gtest.h>

namespace ks::certs {
namespace {

class DnsHookTest : public test::ReactorFixture {
protected:
    std::string script(const std::string& body) {
        const auto path = directory_.path() / "hook";
        EXPECT_TRUE(tls::write_file(path, "#!/bin/sh\n" + body + "\n", 0755).has_value());
        return path.string();
    }

    Result<void> call(std::string path, DnsHook::Verb verb, std::string value) {
        DnsHook hook(*reactor_, std::move(path));
        Result<void> result = Errc::kInternal;
        run([](DnsHook& called, DnsHook::Verb what, std::string text, Result<void>& into)
                -> loop::Task<void> {
            DnsHook::Record record{.name = "_acme-challenge.a.test", .value = std::move(text)};
            into = co_await called.run(what, std::move(record));
        }(hook, verb, std::move(value), result));
        return result;
    }
};

TEST_F(DnsHookTest, ArgumentsAreNotReadByAShell) {
    const std::string out = (directory_.path() / "out").string();
    const std::string path = script("printf '%s|' \"$@\" > " + out);
    ASSERT_TRUE(call(path, DnsHook::Verb::kAdd, "a b; $(reboot)").has_value());
    EXPECT_EQ(*tls::read_file(out), "add|_acme-challenge.a.test|a b; $(reboot)|");
    ASSERT_TRUE(call(path, DnsHook::Verb::kRemove, "v").has_value());
    EXPECT_EQ(*tls::read_file(out), "remove|_acme-challenge.a.test|v|");
}

TEST_F(DnsHookTest, FailuresComeBack) {
    EXPECT_EQ(call(script("exit 3"), DnsHook::Verb::kAdd, "v").error().detail, -3);
    EXPECT_EQ(call("/does/not/exist", DnsHook::Verb::kAdd, "v").error().detail, ENOENT);
    EXPECT_EQ(call("", DnsHook::Verb::kAdd, "v").error().code, Errc::kUnsupported);
}

}  // namespace
}  // namespace ks::certs
