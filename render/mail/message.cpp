// SPDX-License-Identifier: Apache-2.0
#include "render/mail/message.hpp"

#include "core/text/iso_time.hpp"
#include "render/fragment/event_card.hpp"
#include "render/mail/header.hpp"
#include "render/markdown/markdown.hpp"
#include "render/out/html.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace ks::mail {
namespace {

/// "2026-11-24 15:23 UTC".
std::string minute(std::chrono::sys_seconds at) {
    std::string text = text::format_iso_seconds(at);
    text[10] = ' ';
    return text.substr(0, 16) + " UTC";
}

std::string filled(std::string_view pattern, std::initializer_list<std::string_view> values) {
    std::string to;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}') {
            to.append(values.begin()[pattern[i + 1] - '0']);
            i += 2;
        } else {
            to.push_back(pattern[i]);
        }
    }
    return to;
}

/// Every line break as CRLF, which is what quoted-printable takes for one.
std::string with_crlf(std::string_view text) {
    std::string to;
    for (const char c : text) {
        if (c == '\n') {
            to += "\r\n";
        } else if (c != '\r') {
            to.push_back(c);
        }
    }
    return to;
}

std::string joined(const std::vector<std::string>& names) {
    std::string to;
    for (const std::string& name : names) {
        to += (to.empty() ? "" : ", ") + name;
    }
    return to;
}

std::vector<std::string> header_fields(const Envelope& envelope, std::string_view subject) {
    std::vector<std::string> fields{
        "From: " + mailbox(envelope.page_name, envelope.from),
        "To: <" + envelope.to + ">",
        "Subject: " + header_text(subject),
        "Date: " + header_date(envelope.date),
        "Message-ID: " + envelope.message_id,
        "Auto-Submitted: auto-generated",  // RFC 3834: no vacation answers, please
        "List-Id: <" + envelope.list_id + ">",
    };
    if (!envelope.thread_id.empty()) {
        fields.push_back("References: " + envelope.thread_id);
    }
    if (!envelope.unsubscribe_url.empty()) {
        fields.emplace_back("Precedence: list");
        fields.push_back("List-Unsubscribe: <" + envelope.unsubscribe_url + ">");
        fields.emplace_back("List-Unsubscribe-Post: List-Unsubscribe=One-Click");  // RFC 8058
    }
    return fields;
}

/// Both bodies of one message, built side by side.
class Bodies {
public:
    explicit Bodies(const view::Words& words) : out_(html_) {
        out_.raw("<!doctype html><html lang=\"").attribute(words.lang_tag).raw("\" dir=\"");
        out_.attribute(words.direction);
        out_.raw(
            "\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" "
            "content=\"light dark\"></head><body style=\"margin:0;padding:24px;font:16px/1.5 "
            "system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif\"><div "
            "style=\"max-width:560px;margin:0 auto\">");
    }

    void heading(std::string_view text) {
        out_.raw("<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 8px\">").text(text);
        out_.raw("</h1>");
        text_.append(text).append("\n\n");
    }

    void line(std::string_view text) {
        out_.raw("<p style=\"margin:0 0 12px\">").text(text).raw("</p>");
        text_.append(text).append("\n\n");
    }

    /// A person's message, Markdown.
    void message(std::string_view text) {
        constexpr int kHeadings = 3;
        markdown::html(out_, text, kHeadings);
        text_.append(markdown::plain_text(text)).append("\n\n");
    }

    void link(std::string_view url, std::string_view words, bool button) {
        out_.raw("<p style=\"margin:16px 0\"><a href=\"").attribute(url).raw("\"");
        if (button) {
            out_.raw(
                " style=\"display:inline-block;padding:10px 18px;border-radius:8px;"
                "background:#3553c4;color:#ffffff;text-decoration:none\"");
        }
        out_.raw(">").text(words).raw("</a></p>");
        text_.append(words).append(":\n").append(url).append("\n\n");
    }

    void small_print(const Envelope& envelope, const view::Words& words) {
        out_.raw("<hr style=\"border:0;border-top:1px solid #8886;margin:24px 0 12px\">");
        out_.raw("<p style=\"font-size:13px;margin:0\">")
            .phrase(words.mail_why, {envelope.page_name});
        out_.raw(" <a href=\"").attribute(envelope.manage_url).raw("\">").text(words.mail_manage);
        out_.raw("</a> &middot; <a href=\"").attribute(envelope.unsubscribe_url).raw("\">");
        out_.text(words.unsubscribe_send).raw("</a></p>");
        text_.append("-- \n").append(filled(words.mail_why, {envelope.page_name})).append("\n");
        text_.append(words.mail_manage).append(": ").append(envelope.manage_url).append("\n");
        text_.append(words.unsubscribe_send)
            .append(": ")
            .append(envelope.unsubscribe_url)
            .append("\n");
    }

    [[nodiscard]] Message finish(std::vector<std::string> fields) {
        out_.raw("</div></body></html>\n");
        return {.fields = std::move(fields), .text = with_crlf(text_), .html = with_crlf(html_)};
    }

private:
    std::string text_, html_;
    out::Html out_;
};

}  // namespace

Message confirmation(const Envelope& envelope,
                     std::string_view confirm_url,
                     const view::Words& words) {
    Bodies bodies(words);
    bodies.heading(envelope.page_name);
    bodies.line(filled(words.mail_confirm_text, {envelope.page_name}));
    bodies.link(confirm_url, words.mail_confirm_send, true);
    bodies.line(words.mail_confirm_ignore);
    return bodies.finish(
        header_fields(envelope, filled(words.mail_confirm_subject, {envelope.page_name})));
}

Message incident_message(const Envelope& envelope,
                         const record::Incident& incident,
                         const record::IncidentUpdate& update,
                         const std::vector<std::string>& monitors,
                         const view::Words& words) {
    const std::string_view status = fragment::word(update.status, words);
    Bodies bodies(words);
    bodies.heading(incident.title);
    bodies.line(std::string(status) + " · " +
                minute(std::chrono::floor<std::chrono::seconds>(update.created_at)));
    if (!update.message.empty()) {
        bodies.message(update.message);
    }
    if (!monitors.empty()) {
        bodies.line(filled(words.mail_affected, {joined(monitors)}));
    }
    bodies.link(envelope.page_url, words.mail_see_page, true);
    bodies.small_print(envelope, words);
    const std::string subject =
        "[" + envelope.page_name + "] " + std::string(status) + ": " + incident.title;
    return bodies.finish(header_fields(envelope, subject));
}

Message maintenance_message(const Envelope& envelope,
                            const record::Maintenance& window,
                            const std::vector<std::string>& monitors,
                            const view::Words& words) {
    Bodies bodies(words);
    bodies.heading(window.title);
    const std::string from = minute(window.starts_at);
    const std::string to = minute(window.ends_at);
    bodies.line(words.mail_scheduled);
    bodies.line(filled(words.mail_window, {from, to}));
    if (!window.rrule.empty()) {
        bodies.line(words.mail_repeats);
    }
    if (!window.description.empty()) {
        bodies.message(window.description);
    }
    if (!monitors.empty()) {
        bodies.line(filled(words.mail_affected, {joined(monitors)}));
    }
    bodies.link(envelope.page_url, words.mail_see_page, true);
    bodies.small_print(envelope, words);
    const std::string subject =
        "[" + envelope.page_name + "] " + std::string(words.mail_scheduled) + ": " + window.title;
    return bodies.finish(header_fields(envelope, subject));
}

}  // namespace ks::mail
