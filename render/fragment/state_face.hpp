// SPDX-License-Identifier: Apache-2.0
// How a state looks: its letter (class, icon and path), its word, its summary for a group.
#pragma once

#include "core/model/page_state.hpp"
#include "core/record/incident.hpp"
#include "core/record/monitor.hpp"
#include "render/out/html.hpp"
#include "render/view/words.hpp"

#include <string_view>

namespace ks::fragment {

/// `u g d m n p`.
[[nodiscard]] char letter(record::State state) noexcept;
[[nodiscard]] char letter(model::PageState state) noexcept;
[[nodiscard]] std::string_view word(record::State state, const view::Words& words) noexcept;

/// How an open or past incident looks.
[[nodiscard]] char letter(record::Impact impact) noexcept;
/// The overall state as the banner's title, in the page's language.
[[nodiscard]] std::string_view title(model::PageState state, const view::Words& words) noexcept;

/// `<svg class="i">` that shows the page's symbol of that letter.
void icon(out::Html& out, char letter);
/// The hidden sheet of symbols, once a page.
void symbols(out::Html& out);
/// `<link rel="icon" id="icon">`: the page's own, else the state's symbol in its colour.
void favicon(out::Html& out, model::PageState state, std::string_view own_url);

}  // namespace ks::fragment
