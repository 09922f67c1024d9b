// SPDX-License-Identifier: Apache-2.0
#include "edge/api/monitor_out.hpp"

#include "edge/api/answers.hpp"

namespace ks::api {
namespace {

using record::Monitor;

void append_statuses(text::JsonOut& out, const std::vector<record::StatusRange>& ranges) {
    const auto one = [&out](const record::StatusRange& range) {
        if (range.low == range.high) {
            out.number(range.low);
        } else {
            out.string(std::to_string(range.low) + "-" + std::to_string(range.high));
        }
    };
    out.key("expectedStatus");
    if (ranges.size() == 1) {
        one(ranges.front());
        return;
    }
    out.begin_array();
    for (const record::StatusRange& range : ranges) {
        one(range);
    }
    out.end_array();
}

void append_http(text::JsonOut& out, const record::HttpOptions& http) {
    out.key("method").string(http.method).key("headers").begin_object();
    for (const auto& [name, value] : http.headers) {
        out.key(name).string(value);
    }
    out.end_object();
    text_field(out, "body", http.body);
    append_statuses(out, http.expected_status);
    text_field(out, "bodyContains", http.body_contains);
    out.key("followRedirects")
        .boolean(http.follow_redirects)
        .key("verifyTls")
        .boolean(http.verify_tls);
    out.key("certificateExpiryDays").number(http.certificate_expiry_days);
}

void append_target(text::JsonOut& out, const Monitor& monitor) {
    const record::MonitorTypeInfo& type = record::info(monitor.type);
    const bool is_url = type.target == record::TargetKind::kUrl;
    text_field(out, "url", is_url ? monitor.target : std::string());
    text_field(out, "host", is_url ? std::string() : monitor.target);
    text_field(out, "target", monitor.target);
    out.key("port");
    monitor.port == 0 ? out.null() : out.number(monitor.port);
    if (type.http_options) {
        append_http(out, monitor.http);
    }
}

void append_settings_fields(text::JsonOut& out, const Monitor& monitor) {
    const record::Settings& now = monitor.now();
    const bool heartbeat = record::info(monitor.type).heartbeat;
    for (const std::string_view name : {"interval", "intervalSeconds", "interval_seconds"}) {
        out.key(name).number(now.interval_s);
    }
    for (const std::string_view name : {"timeoutMs", "timeout_ms"}) {
        out.key(name);
        heartbeat ? out.null() : out.number(now.timeout_ms);
    }
    out.key("timeout");
    heartbeat ? out.null() : out.number(now.timeout_ms / 1000.0);
    for (const std::string_view name : {"grace", "graceSeconds"}) {
        out.key(name);
        heartbeat ? out.number(now.grace_s) : out.null();
    }
    out.key("confirmations").number(now.confirmations).key("enabled").boolean(now.enabled);
    out.key("regions").begin_array();
    for (const std::string& region : monitor.regions) {
        out.string(region);
    }
    out.end_array().key("degradedAbove");
    monitor.degraded_above_ms == 0 ? out.null() : out.number(monitor.degraded_above_ms);
}

std::string_view certificate_word(const record::CertificateSeen& seen,
                                  std::int64_t days,
                                  const Monitor& monitor) noexcept {
    if (days < 0) {
        return "expired";
    }
    if (!seen.valid) {
        return "invalid";
    }
    return days <= monitor.http.certificate_expiry_days ? "expiring" : "valid";
}

void append_certificate(text::JsonOut& out, const Monitor& monitor, const MonitorFigures& figures) {
    if (!figures.certificate) {
        for (const std::string_view name : {"certStatus",
                                            "cert_expires_at",
                                            "cert_days_remaining",
                                            "cert_valid",
                                            "cert_issuer"}) {
            out.key(name).null();
        }
    } else {
        const record::CertificateSeen& seen = *figures.certificate;
        const std::int64_t left_s = seen.expires_at.time_since_epoch().count() - figures.now;
        const std::int64_t days = left_s < 0 ? -1 : left_s / 86400;
        out.key("certStatus").string(certificate_word(seen, days, monitor));
        seconds_field(out, "cert_expires_at", seen.expires_at.time_since_epoch().count());
        out.key("cert_days_remaining").number(days < 0 ? 0 : days);
        out.key("cert_valid").boolean(seen.valid && days >= 0);
        text_field(out, "cert_issuer", seen.issuer);
    }
    // Nothing looks at registrations yet; clients of the older interface expect the names.
    out.key("domain_expires_at").null().key("domain_days_remaining").null();
}

void append_figures(text::JsonOut& out, const Monitor& monitor, const MonitorFigures& figures) {
    out.key("status").string(record::name(figures.state));
    seconds_field(out, "lastCheckedAt", figures.last_checked);
    percent_field(out, "uptimePercent", figures.per_myriad);
    append_certificate(out, monitor, figures);
    out.key("recentResults").begin_array();
    std::string row;
    for (const store::RawRow& result : figures.recent) {
        row.clear();
        append_result(row, result);
        out.raw(row);
    }
    out.end_array();
}

}  // namespace

Result<Zone> project_zone(const store::Snapshot& snapshot, ProjectId id) {
    KS_TRY(const auto project, store::project(snapshot, id));
    return Zone::find(project.timezone).value_or(Zone());
}

Result<record::State> read_state(const store::Snapshot& snapshot,
                                 MonitorId id,
                                 const Zone& zone,
                                 UnixSeconds now) {
    KS_TRY(const auto face, store::monitor_face(snapshot, id));
    if (!face.enabled) {
        return record::State::kPaused;
    }
    KS_TRY(const auto history, store::history(snapshot, id));
    model::UptimeNow uptime;
    model::uptime_at(uptime, history, now.time_since_epoch().count(), zone);
    return uptime.state;
}

Result<MonitorFigures> read_figures(const store::Snapshot& snapshot,
                                    const Monitor& monitor,
                                    const Zone& zone,
                                    UnixSeconds now) {
    KS_TRY(const auto history, store::history(snapshot, monitor.id));
    model::UptimeNow uptime;
    model::uptime_at(uptime, history, now.time_since_epoch().count(), zone);
    MonitorFigures figures{.state = monitor.now().enabled ? uptime.state : record::State::kPaused,
                           .last_checked = history.last_checked(),
                           .per_myriad = uptime.per_myriad(),
                           .now = now.time_since_epoch().count()};
    if (record::info(monitor.type).http_options) {
        KS_TRY(figures.certificate, store::certificate_seen(snapshot, monitor.id));
    }
    if (history.last_checked() != 0) {
        const UnixSeconds end(std::chrono::seconds(history.last_checked() + 1));
        KS_TRY(figures.recent,
               store::raw_results(snapshot, monitor.id, UnixSeconds(), end, kRecentResults));
    }
    return figures;
}

void append_monitor(std::string& to,
                    const Monitor& monitor,
                    const MonitorFigures& figures,
                    const serve::SiteFacts& facts) {
    text::JsonOut out(to);
    out.begin_object();
    out.key("id").string(monitor.id.text()).key("projectId").string(monitor.project.text());
    out.key("name").string(monitor.name).key("type").string(record::name(monitor.type));
    append_target(out, monitor);
    append_settings_fields(out, monitor);
    text_field(out, "displayGroup", monitor.display_group);
    append_figures(out, monitor, figures);
    const bool heartbeat = record::info(monitor.type).heartbeat;
    text_field(
        out,
        "pingUrl",
        heartbeat ? facts.https_origin("app." + facts.base_domain) + "/ping/" + monitor.token : "");
    text_field(out, "heartbeat_token", monitor.token);
    time_field(out, "createdAt", monitor.created_at);
    time_field(out, "created_at", monitor.created_at);
    time_field(out, "updatedAt", monitor.updated_at);
    out.end_object();
}

void append_result(std::string& to, const store::RawRow& row) {
    text::JsonOut out(to);
    out.begin_object();
    seconds_field(out, "checkedAt", row.at.time_since_epoch().count());
    out.key("status").string(record::name(row.result.status)).key("responseTimeMs");
    row.result.response_ms < 0 ? out.null() : out.number(row.result.response_ms);
    out.key("statusCode");
    row.result.status_code == 0 ? out.null() : out.number(row.result.status_code);
    out.key("region").string(row.result.region);
    text_field(out, "error", row.result.error);
    out.end_object();
}

}  // namespace ks::api
