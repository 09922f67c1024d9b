// SPDX-License-Identifier: Apache-2.0
// The public status page's addresses on its own host, one row each: the page itself, its assets,
// and what else it offers.
#pragma once

#include "core/base/id.hpp"
#include "core/http/method.hpp"
#include "edge/loop/task.hpp"
#include "edge/page/page_cache.hpp"
#include "edge/serve/exchange.hpp"
#include "edge/serve/site.hpp"

#include <string_view>
#include <vector>

namespace ks::page {

/// One row of the table.
struct PageAddress {
    http::Method method;
    std::string_view pattern;
};

/// Every address of a page, assets left out.
[[nodiscard]] std::vector<PageAddress> page_addresses();

/// Answers one request for the page `id`; 404 if it is unpublished or gone. False: the address
/// writes, act_on_page() must be awaited.
[[nodiscard]] bool serve_page(serve::Site& site,
                              PageCache& cache,
                              PageId id,
                              const serve::Request& request,
                              serve::Reply& reply);

/// Answers what serve_page() left.
[[nodiscard]] loop::Task<void> act_on_page(serve::Site& site,
                                           PageCache& cache,
                                           PageId id,
                                           const serve::Request& request,
                                           serve::Reply& reply);

/// app.B: the page's formats that are open to every origin, at addresses that name its slug
/// (dialect/app_path.hpp). False: no such address, the API's turn.
[[nodiscard]] bool serve_on_app(serve::Site& site,
                                PageCache& cache,
                                const serve::Request& request,
                                serve::Reply& reply);

/// Answers what serve_on_app() left, if it is one of a page's addresses; false: it is none.
[[nodiscard]] loop::Task<bool> act_on_app(serve::Site& site,
                                          PageCache& cache,
                                          const serve::Request& request,
                                          serve::Reply& reply);

/// pages.B: what it is for.
void serve_cname_target(serve::Site& site,
                        PageCache& cache,
                        const serve::Request& request,
                        serve::Reply& reply);

}  // namespace ks::page
