// SPDX-License-Identifier: Apache-2.0
// docs/configuration.md is printed from the rows. KS_UPDATE_DOCS=1 writes it anew.
#include "core/config/reference.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

namespace ks::config {
namespace {

TEST(ConfigReference, TheDocumentIsThatOfTheRows) {
    const std::string path = std::string(KS_SOURCE_DIR) + "/docs/configuration.md";
    const std::string wanted =
        "# Configuration\n\nTOML; every key is optional. Relative paths start from the file's "
        "folder. "
        "An unknown key, a wrong type or a value out of\nrange is an error that names key and "
        "line; "
        "all of them are reported at once.\n\n" +
        reference_markdown();
    if (std::getenv("KS_UPDATE_DOCS") != nullptr) {
        std::ofstream(path) << wanted;
    }
    std::ifstream in(path);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), wanted);
}

}  // namespace
}  // namespace ks::config
