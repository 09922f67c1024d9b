// SPDX-License-Identifier: Apache-2.0
// Codecs of project, key, monitor, page, entries, claim and result: what is written reads back;
// cut, lengthened or foreign bytes are errors.
#include "core/base/limits.hpp"
#include "core/record/check_result.hpp"
#include "core/record/monitor.hpp"
#include "core/record/project.hpp"
#include "core/record/status_page.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ks::record {
namespace {

UnixMillis ms(std::int64_t value) {
    return UnixMillis(std::chrono::milliseconds(value));
}

template <class AnyId>
AnyId id_of(int fill) {
    AnyId id;
    id.bytes.fill(static_cast<std::byte>(fill));
    return id;
}

Project a_project() {
    return {.id = id_of<ProjectId>(1),
            .version = 9,
            .created_at = ms(-5),
            .updated_at = ms(1795176000123),
            .name = "Acme",
            .timezone = "Europe/Berlin",
            .zone_epoch = 3};
}

ApiKey a_key() {
    ApiKey key{
        .id = id_of<KeyId>(2), .scope = KeyScope::kAdmin, .project = {}, .created_at = ms(7)};
    key.hash.fill(std::byte{0xab});
    return key;
}

Monitor a_monitor() {
    Monitor monitor{.id = id_of<MonitorId>(3),
                    .project = id_of<ProjectId>(1),
                    .version = 4,
                    .type = MonitorType::kTcp,
                    .name = "db"};
    monitor.display_group = "core";
    monitor.target = "db.example.com";
    monitor.port = 5432;
    monitor.degraded_above_ms = 300;
    monitor.regions = {"eu", "us"};
    monitor.token = "token";
    monitor.http = {.method = "POST",
                    .headers = {{"a", "b"}},
                    .body = "body",
                    .expected_status = {{200, 204}, {301, 301}},
                    .body_contains = "ok",
                    .follow_redirects = false,
                    .verify_tls = false,
                    .certificate_expiry_days = 3};
    monitor.settings = {Settings{},
                        Settings{.from = UnixSeconds(std::chrono::seconds(50)),
                                 .interval_s = 5,
                                 .timeout_ms = 1500,
                                 .grace_s = 9,
                                 .confirmations = 4,
                                 .enabled = false}};
    return monitor;
}

PageView a_page() {
    return {.id = id_of<PageId>(4),
            .project = id_of<ProjectId>(1),
            .version = 70,
            .config_version = 6,
            .created_at = ms(1),
            .updated_at = ms(2),
            .name = "Acme status",
            .slug = "acme",
            .custom_domain = "status.acme.com",
            .description = "# hi",
            .logo_url = "https://l",
            .favicon_url = "https://f",
            .homepage_url = "https://h",
            .theme = Theme::kDark,
            .accent_color = "#112233",
            .timezone = "UTC",
            .locale = "de",
            .noindex = true,
            .published = false,
            .password_hash = "$argon2id$",
            .embed_origins = "https://a.example https://b.example",
            .entry_count = 12};
}

DomainClaim a_claim() {
    return {.page = id_of<PageId>(4),
            .project = id_of<ProjectId>(1),
            .state = DomainState::kFailed,
            .claimed_at = ms(3),
            .observed = "nothing",
            .error = "Add a CNAME."};
}

TEST(RecordCodec, ProjectAndKeyReadBack) {
    const Project project = *decode_project(as_bytes(encode(a_project())));
    EXPECT_EQ(project.id, a_project().id);
    EXPECT_EQ(project.version, 9U);
    EXPECT_EQ(project.created_at, ms(-5));
    EXPECT_EQ(project.updated_at, ms(1795176000123));
    EXPECT_EQ(project.name, "Acme");
    EXPECT_EQ(project.timezone, "Europe/Berlin");
    EXPECT_EQ(project.zone_epoch, 3U);
    const ApiKey key = *decode_api_key(as_bytes(encode(a_key())));
    EXPECT_EQ(key.id, a_key().id);
    EXPECT_EQ(key.scope, KeyScope::kAdmin);
    EXPECT_EQ(key.hash, a_key().hash);
}

TEST(RecordCodec, MonitorReadsBackWholeAndInPart) {
    const std::string bytes = encode(a_monitor());
    const Monitor monitor = *decode_monitor(as_bytes(bytes));
    EXPECT_EQ(monitor.id, a_monitor().id);
    EXPECT_EQ(monitor.type, MonitorType::kTcp);
    EXPECT_EQ(monitor.port, 5432);
    EXPECT_EQ(monitor.regions, a_monitor().regions);
    EXPECT_EQ(monitor.settings, a_monitor().settings);
    EXPECT_EQ(monitor.http.headers, a_monitor().http.headers);
    EXPECT_EQ(monitor.http.expected_status, a_monitor().http.expected_status);
    EXPECT_FALSE(monitor.http.follow_redirects);
    EXPECT_FALSE(monitor.http.verify_tls);
    EXPECT_EQ(encode(monitor), bytes);
    const MonitorFace face = *read_monitor_face(as_bytes(bytes));
    EXPECT_EQ(face.project, a_monitor().project);
    EXPECT_EQ(face.name, "db");
    EXPECT_EQ(face.display_group, "core");
    EXPECT_FALSE(face.enabled);
    const MonitorRules rules = *read_monitor_rules(as_bytes(bytes));
    EXPECT_EQ(rules.settings, a_monitor().settings);
}

TEST(RecordCodec, APageReadsBackAndItsVersionAlone) {
    const std::string bytes = encode(a_page());
    const PageView page = *read_page(as_bytes(bytes));
    EXPECT_EQ(page.custom_domain, "status.acme.com");
    EXPECT_EQ(page.theme, Theme::kDark);
    EXPECT_TRUE(page.noindex);
    EXPECT_FALSE(page.published);
    EXPECT_EQ(page.entry_count, 12U);
    EXPECT_EQ(encode(page), bytes);
    EXPECT_EQ(*read_page_version(as_bytes(bytes)), 70U);
}

TEST(RecordCodec, APageOfTheFirstVersionIsStillRead) {
    PageView page = a_page();
    page.embed_origins = {};
    std::string bytes = encode(page);
    bytes[0] = 1;
    bytes.resize(bytes.size() - 2);  // the empty text at the end
    const PageView read = *read_page(as_bytes(bytes));
    EXPECT_EQ(read.embed_origins, "");
    EXPECT_EQ(read.entry_count, 12U);
    EXPECT_EQ(encode(read), encode(page));
    EXPECT_EQ(*read_page_version(as_bytes(bytes)), 70U);
    bytes[0] = 3;
    EXPECT_EQ(read_page(as_bytes(bytes)).error().code, Errc::kUnsupported);
}

TEST(RecordCodec, EntriesAreCutIntoPiecesAndKeepTheirOrder) {
    std::vector<std::string> names;
    std::vector<EntryView> entries;
    for (int i = 0; i < 500; ++i) {
        names.push_back(std::string(static_cast<std::size_t>(i * 37 % 480), 'n'));
    }
    for (int i = 0; i < 500; ++i) {
        entries.push_back({.monitor = id_of<MonitorId>(i % 256),
                           .display_group = "g",
                           .display_name = names[static_cast<std::size_t>(i)],
                           .group_set = i % 2 == 0});
    }
    std::vector<EntryView> read;
    const auto pieces = encode_entries(entries);
    for (const std::string& piece : pieces) {
        EXPECT_LE(piece.size(), limits::kValueBytes);
        ASSERT_TRUE(read_entries(as_bytes(piece), read));
    }
    ASSERT_EQ(read.size(), entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        EXPECT_EQ(read[i].monitor, entries[i].monitor);
        EXPECT_EQ(read[i].display_name, entries[i].display_name);
        EXPECT_EQ(read[i].group_set, entries[i].group_set);
    }
    EXPECT_TRUE(encode_entries({}).empty());
    std::vector<EntryView> kept{entries[0]};
    EXPECT_FALSE(read_entries(as_bytes(pieces[0]).first(pieces[0].size() - 1), kept));
    EXPECT_EQ(kept.size(), 1U);
}

TEST(RecordCodec, RawResultsAndCertificatesReadBack) {
    CheckResult result;
    result.status = CheckStatus::kDegraded;
    result.status_code = 429;
    result.response_ms = -1;
    result.region = "eu";
    result.error = std::string(limits::kErrorText - 1, 'e') + "\xc3\xa9";
    const std::string bytes = encode_raw(result);
    const RawResultView view = *read_raw(as_bytes(bytes));
    EXPECT_EQ(view.status, CheckStatus::kDegraded);
    EXPECT_EQ(view.status_code, 429);
    EXPECT_EQ(view.response_ms, -1);
    EXPECT_EQ(view.region, "eu");
    EXPECT_EQ(view.error, std::string(limits::kErrorText - 1, 'e')) << "never half a character";
    const CertificateSeen seen{
        .expires_at = UnixSeconds(std::chrono::seconds(99)), .valid = true, .issuer = "CA"};
    const CertificateSeen again = *decode_certificate_seen(as_bytes(encode(seen)));
    EXPECT_EQ(again.expires_at, seen.expires_at);
    EXPECT_TRUE(again.valid);
    EXPECT_EQ(again.issuer, "CA");
}

TEST(RecordCodec, NamesAreTheWireNames) {
    EXPECT_EQ(name(MonitorType::kHeartbeat), "heartbeat");
    EXPECT_EQ(name(State::kNoData), "no_data");
    EXPECT_EQ(name(State::kPaused), "paused");
    EXPECT_EQ(name(Theme::kLight), "light");
    EXPECT_EQ(name(DomainState::kPendingDns), "pending_dns");
    for (const auto type : {MonitorType::kHttp,
                            MonitorType::kTcp,
                            MonitorType::kDns,
                            MonitorType::kPing,
                            MonitorType::kHeartbeat,
                            MonitorType::kManual}) {
        EXPECT_EQ(parse_monitor_type(name(type)), type);
    }
    for (const auto status : {CheckStatus::kUp, CheckStatus::kDegraded, CheckStatus::kDown}) {
        EXPECT_EQ(parse_check_status(name(status)), status);
    }
    EXPECT_EQ(parse_monitor_type("HTTP"), std::nullopt);
    EXPECT_EQ(parse_check_status("paused"), std::nullopt);
}

/// The error of reading `bytes` by each codec.
struct Codec {
    const char* name;
    std::string bytes;
    std::size_t enum_at;  ///< offset of an enumerator, 0: none
    Errc (*read)(Bytes);
};

template <auto Decode>
Errc error_of(Bytes bytes) {
    const auto value = Decode(bytes);
    return value ? Errc::kOk : value.error().code;
}

std::vector<Codec> codecs() {
    CheckResult result;
    result.error = "no route";
    return {
        {"project", encode(a_project()), 0, error_of<decode_project>},
        {"key", encode(a_key()), 17, error_of<decode_api_key>},
        {"monitor", encode(a_monitor()), 17, error_of<decode_monitor>},
        {"page", encode(a_page()), 0, error_of<read_page>},
        {"claim", encode(a_claim()), 33, error_of<decode_domain_claim>},
        {"raw", encode_raw(result), 1, error_of<read_raw>},
        {"certificate",
         encode(CertificateSeen{.issuer = "CA"}),
         0,
         error_of<decode_certificate_seen>},
    };
}

TEST(RecordCodec, DamagedBytesAreErrors) {
    for (const Codec& codec : codecs()) {
        SCOPED_TRACE(codec.name);
        EXPECT_EQ(codec.read(as_bytes(codec.bytes)), Errc::kOk);
        for (std::size_t size = 0; size < codec.bytes.size(); ++size) {
            EXPECT_EQ(codec.read(as_bytes(codec.bytes).first(size)), Errc::kTruncated) << size;
        }
        EXPECT_EQ(codec.read(as_bytes(codec.bytes + "x")), Errc::kMalformed);
        std::string foreign = codec.bytes;
        foreign[0] = 99;
        EXPECT_EQ(codec.read(as_bytes(foreign)), Errc::kUnsupported);
        if (codec.enum_at != 0) {
            foreign = codec.bytes;
            foreign[codec.enum_at] = 0x7f;
            EXPECT_EQ(codec.read(as_bytes(foreign)), Errc::kMalformed);
        }
    }
}

}  // namespace
}  // namespace ks::record
