// SPDX-License-Identifier: Apache-2.0
// What a configuration file says, whatever its format: a flat list of keys and values with their
// lines.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ks::config {

/// A value that no option takes: a table, a date; `name` says which.
struct OtherKind {
    std::string_view name;
};

struct Value {
    std::variant<bool, std::int64_t, double, std::string, std::vector<Value>, OtherKind> data;
    std::uint32_t line = 0;  ///< from 1; 0: given on the command line
};

/// `path` joins the tables by dots and counts arrays of tables: "tls.certificates[0].chain". A
/// table without keys is an entry of its own, so that a misspelt empty section is noticed too.
struct Entry {
    std::string path;
    Value value;
};

}  // namespace ks::config
