// SPDX-License-Identifier: Apache-2.0
#include "edge/api/paging.hpp"

#include "core/text/percent.hpp"
#include "edge/api/answers.hpp"
#include "edge/api/query.hpp"

#include <algorithm>
#include <utility>

namespace ks::api {
namespace {

constexpr std::int64_t kLimitMax = 1000;
/// Objects in one read scope: some tens of kilobytes of JSON, well under a millisecond.
constexpr std::size_t kSlice = 32;
/// Ids looked at in one read scope while filtering.
constexpr std::size_t kScanSlice = 1000;

/// A whole list, or the given ids of one.
class ListStream {
public:
    ListStream(store::Reader& reader, ListSource source, RawId after)
        : reader_(reader), source_(std::move(source)), after_(after) {}

    ListStream(store::Reader& reader, ListSource source, std::vector<RawId> ids)
        : reader_(reader), source_(std::move(source)), ids_(std::move(ids)) {}

    Result<bool> operator()(std::string& out) {
        out.append(opened_ ? "" : "[");
        opened_ = true;
        KS_TRY(const bool more,
               reader_.read([&](const store::Snapshot& snapshot) { return slice(snapshot, out); }));
        out.append(more ? "" : "]");
        return more;
    }

private:
    Result<bool> slice(const store::Snapshot& snapshot, std::string& out) {
        std::vector<RawId> ids;
        if (ids_) {
            const std::size_t count = std::min(kSlice, ids_->size() - next_);
            const auto from = ids_->begin() + static_cast<std::ptrdiff_t>(next_);
            ids.assign(from, from + static_cast<std::ptrdiff_t>(count));
            next_ += count;
        } else {
            KS_TRY(ids, source_.ids(snapshot, after_, kSlice));
        }
        for (const RawId id : ids) {
            KS_CHECK(item(snapshot, id, out));
            after_ = id;
        }
        return ids.size() == kSlice;
    }

    Result<void> item(const store::Snapshot& snapshot, RawId id, std::string& out) {
        if (!ids_ && source_.wanted) {
            KS_TRY(const bool wanted, source_.wanted(snapshot, id));
            if (!wanted) {
                return {};
            }
        }
        const std::size_t before = out.size();
        out.append(first_ ? "" : ",");
        const std::size_t start = out.size();
        KS_CHECK(source_.append(snapshot, id, out));
        if (out.size() == start) {
            out.resize(before);
        } else {
            first_ = false;
        }
        return {};
    }

    store::Reader& reader_;
    ListSource source_;
    RawId after_{};
    std::optional<std::vector<RawId>> ids_;
    std::size_t next_ = 0;
    bool opened_ = false;
    bool first_ = true;
};

/// Appends the wanted ones of the next kScanSlice ids to `found`, at most `limit` in all; false at
/// the list's end.
Result<bool> scan(const store::Snapshot& snapshot,
                  const ListSource& source,
                  RawId& after,
                  std::vector<RawId>& found,
                  std::size_t limit) {
    const std::size_t count = source.wanted ? kScanSlice : limit;
    KS_TRY(const auto ids, source.ids(snapshot, after, count));
    for (const RawId id : ids) {
        after = id;
        bool wanted = true;
        if (source.wanted) {
            KS_TRY(wanted, source.wanted(snapshot, id));
        }
        if (wanted) {
            found.push_back(id);
        }
        if (found.size() == limit) {
            return false;
        }
    }
    return ids.size() == count;
}

std::string next_link(const Call& call, std::string_view last) {
    std::string url = api_origin(call);
    url.append(call.request.path).append("?");
    const std::string others = without_field(call.request.query, "after");
    url.append(others).append(others.empty() ? "" : "&").append("after=").append(last);
    return "<" + url + ">; rel=\"next\"";
}

}  // namespace

loop::Task<Problem> write_list(Call& call, ListSource source) {
    RawId after{};
    if (const auto text = text::query_value(call.request.query, "after")) {
        const auto id = source.parse_id(*text);
        if (!id) {
            co_return invalid("after", "must be the id of the last object seen");
        }
        after = *id;
    }
    std::int64_t limit = 0;
    if (Problem problem =
            query_number(call.request.query, "limit", {.min = 1, .max = kLimitMax}, limit)) {
        co_return problem;
    }
    write_json(call.reply, 200, "");
    if (limit == 0) {
        call.reply.stream = ListStream(call.reader(), std::move(source), after);
        co_return Problem{};
    }
    std::vector<RawId> found;
    const auto wanted = static_cast<std::size_t>(limit);
    for (bool more = true; more;) {
        const auto scanned = call.reader().read([&](const store::Snapshot& snapshot) {
            return scan(snapshot, source, after, found, wanted + 1);
        });
        if (!scanned) {
            co_return from_store(scanned.error());
        }
        more = *scanned;
        if (more) {
            // A filter that matches little walks through the whole project: let others run in
            // between.
            co_await call.site.reactor.yield();
        }
    }
    if (found.size() > wanted) {
        found.resize(wanted);
        call.reply.set("Link", next_link(call, source.id_text(found.back())));
    }
    call.reply.stream = ListStream(call.reader(), std::move(source), std::move(found));
    co_return Problem{};
}

}  // namespace ks::api
