// SPDX-License-Identifier: Apache-2.0
// Reads the vector files; their notation is explained at the top of vectors/request_line.txt.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ks::http1::test {

struct Vector {
    std::string file;
    std::string name;
    std::string expect;
    std::vector<std::string> sees;
    std::string bytes;
};

/// Every vector of every file of the folder, by file name. Throws std::runtime_error for a
/// malformed file.
[[nodiscard]] std::vector<Vector> load_vectors(const std::string& folder);

/// "\r\n", "\x41" and "\{3*ab}" written out.
[[nodiscard]] std::string unescape(std::string_view text);

}  // namespace ks::http1::test
