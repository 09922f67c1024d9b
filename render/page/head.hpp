// SPDX-License-Identifier: Apache-2.0
// The frame that every page shares: document head, header with logo and name, description.
#pragma once

#include "core/model/page_state.hpp"
#include "render/out/html.hpp"
#include "render/view/page_input.hpp"

#include <string_view>

namespace ks::page_html {

/// From the doctype to inside `<body>`, the symbol sheet included.
void head(out::Html& out, const view::PageFacts& facts, model::PageState state);
/// `header.wrap`: logo, name and link home.
void header(out::Html& out, const record::PageView& page);
/// `#about`: paragraphs of the page's description; nothing if it has none.
void about(out::Html& out, std::string_view description);

}  // namespace ks::page_html
