// SPDX-License-Identifier: Apache-2.0
// The ACME client as a program, for tests that bring a CA: reads name=value arguments, writes one
// line of JSON a certificate. Challenges are answered by files that the test serves.
#include "../support/reactor_fixture.hpp"

#include "core/text/json_out.hpp"
#include "edge/acme/issuer.hpp"
#include "edge/acme/objects.hpp"
#include "edge/loop/reactor.hpp"
#include "edge/tls/files.hpp"
#include "edge/tls/signing_key.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <map>
#include <ranges>
#include <string>
#include <vector>

namespace ks::acme::test {
namespace {

using Arguments = std::map<std::string, std::string, std::less<>>;
namespace fs = std::filesystem;

std::string value(const Arguments& arguments, const char* name, const char* otherwise = "") {
    const auto found = arguments.find(name);
    return found != arguments.end() ? found->second : otherwise;
}

std::chrono::milliseconds time(const Arguments& arguments,
                               const char* name,
                               const char* otherwise) {
    return std::chrono::milliseconds(std::stoll(value(arguments, name, otherwise)));
}

std::vector<std::string> list(const std::string& text) {
    std::vector<std::string> out;
    for (const auto part : text | std::views::split(',')) {
        out.emplace_back(part.begin(), part.end());
    }
    return out;
}

class FilePublisher final : public ChallengePublisher {
public:
    explicit FilePublisher(fs::path directory) : directory_(std::move(directory)) {}

    loop::Task<Result<void>> publish(const ChallengeAnswer& answer) override {
        std::error_code ignored;
        fs::create_directories(path(answer).parent_path(), ignored);
        co_return tls::write_file(path(answer), answer.key_authorization, 0600);
    }

    loop::Task<void> withdraw(const ChallengeAnswer& answer) override {
        std::error_code ignored;
        fs::remove(path(answer), ignored);
        co_return;
    }

private:
    [[nodiscard]] fs::path path(const ChallengeAnswer& answer) const {
        const fs::path folder = directory_ / name_of(answer.kind) / answer.name;
        return answer.kind == ChallengeKind::kTlsAlpn01 ? folder / "answer" : folder / answer.token;
    }

    fs::path directory_;
};

class FileKeeper final : public AccountKeeper {
public:
    explicit FileKeeper(fs::path directory) : directory_(std::move(directory)) {}

    loop::Task<Result<Account>> load() override {
        Account account;
        if (fs::exists(directory_ / "account.key")) {
            KS_CO_TRY(account.key_pem, tls::read_file(directory_ / "account.key"));
        }
        if (fs::exists(directory_ / "account.url")) {
            KS_CO_TRY(account.url, tls::read_file(directory_ / "account.url"));
        }
        co_return account;
    }

    loop::Task<Result<void>> keep(const Account& account) override {
        KS_CO_CHECK(tls::write_file(directory_ / "account.key", account.key_pem, 0600));
        if (!account.url.empty()) {
            KS_CO_CHECK(tls::write_file(directory_ / "account.url", account.url, 0600));
        }
        co_return Result<void>{};
    }

private:
    fs::path directory_;
};

void print(const Failure& failure) {
    std::string line;
    text::JsonOut(line)
        .begin_object()
        .key("ok")
        .boolean(false)
        .key("kind")
        .string(name_of(failure.kind))
        .key("type")
        .string(failure.type)
        .key("words")
        .string(failure.words)
        .key("domain")
        .string(failure.domain)
        .key("retryAfter")
        .number(failure.retry_after.count())
        .key("status")
        .number(failure.status)
        .end_object();
    std::cout << line << std::endl;
}

void print(const Issued& issued) {
    std::string line;
    text::JsonOut(line)
        .begin_object()
        .key("ok")
        .boolean(true)
        .key("chain")
        .string(issued.chain_pem)
        .key("ariId")
        .string(issued.ari_id)
        .key("profile")
        .string(issued.profile)
        .key("issuer")
        .string(issued.issuer)
        .end_object();
    std::cout << line << std::endl;
}

void print(const RenewalInfo& info) {
    std::string line;
    text::JsonOut(line)
        .begin_object()
        .key("ok")
        .boolean(true)
        .key("start")
        .number(info.start.time_since_epoch().count())
        .key("end")
        .number(info.end.time_since_epoch().count())
        .key("pollAfter")
        .number(info.poll_after.count())
        .key("explanation")
        .string(info.explanation_url)
        .end_object();
    std::cout << line << std::endl;
}

class Client : public ks::test::ReactorFixture {
public:
    explicit Client(const Arguments& arguments)
        : arguments_(arguments),
          state_(value(arguments, "state")),
          keeper_(state_),
          publisher_(value(arguments, "publish")),
          issuer_(*reactor_, keeper_, options(arguments), pace(arguments)) {}

    void TestBody() override {
        const std::string mode = value(arguments_, "mode", "issue");
        if (mode == "issue") {
            run(issue_all());
        } else if (mode == "renewal-info") {
            run(ask());
        } else {
            run(revoke());
        }
    }

private:
    static DirectoryOptions options(const Arguments& arguments) {
        return {.url = value(arguments, "directory"),
                .email = value(arguments, "email"),
                .ca_file = value(arguments, "ca"),
                .eab_key_id = value(arguments, "eab_id"),
                .eab_hmac_key = value(arguments, "eab_key"),
                .profile = value(arguments, "profile"),
                .preferred_chain = value(arguments, "preferred_chain"),
                .agree_tos = value(arguments, "tos", "1") == "1"};
    }

    static Pace pace(const Arguments& arguments) {
        return {.transfer = time(arguments, "transfer_ms", "10000"),
                .first_gap = time(arguments, "gap_ms", "100"),
                .gap_max = time(arguments, "gap_max_ms", "1000"),
                .validation = time(arguments, "validation_ms", "60000"),
                .processing = time(arguments, "processing_ms", "60000")};
    }

    std::vector<ChallengeKind> kinds() {
        std::vector<ChallengeKind> out;
        for (const std::string& name : list(value(arguments_, "kinds", "tls-alpn-01,http-01"))) {
            for (const auto kind :
                 {ChallengeKind::kTlsAlpn01, ChallengeKind::kHttp01, ChallengeKind::kDns01}) {
                if (name_of(kind) == name) {
                    out.push_back(kind);
                }
            }
        }
        return out;
    }

    /// Orders are separated by ';', each with its own names; all are under way at once, or, with
    /// `apart_s`, one after the other and that many seconds apart by the clock.
    loop::Task<void> issue_all() {
        const std::string apart = value(arguments_, "apart_s");
        for (const auto part : value(arguments_, "names") | std::views::split(';')) {
            ++open_;
            std::string names(part.begin(), part.end());
            if (apart.empty()) {
                reactor_->spawn(issue_one(std::move(names)), "issue");
            } else {
                co_await issue_one(std::move(names));
                clock_.advance(std::chrono::seconds(std::stoll(apart)));
            }
        }
        while (open_ > 0) {
            co_await reactor_->sleep(std::chrono::milliseconds(50));
        }
    }

    /// The key outlives the process, as certificates' keys do.
    std::string key_of(const std::string& names) {
        const fs::path path = state_ / (names + ".key");
        if (!fs::exists(path)) {
            EXPECT_TRUE(tls::write_file(path, *tls::new_p256_key(), 0600).has_value());
        }
        return *tls::read_file(path);
    }

    loop::Task<Result<void>> keep_order(std::string names, std::string url) {
        co_return tls::write_file(state_ / (names + ".order"), url, 0600);
    }

    loop::Task<void> issue_one(std::string names) {
        IssueRequest request{.names = list(names),
                             .key_pem = key_of(names),
                             .kinds = kinds(),
                             .replaces = value(arguments_, "replaces"),
                             .order_url = {}};
        if (fs::exists(state_ / (names + ".order"))) {
            request.order_url = *tls::read_file(state_ / (names + ".order"));
        }
        const Progress progress = [this, names](const std::string& url) {
            return keep_order(names, url);
        };
        const Attempt<Issued> issued =
            co_await issuer_.issue(std::move(request), publisher_, progress);
        if (issued) {
            fs::remove(state_ / (names + ".order"));
            print(*issued);
        } else {
            print(issued.error());
        }
        --open_;
    }

    loop::Task<void> ask() {
        const Attempt<RenewalInfo> renewal =
            co_await issuer_.renewal_info(value(arguments_, "ari_id"));
        renewal ? print(*renewal) : print(renewal.error());
    }

    loop::Task<void> revoke() {
        const auto chain = tls::read_file(value(arguments_, "chain"));
        const Attempt<void> revoked = co_await issuer_.revoke(chain.value_or(""), 4);
        revoked ? print(Issued{}) : print(revoked.error());
    }

    const Arguments& arguments_;
    fs::path state_;
    FileKeeper keeper_;
    FilePublisher publisher_;
    Issuer issuer_;
    int open_ = 0;
};

}  // namespace
}  // namespace ks::acme::test

int main(int count, char** values) {
    ks::acme::test::Arguments arguments;
    for (int i = 1; i < count; ++i) {
        const std::string argument = values[i];
        const std::size_t equals = argument.find('=');
        arguments[argument.substr(0, equals)] = argument.substr(equals + 1);
    }
    ks::acme::test::Client client(arguments);
    client.TestBody();
    return 0;
}
