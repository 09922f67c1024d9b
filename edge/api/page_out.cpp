// SPDX-License-Identifier: Apache-2.0
#include "edge/api/page_out.hpp"

#include "edge/api/answers.hpp"

#include <algorithm>

namespace ks::api {
namespace {

void append_entries(text::JsonOut& out, std::span<const record::EntryView> entries) {
    out.key("monitorIds").begin_array();
    for (const record::EntryView& entry : entries) {
        out.string(entry.monitor.text());
    }
    out.end_array().key("monitors").begin_array();
    for (const record::EntryView& entry : entries) {
        out.begin_object().key("monitorId").string(entry.monitor.text()).key("displayGroup");
        // An empty group that is set is this page's wish for none; null leaves it to the monitor.
        entry.display_group.empty() && !entry.group_set ? out.null()
                                                        : out.string(entry.display_group);
        text_field(out, "displayName", entry.display_name);
        out.end_object();
    }
    out.end_array();
}

void append_embed_origins(text::JsonOut& out, std::string_view origins) {
    out.key("embedOrigins").begin_array();
    while (!origins.empty()) {
        const std::size_t end = std::min(origins.find(' '), origins.size());
        out.string(origins.substr(0, end));
        origins.remove_prefix(std::min(end + 1, origins.size()));
    }
    out.end_array();
}

void append_domain_status(text::JsonOut& out,
                          const PageParts& parts,
                          const serve::SiteFacts& facts) {
    std::string_view state = "none";
    if (!parts.page.custom_domain.empty()) {
        // Without DNS checks nothing stands between a claim and its use.
        const record::DomainState stored =
            parts.claim ? parts.claim->state : record::DomainState::kPendingDns;
        const bool as_stored = facts.verify_dns || facts.acme;
        state = record::name(as_stored ? stored : record::DomainState::kActive);
    }
    out.key("customDomainStatus").begin_object();
    out.key("state").string(state).key("expectedCname").string("pages." + facts.base_domain);
    text_field(out, "observed", parts.claim ? parts.claim->observed : std::string());
    text_field(
        out,
        "error",
        parts.claim && (facts.verify_dns || facts.acme) ? parts.claim->error : std::string());
    out.key("certificate");
    if (parts.certificate) {
        out.begin_object();
        time_field(out, "notBefore", parts.certificate->not_before);
        time_field(out, "notAfter", parts.certificate->not_after);
        text_field(out, "issuer", parts.certificate->issuer);
        out.end_object();
    } else {
        out.null();
    }
    out.end_object();
}

}  // namespace

std::string page_url(std::string_view slug, const serve::SiteFacts& facts) {
    return facts.https_origin(std::string(slug) + "." + facts.base_domain);
}

void append_page(std::string& to, const PageParts& parts, const serve::SiteFacts& facts) {
    const record::PageView& page = parts.page;
    text::JsonOut out(to);
    out.begin_object();
    out.key("id").string(page.id.text()).key("projectId").string(page.project.text());
    out.key("name").string(page.name).key("slug").string(page.slug);
    out.key("url").string(page_url(page.slug, facts));
    text_field(out, "description", page.description);
    append_entries(out, parts.entries);
    text_field(out, "customDomain", page.custom_domain);
    append_domain_status(out, parts, facts);
    text_field(out, "logoUrl", page.logo_url);
    text_field(out, "faviconUrl", page.favicon_url);
    text_field(out, "homepageUrl", page.homepage_url);
    out.key("theme").string(record::name(page.theme));
    text_field(out, "accentColor", page.accent_color);
    text_field(out, "timezone", page.timezone);
    text_field(out, "locale", page.locale);
    out.key("noindex").boolean(page.noindex).key("published").boolean(page.published);
    append_embed_origins(out, page.embed_origins);
    out.key("passwordProtected").boolean(!page.password_hash.empty());
    time_field(out, "createdAt", page.created_at);
    time_field(out, "updatedAt", page.updated_at);
    out.end_object();
}

}  // namespace ks::api
