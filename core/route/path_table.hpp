// SPDX-License-Identifier: Apache-2.0
// Method and path to row, "/status-pages/:id". A literal segment wins over a parameter whatever the
// order of the rows.
#pragma once

#include "core/http/method.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ks::route {

struct PathRow {
    http::Method method;
    std::string_view
        pattern;  ///< starts with '/'; a segment ":name" takes any one segment that is not empty
    std::uint16_t id;  ///< the caller's number of the row
};

inline constexpr std::size_t kPathParamsMax = 4;

struct PathMatch {
    enum class Kind : std::uint8_t { kFound, kNotFound, kMethodNotAllowed };

    Kind kind = Kind::kNotFound;
    std::uint16_t id = 0;  ///< with kFound
    std::array<std::string_view, kPathParamsMax>
        params{};              ///< in order; views into the path, still percent-encoded
    std::uint8_t allowed = 0;  ///< bit 1 << Method; for allow()
};

class PathTable {
public:
    /// REQUIRES: patterns outlive the table, no row twice.
    explicit PathTable(std::span<const PathRow> rows);

    /// `path` without a query. A GET row also answers HEAD.
    [[nodiscard]] PathMatch match(http::Method method, std::string_view path) const noexcept;

    /// Value of the Allow field for a match.
    [[nodiscard]] static std::string allow(const PathMatch& match);

private:
    struct Node {
        std::string_view segment;             ///< literal text; unused for parameters
        std::vector<std::uint16_t> children;  ///< nodes of literal segments
        std::uint16_t param_child = 0;        ///< 0: none
        std::uint8_t allowed = 0;
        std::array<std::uint16_t, 8> ids{};  ///< by method
    };

    std::uint16_t child_for(std::uint16_t node, std::string_view segment);
    bool walk(std::uint16_t node,
              std::string_view rest,
              std::size_t params,
              PathMatch& out) const noexcept;

    std::vector<Node> nodes_;
};

}  // namespace ks::route
