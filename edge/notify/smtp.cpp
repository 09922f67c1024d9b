// SPDX-License-Identifier: Apache-2.0
#include "edge/notify/smtp.hpp"

#include "edge/probe/http_transfer.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

namespace ks::notify {
namespace {

struct MimeCloser {
    void operator()(curl_mime* mime) const noexcept { curl_mime_free(mime); }
};

using List = std::unique_ptr<curl_slist, probe::ListCloser>;

/// What curl points into while a message is sent; the handle goes first.
struct Session {
    std::unique_ptr<curl_mime, MimeCloser> mime;
    List fields, recipients;
    std::array<char, CURL_ERROR_SIZE> message{};
    std::string url;
    SmtpStage stage = SmtpStage::kBefore;
    std::string reply;  ///< the server's last line
    bool over = false;  ///< QUIT was sent: what follows says nothing of the message
    probe::Easy easy{curl_easy_init()};
};

void append(List& list, const std::string& line) {
    if (curl_slist* const longer = curl_slist_append(list.get(), line.c_str())) {
        [[maybe_unused]] auto* const old = list.release();
        list.reset(longer);
    }
}

/// Commands and replies as they pass: curl tells neither which command was refused nor in which
/// words.
int on_line(CURL* /*easy*/, curl_infotype type, char* data, std::size_t size, void* self) noexcept {
    auto& session = *static_cast<Session*>(self);
    const std::string_view line(data, size);
    session.over = session.over || (type == CURLINFO_HEADER_OUT && line.starts_with("QUIT"));
    if (session.over) {
        return 0;
    }
    if (type == CURLINFO_HEADER_OUT) {
        session.reply.clear();
        if (line.starts_with("MAIL ")) {
            session.stage = SmtpStage::kSender;
        } else if (line.starts_with("RCPT ")) {
            session.stage = SmtpStage::kRecipient;
        } else if (line.starts_with("DATA")) {
            session.stage = SmtpStage::kData;
        }
    } else if (type == CURLINFO_HEADER_IN) {
        constexpr std::size_t kReplyMax = 512;  // RFC 5321 section 4.5.3.1.5
        session.reply = line.substr(0, std::min(line.find_first_of("\r\n"), kReplyMax));
    }
    return 0;
}

template <class Value>
void set(Session& session, CURLoption option, Value value) {
    curl_easy_setopt(session.easy.get(), option, value);
}

void add_part(curl_mime* mime, const std::string& body, const char* type) {
    curl_mimepart* const part = curl_mime_addpart(mime);
    curl_mime_data(part, body.data(), body.size());
    curl_mime_type(part, type);
    curl_mime_encoder(part, "quoted-printable");
}

void set_message(Session& session, const mail::Message& message, const std::string& to) {
    session.mime.reset(curl_mime_init(session.easy.get()));
    add_part(session.mime.get(), message.text, "text/plain; charset=utf-8");
    add_part(session.mime.get(), message.html, "text/html; charset=utf-8");
    for (const std::string& field : message.fields) {
        append(session.fields, field);
    }
    append(session.fields, "Content-Type: multipart/alternative");
    append(session.recipients, "<" + to + ">");
    set(session, CURLOPT_MIMEPOST, session.mime.get());
    set(session, CURLOPT_HTTPHEADER, session.fields.get());
    set(session, CURLOPT_MAIL_RCPT, session.recipients.get());
}

long tls_use(const SmtpOptions& options) noexcept {
    if (options.tls == "off") {
        return CURLUSESSL_NONE;
    }
    return options.tls == "required" ? CURLUSESSL_ALL : CURLUSESSL_TRY;
}

void set_transport(Session& session, const SmtpOptions& options) {
    // The path of a curl mail address is the name in EHLO.
    session.url = options.url + "/" + options.helo;
    set(session, CURLOPT_URL, session.url.c_str());
    set(session, CURLOPT_MAIL_FROM, ("<" + options.envelope_from + ">").c_str());
    set(session, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(session, CURLOPT_PROXY, "");
    set(session, CURLOPT_NOSIGNAL, 1L);
    set(session, CURLOPT_QUICK_EXIT, 1L);
    set(session, CURLOPT_ERRORBUFFER, session.message.data());
    set(session, CURLOPT_VERBOSE, 1L);
    set(session, CURLOPT_DEBUGFUNCTION, &on_line);
    set(session, CURLOPT_DEBUGDATA, &session);
    const auto timeout_ms = static_cast<long>(options.timeout.count());
    set(session, CURLOPT_TIMEOUT_MS, timeout_ms);
    set(session, CURLOPT_CONNECTTIMEOUT_MS, timeout_ms);
    set(session, CURLOPT_USE_SSL, tls_use(options));
    // Encryption that is only hoped for needs no name to be proven (RFC 7435).
    const bool verify = options.tls == "required" || options.url.starts_with("smtps:");
    set(session, CURLOPT_SSL_VERIFYPEER, verify ? 1L : 0L);
    set(session, CURLOPT_SSL_VERIFYHOST, verify ? 2L : 0L);
    set(session, CURLOPT_CAPATH, "/etc/ssl/certs");
    set(session, CURLOPT_CAINFO, options.ca_file.empty() ? nullptr : options.ca_file.c_str());
    if (!options.username.empty()) {
        set(session, CURLOPT_USERNAME, options.username.c_str());
        set(session, CURLOPT_PASSWORD, options.password.c_str());
    }
}

/// The "5.1.1" of "550 5.1.1 No such user" (RFC 2034); empty without one.
std::string_view enhanced_code(std::string_view reply) noexcept {
    const std::string_view rest = reply.substr(std::min<std::size_t>(4, reply.size()));
    const std::string_view word = rest.substr(0, rest.find(' '));
    const bool is_code =
        word.size() >= 5 && word[1] == '.' &&
        std::ranges::all_of(word, [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
    return is_code ? word : std::string_view();
}

bool speaks_of_relaying(std::string_view reply) {
    std::string lower(reply);
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower.contains("relay");
}

/// A permanent refusal of the recipient.
Verdict judge_recipient(std::string_view reply) {
    constexpr std::array<std::string_view, 6> kNobody{
        "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"};
    const std::string_view code = enhanced_code(reply);
    if (std::ranges::find(kNobody, code) != kNobody.end()) {
        return Verdict::kUnwanted;
    }
    if (code.starts_with("5.2") || reply.starts_with("552")) {
        return Verdict::kLater;  // mailbox full (RFC 5321 section 4.5.3.1.10)
    }
    if (!code.empty() || speaks_of_relaying(reply)) {
        return Verdict::kOurFault;
    }
    const bool nobody =
        reply.starts_with("550") || reply.starts_with("551") || reply.starts_with("553");
    return nobody ? Verdict::kUnwanted : Verdict::kOurFault;
}

}  // namespace

Verdict judge_reply(SmtpStage stage, std::string_view reply) {
    const bool permanent = reply.starts_with('5');
    switch (stage) {
        case SmtpStage::kRecipient:
            return permanent ? judge_recipient(reply) : Verdict::kLater;
        case SmtpStage::kData:
            return permanent ? Verdict::kRefused : Verdict::kLater;
        case SmtpStage::kBefore:
        case SmtpStage::kSender:
            break;
    }
    return Verdict::kOurFault;
}

loop::Task<Attempt> send_mail(probe::CurlMulti& curl,
                              const SmtpOptions& options,
                              mail::Message message,
                              std::string to) {
    Session session;
    set_transport(session, options);
    set_message(session, message, to);
    const int code = co_await curl.perform(session.easy.get());
    Attempt attempt;
    if (code == CURLE_OK) {
        attempt.verdict = Verdict::kDelivered;
        co_return attempt;
    }
    const bool replied = session.reply.starts_with('4') || session.reply.starts_with('5');
    attempt.verdict = judge_reply(session.stage, replied ? session.reply : std::string());
    attempt.words = replied ? session.reply : std::string(session.message.data());
    if (attempt.words.empty()) {
        attempt.words = curl_easy_strerror(static_cast<CURLcode>(code));
    }
    co_return attempt;
}

}  // namespace ks::notify
