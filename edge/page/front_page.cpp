// SPDX-License-Identifier: Apache-2.0
#include "edge/page/front_page.hpp"

#include "core/http/conditional.hpp"
#include "edge/page/page_render.hpp"
#include "edge/serve/compress.hpp"
#include "storage/store/readers.hpp"

#include <string>
#include <utility>

namespace ks::page {
namespace {

/// Together with the age of a cached page (10 s) well below the 30 s that a shown state may be old.
constexpr std::string_view kCacheControl = "public, max-age=15";

void answer_from(const Visit& visit, const PageEntry& entry) {
    const auto verdict = http::evaluate(visit.request.fields, visit.request.method, entry.etag);
    visit.reply.ready =
        verdict == http::Precondition::kNotModified ? entry.not_modified : entry.full;
}

PageEntry make_entry(const Visit& visit,
                     const record::PageView& page,
                     const RenderedPage& rendered,
                     http::Coding coding) {
    std::string body = rendered.html;
    if (auto made = serve::compress(coding, rendered.html);
        made && coding != http::Coding::kIdentity) {
        body = *std::move(made);
    } else {
        coding = http::Coding::kIdentity;
    }
    PageEntry entry{.version = page.version,
                    .rendered_at = visit.now,
                    .valid_until = rendered.valid_until,
                    .etag = entity_tag(body),
                    .full = {},
                    .not_modified = {}};
    ResponseFields fields{{"Cache-Control", std::string(kCacheControl)},
                          {"Vary", "Accept-Encoding"},
                          {"ETag", entry.etag}};
    add_security_fields(fields, visit.host);
    entry.not_modified = make_ready(304, fields, {});
    fields.emplace_back("Content-Type", "text/html; charset=utf-8");
    fields.emplace_back("Content-Security-Policy", content_policy(page.logo_url, page.favicon_url));
    if (coding != http::Coding::kIdentity) {
        fields.emplace_back("Content-Encoding", http::name(coding));
    }
    if (page.noindex) {
        fields.emplace_back("X-Robots-Tag", "noindex");
    }
    entry.full = make_ready(200, fields, body);
    return entry;
}

}  // namespace

Result<void> answer_page(const store::Snapshot& snapshot, const Visit& visit) {
    const http::Coding coding = http::choose_coding(visit.request.fields);
    const PageKey key = visit.key(coding);
    KS_TRY(const std::uint64_t version, store::page_version(snapshot, visit.id));
    if (const PageEntry* entry = visit.cache.find(key, version, visit.now)) {
        answer_from(visit, *entry);
        return {};
    }
    KS_TRY(const auto page, store::page(snapshot, visit.id));
    if (refuse_hidden(visit, page)) {
        return {};
    }
    KS_TRY(const auto rendered,
           render_page(snapshot,
                       page,
                       {.now = visit.now, .frozen_at = visit.site.frozen_at},
                       visit.cache.renderer()));
    PageEntry entry = make_entry(visit, page, rendered, coding);
    answer_from(visit, entry);
    visit.cache.put(key, std::move(entry));
    return {};
}

}  // namespace ks::page
