// SPDX-License-Identifier: Apache-2.0
#include "edge/page/sign_in.hpp"

#include "core/base/errc.hpp"
#include "core/text/json_out.hpp"
#include "core/text/percent.hpp"
#include "core/text/url.hpp"
#include "edge/io/address.hpp"
#include "edge/page/private_page.hpp"
#include "edge/tls/password.hpp"
#include "render/asset/assets.hpp"
#include "storage/store/readers.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

namespace ks::page {
namespace {

using page_html::SignInProblem;

constexpr std::size_t kPathBytesMax = 2048;
constexpr std::size_t kFormBytesMax = 16384;

/// What may leave a read scope of a page.
struct Lock {
    bool published = false;
    std::string password_hash;
    std::string locale;
};

Result<Lock> read_lock(const Visit& visit) {
    return visit.site.reactor.reader().read([&](const store::Snapshot& snapshot) -> Result<Lock> {
        KS_TRY(const auto page, store::page(snapshot, visit.id));
        return Lock{.published = page.published, .password_hash = std::string(page.password_hash),
                    .locale = std::string(page.locale)};
    });
}

void write_form(const Visit& visit,
                Errc code,
                SignInProblem problem,
                std::string_view to,
                std::string_view locale) {
    std::string html;
    const view::Words& words = view::choose_words(
        locale, visit.request.fields.find("Accept-Language").value_or(""));
    page_html::sign_in_page(html, problem, asset::style_path({}), to, words);
    write_small(visit.reply,
                visit.host,
                info(code).http_status,
                "text/html; charset=utf-8",
                std::move(html));
}

void write_error(const Visit& visit, Errc code, std::string_view sentence) {
    std::string body;
    text::JsonOut out(body);
    out.begin_object().key("error").string(sentence);
    out.key("code").string(info(code).name).end_object();
    write_small(
        visit.reply, visit.host, info(code).http_status, "application/json", std::move(body));
}

/// RFC 9110 section 11.6.1 wants a challenge with a 401. Browsers answer that of Basic with a
/// dialogue of their own over our form, so they get one that they do not know.
void add_challenge(const Visit& visit) {
    const std::string_view accept = visit.request.fields.find("Accept").value_or("");
    const bool browser = visit.request.fields.find("Sec-Fetch-Mode").has_value() ||
                         accept.find("text/html") != std::string_view::npos;
    visit.reply.set("WWW-Authenticate",
                    browser ? R"(Cookie form-action="/sign-in", cookie-name="__Host-kamustatus")"
                            : R"(Basic realm="Private status page", charset="UTF-8")");
}

enum class Verdict : std::uint8_t { kRight, kWrong, kRefused };

void refuse_attempt(const Visit& visit,
                    Errc code,
                    std::int64_t seconds,
                    std::string_view to,
                    std::string_view locale) {
    if (wants_json(visit.request)) {
        write_error(visit, code, info(code).text);
    } else {
        write_form(visit, code, SignInProblem::kTooMany, to, locale);
    }
    visit.reply.set("Retry-After", std::to_string(seconds));
}

/// Counts the attempt first, so that no number of requests at once gets round the limits; a right
/// password is given back. kRefused: the reply says so.
loop::Task<Verdict> check(const Visit& visit,
                          const Lock& lock,
                          const std::string& password,
                          std::string_view to) {
    serve::PasswordGate& gate = *visit.site.passwords;
    asio::error_code ignored;
    const loop::TallyKey address =
        io::limit_key(asio::ip::make_address(visit.request.peer, ignored)).bytes;
    loop::TallyKey page{};
    std::ranges::transform(visit.id.bytes, page.begin(), [](std::byte byte) {
        return std::to_integer<std::uint8_t>(byte);
    });
    const Monotonic now = visit.site.reactor.clock().monotonic();
    std::chrono::seconds wait = gate.by_address.take(address, now);
    if (wait.count() == 0) {
        wait = gate.by_page.take(page, now);
        if (wait.count() != 0) {
            gate.by_address.give_back(address);
        }
    }
    if (wait.count() != 0) {
        refuse_attempt(visit, Errc::kTooManyRequests, wait.count(), to, lock.locale);
        co_return Verdict::kRefused;
    }
    const auto right = co_await gate.hasher.run(
        visit.site.reactor, [hash = lock.password_hash, password] { return tls::password_matches(hash, password); });
    if (right.value_or(true)) {
        gate.by_address.give_back(address);
        gate.by_page.give_back(page);
    }
    if (!right) {
        refuse_attempt(visit, Errc::kBusy, 1, to, lock.locale);
        co_return Verdict::kRefused;
    }
    co_return *right ? Verdict::kRight : Verdict::kWrong;
}

/// Whether a form of another site sent this. SameSite does not keep such a form from being sent.
bool is_foreign(const serve::Request& request) {
    const std::string_view site = request.fields.find("Sec-Fetch-Site").value_or("");
    if (site == "cross-site" || site == "same-site") {
        return true;
    }
    const auto origin = request.fields.find("Origin");
    if (!origin) {
        return false;
    }
    const auto url = text::parse_url(*origin);
    return !url || !url->https || url->host != request.host;
}

void send_on(const Visit& visit, std::string_view to) {
    visit.reply.status = 303;
    visit.reply.set("Location", std::string(to));
    visit.reply.set("Cache-Control", "no-store");
    add_security_fields(visit.reply.fields, visit.host);
}

bool refuse_foreign(const Visit& visit) {
    if (!is_foreign(visit.request)) {
        return false;
    }
    write_small(visit.reply,
                visit.host,
                403,
                "text/plain; charset=utf-8",
                "Forms of other sites are not accepted here.\n");
    return true;
}

}  // namespace

std::string_view local_path(std::string_view to) noexcept {
    const bool plain =
        std::ranges::all_of(to, [](char c) { return c > ' ' && c < 0x7f && c != '\\'; });
    const bool local =
        plain && to.size() <= kPathBytesMax && to.starts_with('/') && !to.starts_with("//");
    return local ? to : "/";
}

void ask_for_password(const Visit& visit, std::string_view locale) {
    // The form would post to the API, which knows no cookies.
    const bool on_app = visit.request.host == "app." + visit.site.facts.base_domain;
    if (on_app || wants_json(visit.request)) {
        write_error(visit, Errc::kUnauthorized, "This status page is protected by a password.");
    } else {
        std::string to(visit.request.path);
        if (!visit.request.query.empty()) {
            to.append("?").append(visit.request.query);
        }
        write_form(visit, Errc::kUnauthorized, SignInProblem::kNone, local_path(to), locale);
    }
    add_challenge(visit);
}

bool needs_basic_check(const Visit& visit, const record::PageView& page) {
    return visit.site.passwords != nullptr && page.published && !page.password_hash.empty() &&
           basic_password(visit.request.fields) && !is_signed_in(visit, page);
}

loop::Task<bool> check_basic(const Visit& visit) {
    const std::string password = basic_password(visit.request.fields).value_or("");
    const auto lock = read_lock(visit);
    if (!lock) {
        write_failure(visit.reply, visit.host, lock.error());
        co_return false;
    }
    const Verdict verdict = co_await check(visit, *lock, password, "/");
    if (verdict == Verdict::kRight) {
        visit.cache.known_passwords().add(
            password_proof(visit.site.passwords->secret,
                           {.id = visit.id, .password_hash = lock->password_hash},
                           password));
    }
    co_return verdict != Verdict::kRefused;
}

loop::Task<void> sign_in(const Visit& visit) {
    if (refuse_foreign(visit)) {
        co_return;
    }
    const auto lock = read_lock(visit);
    if (!lock || !lock->published) {
        write_failure(visit.reply, visit.host, lock ? Error{Errc::kNotFound} : lock.error());
        co_return;
    }
    const std::string_view form = visit.request.body.substr(0, kFormBytesMax);
    const std::string wanted = text::query_value(form, "to").value_or("/");
    const std::string_view to = local_path(wanted);
    if (lock->password_hash.empty() || visit.site.passwords == nullptr) {
        send_on(visit, to);
        co_return;
    }
    std::string password = text::query_value(form, "password").value_or("");
    password.resize(std::min(password.size(), kPasswordBytesMax));
    const Verdict verdict = co_await check(visit, *lock, password, to);
    if (verdict == Verdict::kRight) {
        visit.reply.set("Set-Cookie",
                        signed_in_cookie(visit.site.passwords->secret,
                                         {.id = visit.id, .password_hash = lock->password_hash},
                                         visit.now));
        send_on(visit, to);
    } else if (verdict == Verdict::kWrong) {
        write_form(visit, Errc::kUnauthorized, SignInProblem::kWrong, to, lock->locale);
        add_challenge(visit);
    }
}

Result<void> answer_sign_in(const store::Snapshot& /*snapshot*/, const Visit& visit) {
    send_on(visit, "/");
    return {};
}

loop::Task<void> sign_out(const Visit& visit) {
    if (!refuse_foreign(visit)) {
        visit.reply.set("Set-Cookie", signed_out_cookie());
        send_on(visit, "/");
    }
    co_return;
}

}  // namespace ks::page
