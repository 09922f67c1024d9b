// SPDX-License-Identifier: Apache-2.0
#include "render/page/subscribe_page.hpp"

#include "render/fragment/state_face.hpp"
#include "render/out/html.hpp"
#include "render/page/head.hpp"

namespace ks::page_html {

namespace {

/// From the doctype to the open card.
void open(out::Html& out, const SubscribeFrame& frame, std::string_view title) {
    document_open(out, frame.page, frame.words);
    out.raw("<meta name=\"robots\" content=\"noindex\">\n<title>");
    out.phrase(title, {frame.page.name}).raw("</title>\n<link rel=\"stylesheet\" href=\"");
    out.attribute(frame.style_path).raw("\">\n");
    fragment::favicon(out, model::PageState::kNoData, frame.page.favicon_url);
    out.raw("</head>\n<body>\n");
    header(out, frame.page, frame.words, false);
    out.raw("<main class=\"wrap\">\n<div class=\"card event n form\"><h2>");
    out.phrase(title, {frame.page.name}).raw("</h2>\n");
}

void close(out::Html& out, const SubscribeFrame& frame) {
    out.raw("<p><a href=\"/\">").text(frame.words.to_the_page);
    out.raw("</a></p></div>\n</main>\n</body>\n</html>\n");
}

void choices_list(out::Html& out, const view::Words& words, std::span<const Choice> choices) {
    if (choices.empty()) {
        return;
    }
    bool any = false;
    for (const Choice& choice : choices) {
        any = any || choice.chosen;
    }
    out.raw("<details").raw(any ? out::Literal(" open") : out::Literal(""));
    out.raw("><summary>").text(words.whole_page).raw("</summary>\n<fieldset><legend>");
    out.text(words.choose_monitors).raw("</legend>\n");
    for (const Choice& choice : choices) {
        out.raw("<label><input type=\"checkbox\" name=\"monitor\" value=\"");
        out.attribute(choice.id.text()).raw("\"");
        out.raw(choice.chosen ? out::Literal(" checked> ") : out::Literal("> "));
        out.text(choice.name).raw("</label>\n");
    }
    out.raw("</fieldset></details>\n");
}

void trap(out::Html& out, const view::Words& words) {
    out.raw("<label hidden>").text(words.leave_empty).raw("<input name=\"").attribute(kTrapField);
    out.raw("\" tabindex=\"-1\" autocomplete=\"off\"></label>\n");
}

void button(out::Html& out, std::string_view words) {
    out.raw("<button class=\"btn\">").text(words).raw("</button>");
}

const view::Notice& words_of(SubscribeSaid said, const view::Words& words) noexcept {
    switch (said) {
        case SubscribeSaid::kAsked:
            return words.said_asked;
        case SubscribeSaid::kConfirmed:
            return words.said_confirmed;
        case SubscribeSaid::kSaved:
            return words.said_saved;
        case SubscribeSaid::kRemoved:
            return words.said_removed;
        case SubscribeSaid::kInvalid:
            return words.said_invalid;
        case SubscribeSaid::kBusy:
            return words.said_busy;
        case SubscribeSaid::kGone:
            break;
    }
    return words.said_gone;
}

}  // namespace

void subscribe_form(std::string& to,
                    const SubscribeFrame& frame,
                    std::span<const Choice> choices,
                    bool has_mail) {
    const view::Words& words = frame.words;
    out::Html out(to);
    open(out, frame, words.subscribe_page.title);
    out.raw("<p>").text(words.subscribe_page.text).raw("</p>\n");
    if (has_mail) {
        out.raw("<form method=\"post\" action=\"/subscribe\">\n<label>").text(words.by_email);
        out.raw(
            "<input type=\"email\" name=\"email\" required maxlength=\"254\" "
            "autocomplete=\"email\"></label>\n");
        choices_list(out, words, choices);
        trap(out, words);
        button(out, words.by_email_send);
        out.raw("</form>\n");
    } else {
        out.raw("<p>").text(words.no_email).raw("</p>\n");
    }
    out.raw("<h3>").text(words.by_webhook).raw("</h3>\n<p>").text(words.by_webhook_hint);
    out.raw("</p>\n<form method=\"post\" action=\"/subscribe\">\n<label>")
        .text(words.webhook_address);
    out.raw("<input type=\"url\" name=\"url\" required maxlength=\"1024\"></label>\n");
    choices_list(out, words, choices);
    trap(out, words);
    button(out, words.by_webhook_send);
    out.raw("</form>\n");
    close(out, frame);
}

void confirm_form(std::string& to, const SubscribeFrame& frame) {
    out::Html out(to);
    open(out, frame, frame.words.confirm_page.title);
    out.raw("<p>").text(frame.words.confirm_page.text).raw("</p>\n<form method=\"post\">");
    button(out, frame.words.confirm_send);
    out.raw("</form>\n");
    close(out, frame);
}

void manage_form(std::string& to,
                 const SubscribeFrame& frame,
                 std::span<const Choice> choices,
                 std::string_view target,
                 std::string_view unsubscribe_path) {
    out::Html out(to);
    open(out, frame, frame.words.manage_page.title);
    out.raw("<p>").phrase(frame.words.manage_page.text, {target}).raw("</p>\n");
    out.raw("<form method=\"post\">\n");
    choices_list(out, frame.words, choices);
    button(out, frame.words.manage_send);
    out.raw("</form>\n<form method=\"post\" action=\"").attribute(unsubscribe_path).raw("\">");
    button(out, frame.words.unsubscribe_send);
    out.raw("</form>\n");
    close(out, frame);
}

void unsubscribe_form(std::string& to, const SubscribeFrame& frame, std::string_view target) {
    out::Html out(to);
    open(out, frame, frame.words.unsubscribe_page.title);
    out.raw("<p>").phrase(frame.words.unsubscribe_page.text, {target}).raw("</p>\n");
    out.raw("<form method=\"post\">");
    button(out, frame.words.unsubscribe_send);
    out.raw("</form>\n");
    close(out, frame);
}

void subscribe_said(std::string& to, const SubscribeFrame& frame, SubscribeSaid said) {
    const view::Notice& notice = words_of(said, frame.words);
    out::Html out(to);
    open(out, frame, notice.title);
    out.raw("<p>").text(notice.text).raw("</p>\n");
    close(out, frame);
}

}  // namespace ks::page_html
