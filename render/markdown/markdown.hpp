// SPDX-License-Identifier: Apache-2.0
// Messages and descriptions: CommonMark through md4c, with strikethrough and bare addresses as
// links. Whatever the text holds, nothing of it runs and nothing is fetched: raw HTML is text,
// images are their description, links go to http, https and mailto only.
#pragma once

#include "render/out/html.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace ks::markdown {

/// What is beyond is left out, at a whole character.
inline constexpr std::size_t kSourceMax = 32768;

/// Appends the text as blocks: p, ul, ol, blockquote, pre, hr, headings. All headings have
/// `heading_level` (2 to 6), so that a page's outline stays whole. Work and output are linear in
/// the source; deeper nesting than a reader could follow is flattened.
void html(out::Html& out, std::string_view source, int heading_level);

/// The same as plain text for feeds and mails: paragraphs between blank lines, "- " before items,
/// a link's address in brackets behind its text. Nothing is escaped.
[[nodiscard]] std::string plain_text(std::string_view source);

}  // namespace ks::markdown
