// SPDX-License-Identifier: Apache-2.0
// Lists: bare arrays, in order of creation, written piece by piece with a read scope each, so that
// neither memory nor a snapshot grows with the list. `?limit=N&after=<id>` cuts pages out of it.
#pragma once

#include "edge/api/call.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ks::api {

/// What a list consists of. Everything is called inside a read scope.
struct ListSource {
    /// At most `limit` ids after `after`, in order.
    std::function<Result<std::vector<RawId>>(
        const store::Snapshot&, RawId after, std::size_t limit)>
        ids;
    /// Whether an object belongs to the list; none: every one does.
    std::function<Result<bool>(const store::Snapshot&, RawId)> wanted;
    /// Appends one object; nothing for one that has gone meanwhile.
    std::function<Result<void>(const store::Snapshot&, RawId, std::string& out)> append;
    /// The wire form of an id, for the Link field.
    std::string (*id_text)(RawId);
    std::optional<RawId> (*parse_id)(std::string_view);
};

template <class AnyId>
[[nodiscard]] std::string id_text(RawId id) {
    return AnyId{id}.text();
}

template <class AnyId>
[[nodiscard]] std::optional<RawId> parse_id(std::string_view text) {
    const auto id = AnyId::parse(text);
    return id ? std::optional<RawId>(*id) : std::nullopt;
}

/// Answers with the list that the request's query asks for. Keeps the other query fields in the
/// Link.
[[nodiscard]] loop::Task<Problem> write_list(Call& call, ListSource source);

}  // namespace ks::api
