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

std::string field_of(Errc code) {
    switch (code) {
        case Errc::kTooOld:
        case Errc::kInFuture:
            return "checkedAt";
        case Errc::kTooManyRegions:
            return "region";
        default:
            return {};
    }
}

/// Of a repeat too: the body is the same, so what is wrong with it and where its elements are is.
std::vector<Rejected> all_rejected(const Bulk& bulk, const write::Outcome& outcome) {
    std::vector<Rejected> rows;
    for (const BadElement& bad : bulk.bad) {
        rows.push_back({.index = bad.index, .code = bad.problem.code, .field = bad.problem.field});
    }
    for (const write::Rejection& rejection : outcome.rejected) {
        // Times keep their bare code here. A first answer by another version may have counted
        // otherwise.
        if (rejection.index < bulk.indices.size()) {
            rows.push_back({.index = bulk.indices[rejection.index],
                            .code = rejection.code,
                            .field = rejection.code == Errc::kTooManyRegions ? "region" : ""});
        }
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

void mark_replay(Call& call, const write::Outcome& outcome) {
    if (outcome.replay) {
        call.reply.set("Idempotency-Replayed", "true");
    }
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
    write::RecordResults results{
        .project = call.caller.project, .now = call.now_seconds(), .results = {}};
    if (Problem problem = read_object(call, reader, body)) {
        co_return problem;
    }
    if (Problem problem = read_idempotency(call, results.idempotency)) {
        co_return problem;
    }
    Problem problem;
    ObjectIn in(*body, problem);
    record::CheckResult result = read_result(in, call.now_seconds());
    if (problem) {
        co_return problem;
    }
    result.monitor = *id;
    results.results.push_back(std::move(result));
    write::Command command = std::move(results);
    const write::Outcome outcome = co_await call.site.reactor.write(std::move(command));
    if (outcome.code != Errc::kOk) {
        co_return from_outcome(outcome);
    }
    if (!outcome.rejected.empty()) {
        const Errc code = outcome.rejected.front().code;
        co_return Problem{.code = code == Errc::kUnknownMonitor ? Errc::kNotFound : code,
                          .field = field_of(code)};
    }
    write_json(call.reply, 202, R"({"accepted":1})");
    mark_replay(call, outcome);
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
    write::RecordResults results{.project = call.caller.project,
                                 .now = call.now_seconds(),
                                 .results = {},
                                 .keep_refusal = true};
    if (Problem problem = read_idempotency(call, results.idempotency)) {
        co_return problem;
    }
    Bulk bulk;
    if (media_type(call) == "application/x-ndjson") {
        read_lines(call.request.body, call.now_seconds(), bulk);
    } else if (Problem problem = read_array(call.request.body, call.now_seconds(), bulk)) {
        co_return problem;
    }
    write::Outcome outcome;
    if (!bulk.results.empty() || results.idempotency) {
        results.results = std::move(bulk.results);
        write::Command command = std::move(results);
        outcome = co_await call.site.reactor.write(std::move(command));
        if (outcome.code != Errc::kOk) {
            co_return from_outcome(outcome);
        }
    }
    write_json(call.reply, 200, report(outcome.accepted, all_rejected(bulk, outcome)));
    mark_replay(call, outcome);
    co_return Problem{};
}

}  // namespace ks::api
