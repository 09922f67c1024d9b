// SPDX-License-Identifier: Apache-2.0
// Three monitors, and entries of pages in words.
#pragma once

#include "fixture.hpp"

#include <string>
#include <utility>

namespace ks::test {

class PagesApi : public ApiTest {
protected:
    PagesApi() : a_(add_monitor()), b_(add_monitor()), c_(add_monitor()) {}

    /// "id:group:name id:..." of the entries, ids as a, b, c.
    std::string entries(const Answer& answer) const {
        std::string out;
        for (int i = 0; answer.at("monitors." + std::to_string(i)) != "absent"; ++i) {
            const std::string entry = "monitors." + std::to_string(i) + ".";
            const std::string id = answer.at(entry + "monitorId");
            EXPECT_EQ(answer.at("monitorIds." + std::to_string(i)), id);
            out += (out.empty() ? "" : " ") +
                   std::string(id == a_   ? "a"
                               : id == b_ ? "b"
                               : id == c_ ? "c"
                                          : "?") +
                   ":" + answer.at(entry + "displayGroup") + ":" + answer.at(entry + "displayName");
        }
        return out;
    }

    /// `$a`, `$b`, `$c` become quoted ids.
    std::string fill(std::string text) const {
        for (const auto& [mark, id] :
             {std::pair{"$a", &a_}, std::pair{"$b", &b_}, std::pair{"$c", &c_}}) {
            for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
                text.replace(at, 2, "\"" + *id + "\"");
            }
        }
        return text;
    }

    std::string a_, b_, c_;
};

}  // namespace ks::test
