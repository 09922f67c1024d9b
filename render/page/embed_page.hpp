// SPDX-License-Identifier: Apache-2.0
// The page in small, made to sit in a frame of another site: state, link, and the monitors if they
// are wanted. No script; it loads itself anew.
#pragma once

#include "core/record/status_page.hpp"
#include "render/view/public_page.hpp"

#include <string>
#include <string_view>

namespace ks::page_html {

struct EmbedLook {
    std::string_view style_path;
    record::Theme theme = record::Theme::kAuto;
    bool monitors = false;
};

void embed_page(std::string& to, const view::PublicPage& page, const EmbedLook& look);

}  // namespace ks::page_html
