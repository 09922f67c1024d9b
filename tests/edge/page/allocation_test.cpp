// SPDX-License-Identifier: Apache-2.0
// A page out of the cache costs no heap allocation. A test program of its own: it counts every
// operator new.
#include "visitor.hpp"

#include "edge/page/page_routes.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

namespace {

std::size_t allocations = 0;

void* counted(std::size_t size) {
    ++allocations;
    if (void* const memory = std::malloc(size)) {
        return memory;
    }
    throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) {
    return counted(size);
}

void* operator new[](std::size_t size) {
    return counted(size);
}

void operator delete(void* memory) noexcept {
    std::free(memory);
}

void operator delete[](void* memory) noexcept {
    std::free(memory);
}

void operator delete(void* memory, std::size_t /*size*/) noexcept {
    std::free(memory);
}

void operator delete[](void* memory, std::size_t /*size*/) noexcept {
    std::free(memory);
}

namespace ks::test {
namespace {

class Allocation : public PageTest {};

TEST_F(Allocation, NoneForWhatIsCached) {
    add_monitors(30);
    std::string ids;
    for (const std::string& monitor : monitors_) {
        ids += (ids.empty() ? "\"" : ",\"") + monitor + "\"";
    }
    page_ = add_page(R"({"name":"Acme","slug":"acme","monitorIds":[)" + ids + "]}");
    const PageId id = *PageId::parse(page_);
    const std::string since = main_attribute(visit("/").body, "data-refresh").substr(1);
    http::FieldsView plain;
    plain.add("Accept-Encoding", "gzip, deflate, br");
    for (const std::string& query : {std::string(), std::string("after=25"), since}) {
        const serve::Request request{.method = http::Method::kGet,
                                     .path = "/",
                                     .query = query,
                                     .host = "acme.example.com",
                                     .fields = plain,
                                     .body = {},
                                     .peer = "127.0.0.1",
                                     .secure = true};
        serve::Reply first;
        ASSERT_TRUE(page::serve_page(*site_, cache_, id, request, first));
        ASSERT_TRUE(first.ready);
        const std::size_t before = allocations;
        {
            serve::Reply second;
            const bool served = page::serve_page(*site_, cache_, id, request, second);
            ASSERT_TRUE(served && second.ready == first.ready);
        }
        EXPECT_EQ(allocations, before) << query;
        EXPECT_GT(before, 0U);
    }
}

}  // namespace
}  // namespace ks::test
