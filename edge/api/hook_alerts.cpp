// SPDX-License-Identifier: Apache-2.0
// POST /api/hooks/alertmanager/<token> and /api/hooks/grafana/<token>: what Alertmanager's and
// Grafana's webhooks send; Grafana's extra fields are ignored. Only what is not JSON is an error:
// a 5xx or a 4xx for one strange alert would keep the others from arriving.
#include "core/base/limits.hpp"
#include "core/text/utf8.hpp"
#include "edge/api/answers.hpp"
#include "edge/api/endpoints.hpp"
#include "edge/tls/digest.hpp"
#include "storage/store/readers.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace ks::api {
namespace {

constexpr std::size_t kAlertsMax = 2000;
/// Monitors that labels are compared with.
constexpr std::size_t kSearchMax = 5000;
constexpr std::size_t kTokenBytesMax = 128;

struct Rejected {
    std::size_t index;
    std::string_view error;
    std::string field;
};

std::string_view text_of(JsonValue object, std::string_view name) {
    const auto value = object.find(name);
    return value ? value->text().value_or("") : "";
}

/// A project's monitors by what a label may say: id, name, "group/name".
class MonitorNames {
public:
    [[nodiscard]] Result<void> read(const store::Snapshot& snapshot, ProjectId project) {
        KS_TRY(const auto ids, store::project_monitors(snapshot, project, MonitorId{}, kSearchMax));
        for (const MonitorId& id : ids) {
            KS_TRY(const auto face, store::monitor_face(snapshot, id));
            // A heartbeat's silence is a state of its own, which results of others would break.
            const bool takes = face.type != record::MonitorType::kHeartbeat;
            const Entry entry{.id = id, .takes_alerts = takes};
            by_name_.try_emplace(id.text(), entry);
            by_name_.try_emplace(std::string(face.name), entry);
            by_name_.try_emplace(std::string(face.display_group) + "/" + std::string(face.name),
                                 entry);
        }
        return {};
    }

    struct Entry {
        MonitorId id;
        bool takes_alerts;
    };

    [[nodiscard]] const Entry* find(std::string_view label) const {
        const auto found = by_name_.find(label);
        return found == by_name_.end() ? nullptr : &found->second;
    }

private:
    std::map<std::string, Entry, std::less<>> by_name_;
};

class AlertReader {
public:
    AlertReader(const record::Hook& hook, const MonitorNames& names, UnixSeconds now) noexcept
        : hook_(hook), names_(names), now_(now) {}

    void read(std::size_t index, JsonValue alert) {
        const auto labels = alert.find("labels");
        const std::string_view fingerprint = text_of(alert, "fingerprint");
        const auto starts_at = text::parse_iso(text_of(alert, "startsAt"));
        const std::string_view status = text_of(alert, "status");
        if (!labels || fingerprint.empty()) {
            reject(index, "invalid_value", labels ? "fingerprint" : "labels");
        } else if (!starts_at) {
            reject(index, "invalid_value", "startsAt");
        } else if (status != "firing" && status != "resolved") {
            reject(index, "invalid_value", "status");
        } else if (const auto* const monitor = find_monitor(index, *labels)) {
            const std::string id = hook_.id.text() + "\n" + std::string(fingerprint);
            record::AlertKey key{.monitor = monitor->id};
            std::ranges::copy_n(tls::sha256(id).begin(), key.alert.size(), key.alert.begin());
            alerts.emplace_back(key,
                                record::Alert{.hook = hook_.id,
                                              .firing = status == "firing",
                                              .status = severity(*labels),
                                              .starts_at = *starts_at,
                                              .seen_at = now_,
                                              .summary = summary(alert, *labels)});
        }
    }

    std::vector<std::pair<record::AlertKey, record::Alert>> alerts;
    std::vector<Rejected> rejected;

private:
    void reject(std::size_t index, std::string_view error, std::string field) {
        rejected.push_back({.index = index, .error = error, .field = std::move(field)});
    }

    const MonitorNames::Entry* find_monitor(std::size_t index, JsonValue labels) {
        for (const std::string_view label : {std::string_view(hook_.monitor_label),
                                             std::string_view("monitor"),
                                             std::string_view("component")}) {
            const std::string_view value = label.empty() ? label : text_of(labels, label);
            if (value.empty()) {
                continue;
            }
            const auto* const found = names_.find(value);
            if (found == nullptr || !found->takes_alerts) {
                reject(index,
                       found == nullptr ? "unknown_monitor" : "heartbeat_monitor",
                       "labels." + std::string(label));
                return nullptr;
            }
            return found;
        }
        reject(index, "unknown_monitor", "labels");
        return nullptr;
    }

    record::CheckStatus severity(JsonValue labels) const {
        const std::string_view value = text_of(labels, hook_.severity_label);
        return std::ranges::find(hook_.degraded_values, value) != hook_.degraded_values.end()
                   ? record::CheckStatus::kDegraded
                   : record::CheckStatus::kDown;
    }

    static std::string summary(JsonValue alert, JsonValue labels) {
        const auto annotations = alert.find("annotations");
        std::string_view said = annotations ? text_of(*annotations, "summary") : "";
        said = said.empty() ? text_of(labels, "alertname") : said;
        return std::string(text::utf8_prefix(said, limits::kErrorText));
    }

    const record::Hook& hook_;
    const MonitorNames& names_;
    UnixSeconds now_;
};

std::string report(std::size_t accepted, const std::vector<Rejected>& rejected) {
    std::string body;
    text::JsonOut out(body);
    out.begin_object().key("accepted").number(static_cast<std::int64_t>(accepted));
    out.key("rejected").begin_array();
    for (const Rejected& row : rejected) {
        out.begin_object().key("index").number(static_cast<std::int64_t>(row.index));
        out.key("error").string(row.error).key("field").string(row.field).end_object();
    }
    out.end_array().end_object();
    return body;
}

loop::Task<Problem> take_alerts(Call& call, record::HookKind kind) {
    const std::string_view token = call.params[0];
    const auto hook = call.reader().read([&](const store::Snapshot& snapshot) {
        return token.size() > kTokenBytesMax ? Result<record::Hook>(Errc::kNotFound)
                                             : store::hook_by_hash(snapshot, tls::sha256(token));
    });
    if (!hook || hook->kind != kind) {
        co_return hook ? plain(Errc::kNotFound) : from_store(hook.error());
    }
    JsonReader reader;
    std::optional<JsonValue> body;
    if (Problem problem = read_object(call, reader, body)) {
        co_return problem;
    }
    const auto list = body->find("alerts");
    if (!list || !list->is(JsonKind::kArray)) {
        co_return invalid("alerts", "must be an array of alerts");
    }
    const auto items = list->items();
    if (items.size() > kAlertsMax) {
        co_return invalid("alerts", "must have at most 2000 alerts; see Alertmanager's max_alerts");
    }
    MonitorNames names;
    const auto known = call.reader().read(
        [&](const store::Snapshot& snapshot) { return names.read(snapshot, hook->project); });
    if (!known) {
        co_return from_store(known.error());
    }
    AlertReader alerts(*hook, names, call.now_seconds());
    for (std::size_t i = 0; i < items.size(); ++i) {
        alerts.read(i, items[i]);
    }
    const std::size_t accepted = alerts.alerts.size();
    write::Command command =
        write::RecordAlerts{.now = call.now_seconds(), .alerts = std::move(alerts.alerts)};
    const write::Outcome outcome = co_await call.site.reactor.write(std::move(command));
    if (outcome.code != Errc::kOk) {
        co_return from_outcome(outcome);
    }
    write_json(call.reply, 200, report(accepted, alerts.rejected));
    co_return Problem{};
}

}  // namespace

loop::Task<Problem> alertmanager_hook(Call& call) {
    return take_alerts(call, record::HookKind::kAlertmanager);
}

loop::Task<Problem> grafana_hook(Call& call) {
    return take_alerts(call, record::HookKind::kGrafana);
}

}  // namespace ks::api
