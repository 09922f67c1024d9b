// SPDX-License-Identifier: Apache-2.0
// A body that depends on the page and the time alone: rendered once a page version and coding, then
// served out of the cache with its tag.
#pragma once

#include "edge/page/freshness_policy.hpp"
#include "edge/page/page_query.hpp"
#include "edge/page/visit.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace ks::page {

struct Body {
    std::string text;              ///< empty: 204
    std::int64_t valid_until = 0;  ///< Unix seconds, exclusive
    std::string policy;            ///< Content-Security-Policy; empty: content_policy({}, {})
    /// Unix seconds: when it looks different by itself; 0: at valid_until, or not soon where that
    /// is the end of an answer's age.
    std::int64_t next_change = 0;
};

/// Fails with kNotFound for what the page does not have, kInvalidValue for a query it does not
/// understand.
using Render = Result<Body> (*)(const store::Snapshot& snapshot,
                                const Visit& visit,
                                const record::PageView& page);

struct AnswerForm {
    /// What tells this answer from the page's other ones, such as its path; empty: the page itself.
    std::string_view variant;
    std::string_view content_type;
    bool open = false;    ///< scripts of any origin may read it, unless the page is private
    bool worded = false;  ///< in the reader's language, unless the page has its own
    bool keep = true;     ///< false: not cached, for what foreign words in the query make endless
    PageQuery query{};    ///< of the page itself
};

/// Checks refuse_hidden() itself before it renders. What a private page says is not kept.
[[nodiscard]] Result<void> answer_cached(const store::Snapshot& snapshot,
                                         const Visit& visit,
                                         const AnswerForm& form,
                                         Render render);

}  // namespace ks::page
