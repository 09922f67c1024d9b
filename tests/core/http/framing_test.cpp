// SPDX-License-Identifier: Apache-2.0
#include "core/http/framing.hpp"

#include <gtest/gtest.h>

#include <initializer_list>

namespace ks::http {
namespace {

FieldsView fields_of(std::initializer_list<Field> list) {
    FieldsView fields;
    for (const Field& field : list) {
        fields.add(field.name, field.value);
    }
    return fields;
}

TEST(Framing, Lengths) {
    EXPECT_EQ(request_framing(fields_of({}), 1).value(), Framing{});
    EXPECT_EQ(request_framing(fields_of({{"Content-Length", "0"}}), 1).value(), Framing{});
    EXPECT_EQ(request_framing(fields_of({{"content-length", "17"}}), 0).value(),
              (Framing{BodyKind::kLength, 17}));
    EXPECT_EQ(request_framing(fields_of({{"Content-Length", "9999999999999999999"}}), 1).value(),
              (Framing{BodyKind::kLength, 9999999999999999999U}));
    EXPECT_EQ(request_framing(fields_of({{"Transfer-Encoding", "Chunked"}}), 1).value(),
              (Framing{BodyKind::kChunked, 0}));
}

TEST(Framing, AmbiguityIsRefused) {
    for (const auto& fields :
         {fields_of({{"Content-Length", "5"}, {"Transfer-Encoding", "chunked"}}),
          fields_of({{"Transfer-Encoding", "chunked"}, {"Content-Length", "0"}}),
          fields_of({{"Content-Length", "5"}, {"content-length", "5"}}),
          fields_of({{"Content-Length", "5,5"}}),
          fields_of({{"Content-Length", ""}}),
          fields_of({{"Content-Length", "+5"}}),
          fields_of({{"Content-Length", "5 "}}),
          fields_of({{"Content-Length", "5\t5"}}),
          fields_of({{"Content-Length", "1e3"}}),
          fields_of({{"Content-Length", "00000000000000000005"}}),
          fields_of({{"Transfer-Encoding", ""}}),
          fields_of({{"Transfer-Encoding", "identity"}}),
          fields_of({{"Transfer-Encoding", "gzip, chunked"}}),
          fields_of({{"Transfer-Encoding", "chunked, chunked"}}),
          fields_of({{"Transfer-Encoding", "chunked;q=1"}}),
          fields_of({{"Transfer-Encoding", "chunked"}, {"Transfer-Encoding", "chunked"}})}) {
        const auto framing = request_framing(fields, 1);
        ASSERT_FALSE(framing) << fields.all()[0].name << ": " << fields.all()[0].value;
        EXPECT_EQ(framing.error().code, Errc::kBadRequest);
    }
    EXPECT_FALSE(request_framing(fields_of({{"Transfer-Encoding", "chunked"}}), 0));
}

}  // namespace
}  // namespace ks::http
