// SPDX-License-Identifier: Apache-2.0
// A body that depends on the page and the time alone: rendered once a page version and coding, then
// served out of the cache with its tag.
#pragma once

#include "edge/page/visit.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace ks::page {

/// How long a rendered answer is used at most: figures move on without a write.
inline constexpr std::int64_t kAnswerAgeMax_s = 10;

struct Body {
    std::string text;
    std::int64_t valid_until = 0;  ///< Unix seconds, exclusive
    std::string policy;            ///< Content-Security-Policy; empty: content_policy({}, {})
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
    bool open = false;  ///< scripts of any origin may read it, unless the page is private
    bool worded = false;  ///< in the reader's language, unless the page has its own
    bool keep = true;   ///< false: not cached, for what foreign words in the query make endless
};

/// Checks refuse_hidden() itself before it renders. What a private page says is not kept.
[[nodiscard]] Result<void> answer_cached(const store::Snapshot& snapshot,
                                         const Visit& visit,
                                         const AnswerForm& form,
                                         Render render);

}  // namespace ks::page
