// SPDX-License-Identifier: Apache-2.0
// Every vector gets its verdict, however its bytes are cut.
#include "tests/edge/http1/vectors.hpp"

#include "tests/edge/http1/wire.hpp"

#include <gtest/gtest.h>

namespace ks::http1::test {
namespace {

const std::vector<Vector>& all_vectors() {
    static const std::vector<Vector> kVectors =
        load_vectors(KS_SOURCE_DIR "/tests/edge/http1/vectors");
    return kVectors;
}

TEST(Vectors, GetTheirVerdictWhole) {
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.file + ": " + vector.name);
        Wire wire;
        wire.feed(vector.bytes);
        EXPECT_EQ(wire.verdict(), vector.expect);
        ASSERT_LE(vector.sees.size(), wire.requests().size());
        for (std::size_t i = 0; i < vector.sees.size(); ++i) {
            const SeenRequest& seen = wire.requests()[i];
            const std::string text = seen.method + " " + seen.target + " " + seen.host;
            EXPECT_EQ(seen.body.empty() ? text : text + " " + seen.body, vector.sees[i]);
        }
    }
}

TEST(Vectors, GetTheirVerdictCutInTwoAnywhere) {
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.file + ": " + vector.name);
        const std::string_view bytes = vector.bytes;
        Wire whole;
        whole.feed(bytes);
        // Long vectors consist of repeats: there only the ends and every 61st place are tried.
        const std::size_t stride = bytes.size() > 3000 ? 61 : 1;
        for (std::size_t at = 0; at <= bytes.size();
             at += (at < 200 || at + 200 > bytes.size()) ? 1 : stride) {
            Wire wire;
            wire.feed(bytes.substr(0, at));
            wire.feed(bytes.substr(at));
            ASSERT_EQ(wire.verdict(), vector.expect) << "cut at " << at;
            ASSERT_EQ(wire.requests(), whole.requests()) << "cut at " << at;
        }
    }
}

TEST(Vectors, GetTheirVerdictByteByByte) {
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.file + ": " + vector.name);
        Wire whole;
        whole.feed(vector.bytes);
        Wire wire;
        for (const char byte : vector.bytes) {
            wire.feed({&byte, 1});
        }
        EXPECT_EQ(wire.verdict(), vector.expect);
        EXPECT_EQ(wire.requests(), whole.requests());
    }
}

TEST(Vectors, AreAllThere) {
    EXPECT_GE(all_vectors().size(), 200U);
}

TEST(Vectors, NotationIsReadAsWritten) {
    EXPECT_EQ(unescape("a\\r\\n\\x41\\\\\\{2*b\\{2*c}}"), "a\r\nA\\bccbcc");
}

}  // namespace
}  // namespace ks::http1::test
