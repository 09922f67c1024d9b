// SPDX-License-Identifier: Apache-2.0
// Visits of a page without a connection, and a visitor who does what the page's script does with
// them.
#pragma once

#include "fixture.hpp"

#include "edge/page/page_cache.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ks::test {

/// A finished answer taken apart.
struct Shown {
    std::uint16_t status = 0;
    std::string head;
    std::string body;
    bool ready = false;

    [[nodiscard]] std::string field(std::string_view name) const;
};

[[nodiscard]] Shown taken_apart(serve::Reply& reply);

/// The units of a page: the markup of every element with an id that the server sends in a refresh,
/// by id.
[[nodiscard]] std::map<std::string, std::string> units(std::string_view html);
/// The value of an attribute of `main`, unescaped.
[[nodiscard]] std::string main_attribute(std::string_view html, std::string_view name);

class PageTest : public ApiTest {
protected:
    /// `target` may have a query.
    Shown visit(const std::string& target, const Fields& fields = {}) {
        return visit(cache_, target, fields);
    }

    Shown visit(page::PageCache& cache, const std::string& target, const Fields& fields = {});

    void add_monitors(int count, const std::string& more = {});
    void post_result(const std::string& monitor, const std::string& status, int response_ms = 50);

    page::PageCache cache_;
    std::vector<std::string> monitors_;
    std::string page_;
};

/// Shows what a browser with the script would show.
class Visitor {
public:
    explicit Visitor(const std::string& html) { load(html); }

    void load(const std::string& html);
    /// A further chunk.
    void extend(const std::string& html);
    /// The address to ask, with how many rows there are.
    [[nodiscard]] std::string question() const;
    /// False: the script would reload.
    [[nodiscard]] bool apply(const Shown& answer);

    [[nodiscard]] const std::map<std::string, std::string>& units() const { return units_; }

private:
    std::map<std::string, std::string> units_;
    std::string refresh_;
    std::string layout_;
};

}  // namespace ks::test
