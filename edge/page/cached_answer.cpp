// SPDX-License-Identifier: Apache-2.0
#include "edge/page/cached_answer.hpp"

#include "core/http/conditional.hpp"
#include "edge/page/private_page.hpp"
#include "edge/serve/compress.hpp"
#include "storage/store/readers.hpp"

#include <utility>

namespace ks::page {
namespace {

/// Together with the age of a cached answer (10 s) well below the 30 s that a shown state may be
/// old.
constexpr std::string_view kPublic = "public, max-age=15";

void answer_from(const Visit& visit, const PageEntry& entry) {
    const auto verdict = http::evaluate(visit.request.fields, visit.request.method, entry.etag);
    visit.reply.ready =
        verdict == http::Precondition::kNotModified ? entry.not_modified : entry.full;
}

PageEntry make_entry(const Visit& visit,
                     const record::PageView& page,
                     const AnswerForm& form,
                     const Body& rendered,
                     http::Coding coding) {
    std::string body = rendered.text;
    if (auto made = serve::compress(coding, rendered.text);
        made && coding != http::Coding::kIdentity) {
        body = *std::move(made);
    } else {
        coding = http::Coding::kIdentity;
    }
    const bool open = page.password_hash.empty();
    PageEntry entry{.version = page.version,
                    .rendered_at = visit.now,
                    .valid_until = rendered.valid_until,
                    .etag = entity_tag(body),
                    .full = {},
                    .not_modified = {}};
    const bool by_language = form.worded && page.locale.empty();
    ResponseFields fields{{"Cache-Control", std::string(open ? kPublic : kPrivateCacheControl)},
                          {"Vary",
                           std::string(!open         ? kPrivateVary
                                       : by_language ? "Accept-Encoding, Accept-Language"
                                                     : "Accept-Encoding")},
                          {"ETag", entry.etag}};
    if (form.open && open) {
        fields.emplace_back("Access-Control-Allow-Origin", "*");
    }
    add_security_fields(fields, visit.host);
    entry.not_modified = make_ready(304, fields, {});
    fields.emplace_back("Content-Type", form.content_type);
    fields.emplace_back("Content-Security-Policy",
                        rendered.policy.empty() ? content_policy({}, {}) : rendered.policy);
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

Result<void> answer_cached(const store::Snapshot& snapshot,
                           const Visit& visit,
                           const AnswerForm& form,
                           Render render) {
    const http::Coding coding = http::choose_coding(visit.request.fields);
    PageKey key = visit.key(coding);
    key.variant = form.variant;
    key.accepted = form.worded ? &visit.accepted_words() : nullptr;
    KS_TRY(const std::uint64_t version, store::page_version(snapshot, visit.id));
    if (const PageEntry* entry = form.keep ? visit.cache.find(key, version, visit.now) : nullptr) {
        answer_from(visit, *entry);
        return {};
    }
    KS_TRY(const auto page, store::page(snapshot, visit.id));
    if (refuse_hidden(visit, page)) {
        return {};
    }
    KS_TRY(const Body body, render(snapshot, visit, page));
    PageEntry entry = make_entry(visit, page, form, body, coding);
    answer_from(visit, entry);
    if (form.keep && page.password_hash.empty()) {  // what is in the cache is public
        visit.cache.put(key, std::move(entry));
    }
    return {};
}

}  // namespace ks::page
