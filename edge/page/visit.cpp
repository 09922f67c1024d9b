// SPDX-License-Identifier: Apache-2.0
#include "edge/page/visit.hpp"

#include "core/base/errc.hpp"
#include "core/text/json_out.hpp"
#include "edge/page/private_page.hpp"
#include "edge/page/sign_in.hpp"
#include "render/asset/assets.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace ks::page {

using page_html::Notice;

namespace {

/// The weight of `type` in an Accept field, in thousandths; 0 where it is not named. Wildcards do
/// not count: they are no wish.
int accept_weight(std::string_view accept, std::string_view type) noexcept {
    while (!accept.empty()) {
        const std::size_t comma = accept.find(',');
        std::string_view element = accept.substr(0, comma);
        accept = comma == std::string_view::npos ? std::string_view{} : accept.substr(comma + 1);
        element.remove_prefix(std::min(element.find_first_not_of(" \t"), element.size()));
        const std::size_t end = std::min(element.find_first_of("; \t"), element.size());
        if (!http::same_name(element.substr(0, end), type)) {
            continue;
        }
        const std::size_t q = element.find("q=", end);
        double weight = 1;
        if (q != std::string_view::npos) {
            std::from_chars(element.data() + q + 2, element.data() + element.size(), weight);
        }
        // Written so that "q=nan" is none.
        return static_cast<int>((weight > 1 ? 1 : weight > 0 ? weight : 0) * 1000);
    }
    return 0;
}

}  // namespace

void write_notice(serve::Reply& reply,
                  HostKind host,
                  std::uint16_t status,
                  Notice notice,
                  std::string_view target,
                  const view::Words& words) {
    std::string html;
    page_html::notice_page(html, notice, asset::style_path({}), target, words);
    write_small(reply, host, status, "text/html; charset=utf-8", std::move(html));
}

void write_failure(serve::Reply& reply, HostKind host, Error error) {
    if (error.code == Errc::kNotFound) {
        write_notice(reply, host, 404, Notice::kNoSuchPage);
        return;
    }
    write_notice(reply, host, 503, Notice::kUnavailable);
    reply.set("Retry-After", "10");
}

void write_failure(const Visit& visit, Error error) {
    if (!wants_json(visit.request)) {
        write_failure(visit.reply, visit.host, error);
        return;
    }
    const bool known = error.code == Errc::kNotFound || error.code == Errc::kInvalidValue;
    write_json_problem(visit.reply, visit.host, known ? error.code : Errc::kStoreUnavailable);
    if (!known) {
        visit.reply.set("Retry-After", "10");
    }
}

void write_json_problem(
    serve::Reply& reply, HostKind host, Errc code, std::string_view text, std::string_view field) {
    std::string body;
    text::JsonOut out(body);
    out.begin_object().key("error").string(text.empty() ? info(code).text : text);
    out.key("code").string(info(code).name);
    if (!field.empty()) {
        out.key("field").string(field);
    }
    out.end_object();
    write_small(reply, host, info(code).http_status, "application/json", std::move(body));
}

bool wants_json(const serve::Request& request) {
    const std::string_view accept = request.fields.find("Accept").value_or("");
    return request.path.ends_with(".json") || request.path.starts_with("/api/") ||
           accept_weight(accept, "application/json") > accept_weight(accept, "text/html");
}

bool refuse_hidden(const Visit& visit, const record::PageView& page) {
    if (page.published && page.password_hash.empty()) {
        return false;
    }
    if (page.published) {
        if (is_signed_in(visit, page)) {
            visit.reply.for_one = true;
            return false;
        }
        ask_for_password(visit, page.locale);
        return true;
    }
    const ErrcInfo& row = info(Errc::kNotFound);
    if (!wants_json(visit.request)) {
        write_notice(visit.reply, visit.host, row.http_status, Notice::kNoSuchPage);
        return true;
    }
    write_json_problem(visit.reply, visit.host, Errc::kNotFound);
    return true;
}

}  // namespace ks::page
