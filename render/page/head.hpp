// SPDX-License-Identifier: Apache-2.0
// The frame that every page shares: document head, header with logo and name, description, the
// opening of main, footer.
#pragma once

#include "core/model/page_state.hpp"
#include "render/out/html.hpp"
#include "render/view/page_input.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace ks::page_html {

/// What a document says of itself; plain text.
struct HeadFacts {
    std::string_view title;                              ///< the page's name follows it
    std::string_view description;                        ///< for previews
    model::PageState state = model::PageState::kNoData;  ///< of the icon
    std::string_view path = "/";                         ///< under facts.origin
    bool article = false;                                ///< about one event
};

/// From the doctype into `<head>`: language, direction and theme, and what browsers must know
/// first.
void document_open(out::Html& out, const record::PageView& page, const view::Words& words);
/// From the doctype to inside `<body>`, the symbol sheet included.
void head(out::Html& out, const view::PageFacts& facts, const HeadFacts& head);
/// `<title>` alone, for a refresh; the page's name follows `title`.
void page_title(out::Html& out, const view::PageFacts& facts, std::string_view title);
/// `header.wrap`: logo, name and link home, navigation.
void header(out::Html& out, const record::PageView& page, const view::Words& words, bool front);
/// `#about`: the page's description; nothing if it has none.
void about(out::Html& out, std::string_view description);
/// `<main>` with what the script refreshes by.
void main_open(out::Html& out, const view::PageFacts& facts, std::uint64_t layout);
/// A hash that changes when only a reload helps; `order`: of what the page is made of.
[[nodiscard]] std::uint64_t layout_of(const view::PageFacts& facts, std::uint64_t order);
/// `footer.wrap` with feeds and notes, and the end of the document.
void footer(out::Html& out, const view::PageFacts& facts);

}  // namespace ks::page_html
