// SPDX-License-Identifier: Apache-2.0
#include "edge/api/page_in.hpp"

#include "core/base/limits.hpp"
#include "core/text/hostname.hpp"
#include "core/text/slug.hpp"
#include "core/text/url.hpp"
#include "core/time/zone.hpp"
#include "edge/api/idna.hpp"

#include <algorithm>
#include <array>

namespace ks::api {
namespace {

using write::OwnedPage;

constexpr std::size_t kDescriptionChars = 4000;
constexpr std::size_t kPasswordCharsMin = 8;
constexpr std::size_t kPasswordCharsMax = 200;
constexpr std::size_t kLocaleChars = 35;
constexpr std::size_t kEmbedOriginsBytes = 1000;
constexpr std::size_t kSubtagChars = 8;

bool is_alpha(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_alnum(char c) noexcept {
    return is_alpha(c) || (c >= '0' && c <= '9');
}

bool is_hex(char c) noexcept {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// A language of 2 or 3 letters, then subtags: the form of BCP 47, not its registry.
bool is_locale(std::string_view text) noexcept {
    const std::size_t first = std::min(text.find('-'), text.size());
    if (first < 2 || first > 3 || !std::ranges::all_of(text.substr(0, first), is_alpha)) {
        return false;
    }
    std::string_view rest = text.substr(first);
    while (!rest.empty()) {
        rest.remove_prefix(1);
        const std::size_t length = std::min(rest.find('-'), rest.size());
        if (length == 0 || length > kSubtagChars ||
            !std::ranges::all_of(rest.substr(0, length), is_alnum)) {
            return false;
        }
        rest.remove_prefix(length);
    }
    return true;
}

/// "#rgb" or "#rrggbb" to "#rrggbb" in lower case; empty: neither.
std::string normal_colour(std::string_view text) {
    if ((text.size() != 4 && text.size() != 7) || text.front() != '#' ||
        !std::ranges::all_of(text.substr(1), is_hex)) {
        return {};
    }
    const std::size_t repeat = text.size() == 4 ? 2 : 1;
    std::string out = "#";
    for (const char c : text.substr(1)) {
        out.append(repeat, is_alpha(c) ? static_cast<char>(c | 0x20) : c);
    }
    return out;
}

/// Why not, or empty.
std::string_view normalise_domain(std::string& host, std::string_view base) {
    if (text::is_ip_literal(host)) {
        return "must be a host name, not an address";
    }
    auto ascii = to_a_labels(host);
    if (!ascii) {
        return "is not a host name";
    }
    if (text::is_inside(*ascii, base)) {
        return "must not be inside this server's own domain";
    }
    if (!text::is_public_hostname(*ascii)) {
        return "must be a whole host name such as 'status.example.com'";
    }
    host = *std::move(ascii);
    return {};
}

void merge_slug(ObjectIn& in, OwnedPage& page) {
    if (!in.text({"slug"}, page.slug, {.chars_min = 1, .chars_max = 63, .nullable = false})) {
        return;
    }
    switch (text::check_slug(page.slug)) {
        case text::SlugCheck::kOk:
            return;
        case text::SlugCheck::kBad:
            in.refuse("must be 1 to 63 of a-z, 0-9 and '-', without '-' at either end");
            return;
        case text::SlugCheck::kReserved:
            in.refuse("is reserved; choose another");
            return;
    }
}

void merge_url(ObjectIn& in, ObjectIn::Names names, std::string& target) {
    std::string wanted;
    if (!in.text(names, wanted, {.chars_max = text::kUrlMax})) {
        return;
    }
    if (!wanted.empty() && !text::parse_url(wanted)) {
        in.refuse("must be an absolute http or https address of at most 2048 bytes");
        return;
    }
    target = std::move(wanted);
}

void merge_domain(ObjectIn& in, std::string& domain, std::string_view base) {
    std::string wanted;
    if (!in.text({"customDomain"}, wanted, {.chars_max = 253})) {
        return;
    }
    if (!wanted.empty()) {
        if (const std::string_view reason = normalise_domain(wanted, base); !reason.empty()) {
            in.refuse(reason);
            return;
        }
    }
    domain = std::move(wanted);
}

void merge_theme(ObjectIn& in, record::Theme& theme) {
    const auto value = in.find({"theme"});
    if (!value) {
        return;
    }
    const auto text =
        value->is(JsonKind::kNull) ? record::name(record::Theme::kAuto) : value->text();
    for (const auto candidate :
         {record::Theme::kAuto, record::Theme::kLight, record::Theme::kDark}) {
        if (text == record::name(candidate)) {
            theme = candidate;
            return;
        }
    }
    in.refuse("must be 'auto', 'light' or 'dark'");
}

void merge_look(ObjectIn& in, OwnedPage& page) {
    merge_url(in, {"logoUrl"}, page.logo_url);
    merge_url(in, {"faviconUrl"}, page.favicon_url);
    merge_url(in, {"homepageUrl"}, page.homepage_url);
    merge_theme(in, page.theme);
    std::string accent;
    if (in.text({"accentColor"}, accent, {.chars_max = 7})) {
        page.accent_color = normal_colour(accent);
        if (!accent.empty() && page.accent_color.empty()) {
            in.refuse("must be a colour such as '#07c' or '#0077cc'");
        }
    }
    if (in.text({"timezone"}, page.timezone, {.chars_max = 64}) && !page.timezone.empty() &&
        !Zone::find(page.timezone)) {
        in.refuse("must be an IANA time zone such as 'Europe/Berlin'");
    }
    if (in.text({"locale"}, page.locale, {.chars_max = kLocaleChars}) && !page.locale.empty() &&
        !is_locale(page.locale)) {
        in.refuse("must be a language tag such as 'en' or 'pt-BR'");
    }
}

/// "*" or "https://host[:port]" as browsers write it; empty: neither.
std::string normal_origin(std::string_view text) {
    if (text == "*") {
        return "*";
    }
    const auto url = text::parse_url(text);
    if (!url || url->target != "/" || text.find_first_of("?#") != std::string_view::npos) {
        return {};
    }
    return (url->https ? "https://" : "http://") + url->authority();
}

void merge_embed_origins(ObjectIn& in, std::string& target) {
    const auto value = in.find({"embedOrigins"});
    if (!value) {
        return;
    }
    if (!value->is(JsonKind::kArray) && !value->is(JsonKind::kNull)) {
        in.refuse(
            "must be a list of origins such as [\"https://intranet.example.com\"], or [\"*\"]");
        return;
    }
    std::string origins;
    for (const JsonValue& item : value->items()) {
        const std::string origin = normal_origin(item.text().value_or(""));
        if (origin.empty()) {
            in.refuse("must hold origins such as 'https://intranet.example.com', or '*'");
            return;
        }
        origins.append(origins.empty() ? "" : " ").append(origin);
    }
    if (origins.size() > kEmbedOriginsBytes) {
        in.refuse("must have at most " + std::to_string(kEmbedOriginsBytes) + " bytes together");
        return;
    }
    target = std::move(origins);
}

void merge_password(ObjectIn& in, PageChange& change) {
    const auto value = in.find({"password"});
    if (!value) {
        return;
    }
    if (value->is(JsonKind::kNull)) {
        change.password = PageChange::Password::kClear;
        return;
    }
    if (in.text(
            {"password"},
            change.password_text,
            {.chars_min = kPasswordCharsMin, .chars_max = kPasswordCharsMax, .nullable = false})) {
        change.password = PageChange::Password::kSet;
    }
}

}  // namespace

PageChange merge_page(ObjectIn& in, OwnedPage& page, const serve::SiteFacts& facts) {
    PageChange change;
    merge_name(in, page.name);
    merge_slug(in, page);
    merge_entries(in, page.entries, change.entries_field);
    merge_domain(in, page.custom_domain, facts.base_domain);
    in.text({"description"}, page.description, {.chars_max = kDescriptionChars, .lines = true});
    merge_look(in, page);
    in.flag({"noindex", "noIndex"}, page.noindex, false);
    in.flag({"published"}, page.published, true);
    merge_embed_origins(in, page.embed_origins);
    merge_password(in, change);
    for (const auto& [name, text] :
         {std::pair{"name", &page.name}, std::pair{"slug", &page.slug}}) {
        if (text->empty()) {
            in.refuse(name, "is required");
        }
    }
    return change;
}

}  // namespace ks::api
