// SPDX-License-Identifier: Apache-2.0
// GET or POST /ping/<token>: a heartbeat. The token is the secret, so no key is asked for.
#include "edge/api/answers.hpp"
#include "edge/api/endpoints.hpp"
#include "edge/api/pushed_result.hpp"
#include "edge/api/result_in.hpp"
#include "storage/store/readers.hpp"

#include <utility>

namespace ks::api {

loop::Task<Problem> store_pushed(Call& call, record::CheckResult result) {
    write::RecordResults results{.project = std::nullopt, .now = result.at, .results = {}};
    results.results.push_back(std::move(result));
    write::Command command = std::move(results);
    const write::Outcome outcome = co_await call.site.reactor.write(std::move(command));
    if (outcome.code != Errc::kOk) {
        co_return from_outcome(outcome);
    }
    // Rejected: deleted between the caller's read and the write.
    co_return outcome.rejected.empty() ? Problem{} : plain(Errc::kNotFound);
}

loop::Task<Problem> ping(Call& call) {
    const auto id = call.reader().read([&](const store::Snapshot& snapshot) {
        return store::monitor_by_token(snapshot, call.params[0]);
    });
    if (!id) {
        co_return from_store(id.error());
    }
    if (call.request.method == http::Method::kHead) {
        write_json(call.reply, 200, R"({"ok":true})");  // a link preview is no sign of life
        co_return Problem{};
    }
    record::CheckResult result{.monitor = *id, .at = call.now_seconds()};
    // Any content type: curl -d says "form" whatever it sends.
    if (Problem problem = read_ping(call.request.body, result.response_ms)) {
        co_return problem;
    }
    if (Problem problem = co_await store_pushed(call, std::move(result))) {
        co_return problem;
    }
    write_json(call.reply, 200, R"({"ok":true})");
    co_return Problem{};
}

}  // namespace ks::api
