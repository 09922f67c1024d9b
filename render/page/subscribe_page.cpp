// SPDX-License-Identifier: Apache-2.0
#include "render/page/subscribe_page.hpp"

#include "render/fragment/state_face.hpp"
#include "render/out/html.hpp"
#include "render/page/head.hpp"

namespace ks::page_html {

constexpr SubscribeWords kSubscribeEnglish{
    .title = "Subscribe to {0}",
    .intro =
        "Get a message when an incident is opened, updated or resolved, and when maintenance "
        "is planned.",
    .email = "E-mail address",
    .email_send = "Subscribe by e-mail",
    .no_email = "This server sends no e-mail. Use a webhook, or the page's feeds.",
    .webhook = "Webhook",
    .webhook_send = "Subscribe a webhook",
    .webhook_hint =
        "We send a JSON document to this address. The first one has a link in it that "
        "confirms the subscription.",
    .url = "Address (https://...)",
    .whole_page = "Everything on this page",
    .choose = "Only these; nothing chosen means everything",
    .trap = "Leave this field empty",
    .confirm_title = "Confirm your subscription",
    .confirm_text = "One more step: press the button to get updates of this page.",
    .confirm_send = "Confirm",
    .manage_title = "Choose what you get",
    .manage_text = "This subscription is for {0}.",
    .manage_send = "Save",
    .unsubscribe_send = "Unsubscribe",
    .unsubscribe_title = "Unsubscribe",
    .unsubscribe_text = "Send nothing more to {0}?",
    .asked_title = "Look into your inbox",
    .asked_text =
        "If a subscription is to be confirmed, a message with a link is on its way. It is "
        "valid for 24 hours.",
    .confirmed_title = "You are subscribed",
    .confirmed_text =
        "Updates will be sent to you. Each has a link to choose what you get and to "
        "unsubscribe.",
    .saved_title = "Saved",
    .saved_text = "From now on you get what you chose.",
    .removed_title = "You are unsubscribed",
    .removed_text = "Nothing more will be sent to you.",
    .gone_title = "This link is not valid any more",
    .gone_text =
        "The subscription was removed, or it was not confirmed within 24 hours. You can "
        "subscribe again.",
    .invalid_title = "That is not an address we can use",
    .invalid_text =
        "Give an e-mail address such as name@example.com (an international domain in its "
        "xn-- form), or the complete address of a webhook that starts with https://.",
    .busy_title = "Too many requests",
    .busy_text = "Wait a minute and try again.",
    .to_the_page = "Back to the status page",
};

namespace {

/// From the doctype to the open card.
void open(out::Html& out, const SubscribeFrame& frame, std::string_view title) {
    out.raw("<!doctype html>\n<html lang=\"en\"");
    if (frame.page.theme != record::Theme::kAuto) {
        out.raw(" data-theme=\"").attribute(record::name(frame.page.theme)).raw("\"");
    }
    out.raw(
        ">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n"
        "<meta name=\"robots\" content=\"noindex\">\n<title>");
    out.phrase(title, {frame.page.name}).raw("</title>\n<link rel=\"stylesheet\" href=\"");
    out.attribute(frame.style_path).raw("\">\n");
    fragment::favicon(out, model::PageState::kNoData, frame.page.favicon_url);
    out.raw("</head>\n<body>\n");
    header(out, frame.page);
    out.raw("<main class=\"wrap\">\n<div class=\"card event n form\"><h2>");
    out.phrase(title, {frame.page.name}).raw("</h2>\n");
}

void close(out::Html& out, const SubscribeFrame& frame) {
    out.raw("<p><a href=\"/\">").text(frame.words.to_the_page);
    out.raw("</a></p></div>\n</main>\n</body>\n</html>\n");
}

void choices_list(out::Html& out, const SubscribeWords& words, std::span<const Choice> choices) {
    if (choices.empty()) {
        return;
    }
    bool any = false;
    for (const Choice& choice : choices) {
        any = any || choice.chosen;
    }
    out.raw("<details").raw(any ? out::Literal(" open") : out::Literal(""));
    out.raw("><summary>").text(words.whole_page).raw("</summary>\n<fieldset><legend>");
    out.text(words.choose).raw("</legend>\n");
    for (const Choice& choice : choices) {
        out.raw("<label><input type=\"checkbox\" name=\"monitor\" value=\"");
        out.attribute(choice.id.text()).raw("\"");
        out.raw(choice.chosen ? out::Literal(" checked> ") : out::Literal("> "));
        out.text(choice.name).raw("</label>\n");
    }
    out.raw("</fieldset></details>\n");
}

void trap(out::Html& out, const SubscribeWords& words) {
    out.raw("<label hidden>").text(words.trap).raw("<input name=\"").attribute(kTrapField);
    out.raw("\" tabindex=\"-1\" autocomplete=\"off\"></label>\n");
}

void button(out::Html& out, std::string_view words) {
    out.raw("<button class=\"btn\">").text(words).raw("</button>");
}

struct Said {
    std::string_view title, text;
};

Said said_words(SubscribeSaid said, const SubscribeWords& words) noexcept {
    switch (said) {
        case SubscribeSaid::kAsked:
            return {words.asked_title, words.asked_text};
        case SubscribeSaid::kConfirmed:
            return {words.confirmed_title, words.confirmed_text};
        case SubscribeSaid::kSaved:
            return {words.saved_title, words.saved_text};
        case SubscribeSaid::kRemoved:
            return {words.removed_title, words.removed_text};
        case SubscribeSaid::kInvalid:
            return {words.invalid_title, words.invalid_text};
        case SubscribeSaid::kBusy:
            return {words.busy_title, words.busy_text};
        case SubscribeSaid::kGone:
            break;
    }
    return {words.gone_title, words.gone_text};
}

}  // namespace

void subscribe_form(std::string& to,
                    const SubscribeFrame& frame,
                    std::span<const Choice> choices,
                    bool has_mail) {
    const SubscribeWords& words = frame.words;
    out::Html out(to);
    open(out, frame, words.title);
    out.raw("<p>").text(words.intro).raw("</p>\n");
    if (has_mail) {
        out.raw("<form method=\"post\" action=\"/subscribe\">\n<label>").text(words.email);
        out.raw(
            "<input type=\"email\" name=\"email\" required maxlength=\"254\" "
            "autocomplete=\"email\"></label>\n");
        choices_list(out, words, choices);
        trap(out, words);
        button(out, words.email_send);
        out.raw("</form>\n");
    } else {
        out.raw("<p>").text(words.no_email).raw("</p>\n");
    }
    out.raw("<h3>").text(words.webhook).raw("</h3>\n<p>").text(words.webhook_hint);
    out.raw("</p>\n<form method=\"post\" action=\"/subscribe\">\n<label>").text(words.url);
    out.raw("<input type=\"url\" name=\"url\" required maxlength=\"1024\"></label>\n");
    choices_list(out, words, choices);
    trap(out, words);
    button(out, words.webhook_send);
    out.raw("</form>\n");
    close(out, frame);
}

void confirm_form(std::string& to, const SubscribeFrame& frame) {
    out::Html out(to);
    open(out, frame, frame.words.confirm_title);
    out.raw("<p>").text(frame.words.confirm_text).raw("</p>\n<form method=\"post\">");
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
    open(out, frame, frame.words.manage_title);
    out.raw("<p>").phrase(frame.words.manage_text, {target}).raw("</p>\n");
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
    open(out, frame, frame.words.unsubscribe_title);
    out.raw("<p>").phrase(frame.words.unsubscribe_text, {target}).raw("</p>\n");
    out.raw("<form method=\"post\">");
    button(out, frame.words.unsubscribe_send);
    out.raw("</form>\n");
    close(out, frame);
}

void subscribe_said(std::string& to, const SubscribeFrame& frame, SubscribeSaid said) {
    const Said words = said_words(said, frame.words);
    out::Html out(to);
    open(out, frame, words.title);
    out.raw("<p>").text(words.text).raw("</p>\n");
    close(out, frame);
}

}  // namespace ks::page_html
