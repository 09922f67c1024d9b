// SPDX-License-Identifier: Apache-2.0
// /assets/<name>.<hash>.*: style and script, the same on every host, cached by browsers forever.
#pragma once

#include "edge/page/page_cache.hpp"
#include "edge/page/response_maker.hpp"

namespace ks::page {

/// False when there is no such asset; `reply` is then untouched. GET and HEAD only.
[[nodiscard]] bool serve_asset(PageCache& cache,
                               HostKind host,
                               const serve::Request& request,
                               serve::Reply& reply);

}  // namespace ks::page
