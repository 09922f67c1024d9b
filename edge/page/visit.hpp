// SPDX-License-Identifier: Apache-2.0
// One request for one page, as the handlers of its addresses see it.
#pragma once

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/record/status_page.hpp"
#include "core/route/path_table.hpp"
#include "edge/loop/task.hpp"
#include "edge/page/page_cache.hpp"
#include "edge/page/response_maker.hpp"
#include "edge/serve/exchange.hpp"
#include "edge/serve/site.hpp"
#include "render/page/error_page.hpp"
#include "storage/store/store.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace ks::page {

/// Everything it refers to lives until the reply is finished.
struct Visit {
    serve::Site& site;
    PageCache& cache;
    PageId id;
    const serve::Request& request;
    serve::Reply& reply;
    HostKind host;
    std::int64_t now;  ///< Unix seconds
    /// Of the route's pattern, in order; still percent-encoded.
    std::array<std::string_view, route::kPathParamsMax> params{};

    /// What the reader's Accept-Language asks for.
    [[nodiscard]] const view::Words& accepted_words() const noexcept {
        return view::accepted_words(request.fields.find("Accept-Language").value_or(""));
    }

    [[nodiscard]] PageKey key(http::Coding coding) const noexcept {
        return {.page = id,
                .coding = coding,
                .secure = host.secure,
                .own_host = host.own,
                .variant = {}};
    }
};

/// Fills the reply at once, inside one read scope. An error becomes 404 (kNotFound) or 503.
using Answer = Result<void> (*)(const store::Snapshot& snapshot, const Visit& visit);
/// Fills the reply, whatever happens; may write and so suspend. For forms and what else changes
/// something.
using Act = loop::Task<void> (*)(const Visit& visit);

/// A small page that says one thing.
void write_notice(serve::Reply& reply,
                  HostKind host,
                  std::uint16_t status,
                  page_html::Notice notice,
                  std::string_view target = {},
                  const view::Words& words = view::kEnglish);
/// 404 or 503 for an error of the store.
void write_failure(serve::Reply& reply, HostKind host, Error error);

/// The same, as JSON for who asked for that.
void write_failure(const Visit& visit, Error error);

/// `{"error","code"}` and, where one is at fault, `"field"`, with the code's HTTP status. Empty
/// text: the code's own.
void write_json_problem(serve::Reply& reply,
                        HostKind host,
                        Errc code,
                        std::string_view text = {},
                        std::string_view field = {});

/// Whether the visitor asked for JSON rather than a page: by the address (".json", "/api/...") or
/// by Accept.
[[nodiscard]] bool wants_json(const serve::Request& request);

/// Answers 404 for an unpublished page and 401 for a private one that the visitor is not signed in
/// to, and returns true; false: the visitor may see it. The one door: checked before every address
/// of the page but assets and signing in.
[[nodiscard]] bool refuse_hidden(const Visit& visit, const record::PageView& page);

}  // namespace ks::page
