// SPDX-License-Identifier: Apache-2.0
#include "render/page/embed_page.hpp"

#include "render/fragment/state_face.hpp"
#include "render/out/html.hpp"

namespace ks::page_html {

void embed_page(std::string& to, const view::PublicPage& page, const EmbedLook& look) {
    out::Html out(to);
    out.raw("<!doctype html>\n<html lang=\"en\"");
    if (look.theme != record::Theme::kAuto) {
        out.raw(" data-theme=\"").attribute(record::name(look.theme)).raw("\"");
    }
    out.raw(
        ">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n"
        "<meta name=\"robots\" content=\"noindex\">\n"
        "<meta http-equiv=\"refresh\" content=\"60\">\n<title>");
    out.text(model::title(page.state)).raw(" - ").text(page.name).raw("</title>\n");
    out.raw("<link rel=\"stylesheet\" href=\"").attribute(look.style_path);
    out.raw("\">\n</head>\n<body>\n");
    fragment::symbols(out);
    const char letter = fragment::letter(page.state);
    out.raw("<main class=\"wrap\">\n<div class=\"card event ");
    out.trusted(std::string_view(&letter, 1)).raw("\"><h3>");
    fragment::icon(out, letter);
    out.raw("<a href=\"").attribute(page.url);
    out.raw("\" target=\"_blank\" rel=\"noopener\">").text(page.name).raw("</a></h3>\n<p>");
    out.text(model::title(page.state)).raw("</p>\n");
    for (const view::IncidentEvent& event : page.open_incidents) {
        out.raw("<p><a href=\"").attribute(view::address(page, event));
        out.raw("\" target=\"_blank\" rel=\"noopener\">").text(event.incident.title);
        out.raw("</a></p>\n");
    }
    if (look.monitors) {
        out.raw("<ul>\n");
        for (const view::PublicMonitor& monitor : page.monitors) {
            const char shape = fragment::letter(monitor.state);
            out.raw("<li class=\"").trusted(std::string_view(&shape, 1)).raw("\">");
            fragment::icon(out, shape);
            out.raw(" ").text(monitor.name).raw(": ");
            out.text(fragment::word(monitor.state, view::kEnglish)).raw("</li>\n");
        }
        out.raw("</ul>\n");
    }
    out.raw("</div>\n</main>\n</body>\n</html>\n");
}

}  // namespace ks::page_html
