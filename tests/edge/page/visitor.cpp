// SPDX-License-Identifier: Apache-2.0
#include "visitor.hpp"

#include "edge/page/page_routes.hpp"

#include <algorithm>

namespace ks::test {
namespace {

/// From the start tag that holds `at` to the end tag of the same name; ids never nest, and nor do
/// elements of these names in them.
std::string element_around(std::string_view html, std::size_t at) {
    const std::size_t start = html.rfind('<', at);
    const std::string_view name =
        html.substr(start + 1, html.find_first_of(" >", start) - start - 1);
    std::size_t depth = 0;
    std::size_t end = start;
    do {
        const std::size_t open = html.find("<" + std::string(name), end + 1);
        const std::size_t close = html.find("</" + std::string(name) + ">", end + 1);
        if (close == std::string_view::npos) {
            return std::string(html.substr(start, html.find('>', start) + 1 - start));
        }
        end = std::min(open, close);
        depth += open < close ? 1 : 0;
        if (close < open && depth-- == 0) {
            return std::string(html.substr(start, close + name.size() + 3 - start));
        }
    } while (true);
}

}  // namespace

std::string Shown::field(std::string_view name) const {
    const std::string start = "\r\n" + std::string(name) + ": ";
    const std::size_t at = head.find(start);
    return at == std::string::npos
               ? "absent"
               : head.substr(at + start.size(), head.find("\r\n", at + 2) - at - start.size());
}

Shown taken_apart(serve::Reply& reply) {
    if (reply.ready) {
        const std::string& bytes = reply.ready->bytes;
        EXPECT_EQ(bytes.substr(0, 9), "HTTP/1.1 ");
        EXPECT_EQ(bytes.substr(reply.ready->date_offset - 6, 6), "Date: ");
        EXPECT_EQ(bytes.substr(reply.ready->date_offset + 29, 2), "\r\n");
        EXPECT_EQ(bytes.substr(reply.ready->head_size - 4, 4), "\r\n\r\n");
        return {.status = static_cast<std::uint16_t>(std::stoi(bytes.substr(9, 3))),
                .head = bytes.substr(0, reply.ready->head_size),
                .body = bytes.substr(reply.ready->head_size),
                .ready = true};
    }
    Shown shown{.status = reply.status, .head = {}, .body = reply.body};
    for (const auto& [name, value] : reply.fields) {
        shown.head += "\r\n" + std::string(name) + ": " + value;
    }
    shown.head += "\r\n";
    return shown;
}

std::map<std::string, std::string> units(std::string_view html) {
    std::map<std::string, std::string> found;
    for (const std::string_view start : {" id=\"m-",
                                         " id=\"g-",
                                         " id=\"state\"",
                                         " id=\"age\"",
                                         " id=\"incidents\"",
                                         " id=\"maintenance\"",
                                         " id=\"recent\"",
                                         " id=\"icon\""}) {
        for (std::size_t at = html.find(start); at != std::string_view::npos;
             at = html.find(start, at + 1)) {
            const std::size_t id = at + 5;
            found[std::string(html.substr(id, html.find('"', id) - id))] = element_around(html, at);
        }
    }
    return found;
}

std::string main_attribute(std::string_view html, std::string_view name) {
    const std::size_t main = html.find("<main ");
    const std::string start = " " + std::string(name) + "=\"";
    const std::size_t at = html.find(start, main) + start.size();
    std::string value(html.substr(at, html.find('"', at) - at));
    for (std::size_t amp = value.find("&amp;"); amp != std::string::npos;
         amp = value.find("&amp;", amp + 1)) {
        value.replace(amp, 5, "&");
    }
    return value;
}

Shown PageTest::visit(page::PageCache& cache, const std::string& target, const Fields& fields) {
    http::FieldsView view;
    for (const auto& [name, value] : fields) {
        view.add(name, value);
    }
    const std::string_view all(target);
    const std::size_t query = std::min(all.find('?'), all.size());
    const serve::Request request{.method = http::Method::kGet,
                                 .path = all.substr(0, query),
                                 .query = all.substr(std::min(query + 1, all.size())),
                                 .host = "acme.example.com",
                                 .fields = view,
                                 .body = {},
                                 .peer = "127.0.0.1",
                                 .secure = true};
    serve::Reply reply;
    EXPECT_TRUE(page::serve_page(*site_, cache, *PageId::parse(page_), request, reply));
    return taken_apart(reply);
}

void PageTest::add_monitors(int count, const std::string& more) {
    for (int i = 0; i < count; ++i) {
        monitors_.push_back(add_monitor(R"({"name":"Service )" + std::to_string(i) +
                                        R"(","type":"manual","interval":60,"confirmations":1)" +
                                        more + "}"));
    }
}

void PageTest::post_result(const std::string& monitor, const std::string& status, int response_ms) {
    ASSERT_EQ(post("/api/monitors/" + monitor + "/results",
                   R"({"status":")" + status + R"(","responseTimeMs":)" +
                       std::to_string(response_ms) + "}")
                  .status,
              202);
}

void Visitor::load(const std::string& html) {
    units_ = test::units(html);
    refresh_ = main_attribute(html, "data-refresh");
    layout_ = main_attribute(html, "data-layout");
}

void Visitor::extend(const std::string& html) {
    units_.merge(test::units(html));
}

std::string Visitor::question() const {
    const auto rows = std::ranges::count_if(
        units_, [](const auto& unit) { return unit.first.starts_with("m-"); });
    return "/" + refresh_ + "&shown=" + std::to_string(rows);
}

bool Visitor::apply(const Shown& answer) {
    if (answer.status == 204) {
        return true;
    }
    EXPECT_EQ(answer.status, 200);
    if (main_attribute(answer.body, "data-layout") != layout_) {
        return false;
    }
    refresh_ = main_attribute(answer.body, "data-refresh");
    for (auto& [id, markup] : test::units(answer.body)) {
        if (const auto known = units_.find(id); known != units_.end()) {
            known->second = markup;
        }
    }
    return true;
}

}  // namespace ks::test
