// SPDX-License-Identifier: Apache-2.0
#include "render/page/error_page.hpp"

#include "render/fragment/state_face.hpp"
#include "render/out/html.hpp"
#include "render/out/safe_url.hpp"

namespace ks::page_html {

namespace {

const view::Notice& words_of(Notice notice, const view::Words& words) noexcept {
    switch (notice) {
        case Notice::kNoSuchPage:
            return words.no_such_page;
        case Notice::kNoSuchPath:
            return words.no_such_path;
        case Notice::kPrivate:
            return words.private_page;
        case Notice::kUnavailable:
            return words.unavailable;
        case Notice::kMoved:
            return words.moved;
        case Notice::kCnameTarget:
            break;
    }
    return words.cname_target;
}

/// Up to the end of the first paragraph's text.
void open_document(out::Html& out,
                   const view::Notice& said,
                   std::string_view style_path,
                   const view::Words& words) {
    out.raw(
        "<!doctype html>\n<html lang=\"");
    out.attribute(words.lang_tag).raw("\" dir=\"").attribute(words.direction);
    out.raw(
        "\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n"
        "<meta name=\"robots\" content=\"noindex\">\n<title>");
    out.text(said.title).raw("</title>\n<link rel=\"stylesheet\" href=\"").attribute(style_path);
    out.raw("\">\n");
    fragment::favicon(out, model::PageState::kNoData, {});
    out.raw("</head>\n<body>\n<main class=\"wrap alone\">\n<div class=\"card event n\"><h1>");
    out.text(said.title).raw("</h1>\n<p>").text(said.text);
}

void close_document(out::Html& out) {
    out.raw("</div>\n</main>\n</body>\n</html>\n");
}

}  // namespace

void notice_page(std::string& to,
                 Notice notice,
                 std::string_view style_path,
                 std::string_view target,
                 const view::Words& words) {
    const view::Notice& said = words_of(notice, words);
    out::Html out(to);
    open_document(out, said, style_path, words);
    if (notice == Notice::kMoved && out::safe_url(target, out::UrlUse::kLink)) {
        out.raw(" <a href=\"").attribute(target).raw("\">").text(target).raw("</a>.");
    }
    out.raw("</p>");
    if (notice == Notice::kCnameTarget && !target.empty()) {
        out.raw("\n<p><code>status.example.com. CNAME ").text(target).raw(".</code></p>");
    }
    if (notice == Notice::kNoSuchPath) {
        out.raw("\n<p><a href=\"/\">").text(words.to_the_page).raw("</a></p>");
    }
    close_document(out);
}

void sign_in_page(std::string& to,
                  SignInProblem problem,
                  std::string_view style_path,
                  std::string_view path,
                  const view::Words& words) {
    out::Html out(to);
    open_document(out, words.private_page, style_path, words);
    out.raw("</p>");
    if (problem != SignInProblem::kNone) {
        const bool wrong = problem == SignInProblem::kWrong;
        out.raw("\n<p role=\"alert\" id=\"problem\"><strong>");
        out.text(wrong ? words.wrong_password : words.too_many_attempts).raw("</strong></p>");
    }
    out.raw("\n<form method=\"post\" action=\"/sign-in\">\n<p><label for=\"password\">");
    out.text(words.password);
    out.raw(
        "</label><br><input type=\"password\" id=\"password\" name=\"password\" required autofocus "
        "autocomplete=\"current-password\"");
    if (problem != SignInProblem::kNone) {
        out.raw(" aria-describedby=\"problem\"");
    }
    out.raw("></p>\n<input type=\"hidden\" name=\"to\" value=\"").attribute(path);
    out.raw("\">\n<p><button class=\"btn\">").text(words.sign_in);
    out.raw("</button></p>\n</form>");
    close_document(out);
}

}  // namespace ks::page_html
