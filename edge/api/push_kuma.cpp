// SPDX-License-Identifier: Apache-2.0
// GET or POST /api/push/<token>?status=up&msg=OK&ping=12: Uptime Kuma's push address. The token is
// a heartbeat monitor's. A pushed "down" is down at once and until the next push.
#include "core/base/limits.hpp"
#include "core/text/percent.hpp"
#include "core/text/utf8.hpp"
#include "edge/api/answers.hpp"
#include "edge/api/endpoints.hpp"
#include "edge/api/pushed_result.hpp"
#include "storage/store/readers.hpp"

#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

namespace ks::api {
namespace {

constexpr double kPingMax_ms = 1e11;

/// Its clients look at the status and at `ok`.
void answer_not_ok(Call& call, std::string_view sentence) {
    std::string body;
    text::JsonOut(body)
        .begin_object()
        .key("ok")
        .boolean(false)
        .key("msg")
        .string(sentence)
        .end_object();
    write_json(call.reply, 404, std::move(body));
}

/// False: no number of milliseconds. Empty is none.
bool read_response_time(const std::string& text, std::int32_t& response_ms) {
    if (text.empty()) {
        return true;
    }
    double millis = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), millis);
    // Written so that "nan" is refused.
    if (fault != std::errc() || end != text.data() + text.size() ||
        !(millis >= 0 && millis <= kPingMax_ms)) {
        return false;
    }
    response_ms = static_cast<std::int32_t>(
        std::min<double>(std::round(millis), std::numeric_limits<std::int32_t>::max()));
    return true;
}

Result<MonitorId> active_monitor(const Call& call) {
    return call.reader().read([&](const store::Snapshot& snapshot) -> Result<MonitorId> {
        KS_TRY(const auto id, store::monitor_by_token(snapshot, call.params[0]));
        KS_TRY(const auto face, store::monitor_face(snapshot, id));
        return face.enabled ? Result<MonitorId>(id) : Result<MonitorId>(Errc::kNotFound);
    });
}

}  // namespace

loop::Task<Problem> push_kuma(Call& call) {
    const auto id = active_monitor(call);
    if (!id && id.error().code != Errc::kNotFound) {
        co_return from_store(id.error());
    }
    if (!id) {
        answer_not_ok(call, "Monitor not found or not active.");
        co_return Problem{};
    }
    const std::string_view query = call.request.query;
    record::CheckResult result{.monitor = *id, .at = call.now_seconds()};
    if (!read_response_time(text::query_value(query, "ping").value_or(""), result.response_ms)) {
        answer_not_ok(call, "Invalid ping value. Must be between 0 and 100000000000 ms.");
        co_return Problem{};
    }
    if (text::query_value(query, "status").value_or("up") != "up") {
        result.status = record::CheckStatus::kDown;
        const std::string message = text::query_value(query, "msg").value_or("");
        if (text::is_utf8(message)) {
            result.error = text::utf8_prefix(message, limits::kErrorText);
        }
    }
    if (call.request.method != http::Method::kHead) {  // a link preview is no sign of life
        const Problem problem = co_await store_pushed(call, std::move(result));
        if (problem && problem.code != Errc::kNotFound) {
            co_return problem;
        }
        if (problem) {
            answer_not_ok(call, "Monitor not found or not active.");
            co_return Problem{};
        }
    }
    write_json(call.reply, 200, R"({"ok":true})");
    co_return Problem{};
}

}  // namespace ks::api
