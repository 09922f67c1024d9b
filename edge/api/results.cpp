// SPDX-License-Identifier: Apache-2.0
// POST /monitors/:id/results and POST /results. The answer is sent once the results are on disk.
#include "edge/api/answers.hpp"
#include "edge/api/endpoints.hpp"
#include "edge/api/result_in.hpp"
#include "storage/store/readers.hpp"

#include <algorithm>
#include <utility>

namespace ks::api {
namespace {

/// One rejected element as the report shows it: the machine code, and the field at fault where
/// there is one.
struct Rejected {
    std::uint32_t index;
    Errc code;
    std::string field;
};

std::vector<Rejected> all_rejected(const Bulk& bulk, const write::Outcome& outcome) {
    std::vector<Rejected> rows;
    for (const BadElement& bad : bulk.bad) {
        rows.push_back({.index = bad.index, .code = bad.problem.code, .field = bad.problem.field});
    }
    for (const write::Rejection& rejection : outcome.rejected) {
        rows.push_back(
            {.index = bulk.indices[rejection.index], .code = rejection.code, .field = {}});
    }
    std::ranges::sort(rows, {}, &Rejected::index);
    return rows;
}

std::string report(std::uint32_t accepted, const std::vector<Rejected>& rejected) {
    std::string body;
    text::JsonOut out(body);
    out.begin_object().key("accepted").number(accepted).key("rejected").begin_array();
    for (const Rejected& row : rejected) {
        out.begin_object().key("index").number(row.index).key("error").string(info(row.code).name);
        if (!row.field.empty()) {
            out.key("field").string(row.field);
        }
        out.end_object();
    }
    out.end_array().end_object();
    return body;
}

}  // namespace

loop::Task<Problem> post_result(Call& call) {
    const auto id = MonitorId::parse(call.params[0]);
    if (!id) {
        co_return plain(Errc::kNotFound);
    }
    const auto face = call.reader().read([&](const store::Snapshot& snapshot) -> Result<ProjectId> {
        KS_TRY(const auto monitor, store::monitor_face(snapshot, *id));
        return monitor.project;
    });
    if (!face || *face != call.caller.project) {
        co_return face ? plain(Errc::kNotFound) : from_store(face.error());
    }
    JsonReader reader;
    std::optional<JsonValue> body;
    if (Problem problem = read_object(call, reader, body)) {
        co_return problem;
    }
    Problem problem;
    ObjectIn in(*body, problem);
    record::CheckResult result = read_result(in, call.now_seconds());
    if (problem) {
        co_return problem;
    }
    result.monitor = *id;
    write::RecordResults results{
        .project = call.caller.project, .now = call.now_seconds(), .results = {}};
    results.results.push_back(std::move(result));
    write::Command command = std::move(results);
    const write::Outcome outcome = co_await call.site.reactor.write(std::move(command));
    if (outcome.code != Errc::kOk) {
        co_return from_outcome(outcome);
    }
    if (!outcome.rejected.empty()) {
        const Errc code = outcome.rejected.front().code;
        const bool time = code == Errc::kTooOld || code == Errc::kInFuture;
        co_return Problem{.code = code == Errc::kUnknownMonitor ? Errc::kNotFound : code,
                          .field = time ? "checkedAt" : ""};
    }
    write_json(call.reply, 202, R"({"accepted":1})");
    co_return Problem{};
}

loop::Task<Problem> post_results(Call& call) {
    if (call.request.body.empty()) {
        co_return Problem{.code = Errc::kMalformedJson,
                          .text = "The body is empty; send results as a JSON array or NDJSON."};
    }
    if (Problem problem = check_content_type(call, BodyType::kJsonOrLines)) {
        co_return problem;
    }
    Bulk bulk;
    if (media_type(call) == "application/x-ndjson") {
        read_lines(call.request.body, call.now_seconds(), bulk);
    } else if (Problem problem = read_array(call.request.body, call.now_seconds(), bulk)) {
        co_return problem;
    }
    write::Outcome outcome;
    if (!bulk.results.empty()) {
        write::Command command = write::RecordResults{.project = call.caller.project,
                                                      .now = call.now_seconds(),
                                                      .results = std::move(bulk.results)};
        outcome = co_await call.site.reactor.write(std::move(command));
        if (outcome.code != Errc::kOk) {
            co_return from_outcome(outcome);
        }
    }
    write_json(call.reply, 200, report(outcome.accepted, all_rejected(bulk, outcome)));
    co_return Problem{};
}

}  // namespace ks::api
