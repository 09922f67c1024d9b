// SPDX-License-Identifier: Apache-2.0
#include "core/route/path_table.hpp"

#include "core/base/assert.hpp"

namespace ks::route {
namespace {

constexpr std::size_t kMethods = 7;

constexpr std::uint8_t bit(http::Method method) noexcept {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(method));
}

/// Takes "/segment" off the front.
std::string_view take_segment(std::string_view& rest) noexcept {
    const std::size_t end = rest.find('/', 1);
    const std::string_view segment = rest.substr(1, end == std::string_view::npos ? end : end - 1);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end);
    return segment;
}

}  // namespace

PathTable::PathTable(std::span<const PathRow> rows) : nodes_(1) {
    for (const PathRow& row : rows) {
        KS_ASSERT(row.pattern.starts_with('/'));
        std::uint16_t node = 0;
        std::size_t params = 0;
        std::string_view rest = row.pattern;
        while (!rest.empty()) {
            const std::string_view segment = take_segment(rest);
            params += segment.starts_with(':') ? 1U : 0U;
            node = child_for(node, segment);
        }
        KS_ASSERT(params <= kPathParamsMax);
        Node& end = nodes_[node];
        KS_ASSERT((end.allowed & bit(row.method)) == 0);
        end.allowed |= bit(row.method);
        end.ids[static_cast<std::size_t>(row.method)] = row.id;
    }
    for (Node& node : nodes_) {
        if ((node.allowed & bit(http::Method::kGet)) != 0 &&
            (node.allowed & bit(http::Method::kHead)) == 0) {
            node.allowed |= bit(http::Method::kHead);
            node.ids[static_cast<std::size_t>(http::Method::kHead)] =
                node.ids[static_cast<std::size_t>(http::Method::kGet)];
        }
    }
}

std::uint16_t PathTable::child_for(std::uint16_t node, std::string_view segment) {
    const bool param = segment.starts_with(':');
    if (param && nodes_[node].param_child != 0) {
        return nodes_[node].param_child;
    }
    for (const std::uint16_t child : nodes_[node].children) {
        if (!param && nodes_[child].segment == segment) {
            return child;
        }
    }
    KS_ASSERT(nodes_.size() < 0xFFFF);
    const auto made = static_cast<std::uint16_t>(nodes_.size());
    nodes_.emplace_back().segment = segment;
    if (param) {
        nodes_[node].param_child = made;
    } else {
        nodes_[node].children.push_back(made);
    }
    return made;
}

/// Depth first, literal before parameter; as deep as the longest pattern. A dead end under a
/// literal falls back to the parameter beside it, so "/a/x/b" finds "/a/:id/b" although "/a/x"
/// exists.
bool PathTable::walk(std::uint16_t node,
                     std::string_view rest,
                     std::size_t params,
                     PathMatch& out) const noexcept {
    if (rest.empty()) {
        out.allowed = nodes_[node].allowed;
        out.id = node;
        return out.allowed != 0;
    }
    const std::string_view segment = take_segment(rest);
    for (const std::uint16_t child : nodes_[node].children) {
        if (nodes_[child].segment == segment) {
            if (walk(child, rest, params, out)) {
                return true;
            }
            break;
        }
    }
    const std::uint16_t child = nodes_[node].param_child;
    if (child == 0 || segment.empty()) {
        return false;
    }
    out.params[params] = segment;
    if (walk(child, rest, params + 1, out)) {
        return true;
    }
    out.params[params] = {};
    return false;
}

PathMatch PathTable::match(http::Method method, std::string_view path) const noexcept {
    PathMatch out;
    if (!path.starts_with('/') || !walk(0, path, 0, out)) {
        return {};
    }
    if ((out.allowed & bit(method)) == 0) {
        out.kind = PathMatch::Kind::kMethodNotAllowed;
        out.id = 0;
        return out;
    }
    out.kind = PathMatch::Kind::kFound;
    out.id = nodes_[out.id].ids[static_cast<std::size_t>(method)];
    return out;
}

std::string PathTable::allow(const PathMatch& match) {
    std::string text;
    for (std::size_t i = 0; i < kMethods; ++i) {
        const auto method = static_cast<http::Method>(i);
        if ((match.allowed & bit(method)) != 0) {
            text.append(text.empty() ? "" : ", ").append(http::name(method));
        }
    }
    return text;
}

}  // namespace ks::route
