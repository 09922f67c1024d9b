// SPDX-License-Identifier: Apache-2.0
// GET / on app.B: the API for people, with lines to copy into a shell.
#include "core/text/base64url.hpp"
#include "core/text/escape.hpp"
#include "edge/api/answers.hpp"
#include "edge/api/endpoints.hpp"
#include "edge/tls/digest.hpp"

namespace ks::api {
namespace {

constexpr std::string_view kStyle =
    "body{max-width:52rem;margin:2rem auto;padding:0 1rem;font:16px/1.5 "
    "system-ui,sans-serif;color-scheme:light dark}"
    "pre{overflow:auto;padding:.75rem;border:1px solid #8886;border-radius:6px;font-size:14px}"
    "table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.25rem .75rem .25rem "
    "0;vertical-align:top}"
    "code{font-size:14px}h2{margin-top:2rem}";

/// `@` stands for the address of the API; nothing else is replaced.
constexpr std::string_view kBody = R"(
<h1>Status page API</h1>
<p>JSON in, JSON out. Base address: <code>@/api</code>. Send a project's key with every request, as
<code>x-api-key: km_...</code> or <code>Authorization: Bearer km_...</code>.</p>
<h2>Status pages</h2>
<pre>curl @/api/status-pages -H "x-api-key: $KEY"

curl -X POST @/api/status-pages -H "x-api-key: $KEY" -H "Content-Type: application/json" \
  -d '{"name": "Acme Status", "slug": "acme", "monitorIds": []}'

curl -X PATCH @/api/status-pages/$PAGE -H "x-api-key: $KEY" -H "Content-Type: application/json" \
  -d '{"monitors": [{"monitorId": "mon_...", "displayGroup": "API", "displayName": "Checkout"}]}'

curl -X PATCH @/api/status-pages/$PAGE -H "x-api-key: $KEY" -H "Content-Type: application/json" \
  -d '{"customDomain": "status.example.com"}'

curl -X DELETE @/api/status-pages/$PAGE -H "x-api-key: $KEY"</pre>
<h2>Monitors</h2>
<pre>curl -X POST @/api/monitors -H "x-api-key: $KEY" -H "Content-Type: application/json" \
  -d '{"name": "Website", "type": "http", "url": "https://example.com/", "interval": 60}'

curl "@/api/monitors?status=down&amp;limit=50" -H "x-api-key: $KEY"
curl "@/api/monitors/$MONITOR/stats?hours=24" -H "x-api-key: $KEY"
curl @/api/monitors/$MONITOR/uptime -H "x-api-key: $KEY"
curl @/api/monitors/$MONITOR/results -H "x-api-key: $KEY"</pre>
<h2>Results and heartbeats</h2>
<pre>curl -X POST @/api/results -H "x-api-key: $KEY" -H "Content-Type: application/json" \
  -d '[{"monitorId": "mon_...", "status": "up", "responseTimeMs": 84, "region": "eu-west"}]'

curl -X POST @/ping/$TOKEN</pre>
<h2>Addresses</h2>
<table>
<tr><th>Address</th><th>Methods</th></tr>
<tr><td><code>/api/status-pages</code></td><td>GET, POST</td></tr>
<tr><td><code>/api/status-pages/:id</code></td><td>GET, PATCH, DELETE</td></tr>
<tr><td><code>/api/monitors</code>, <code>/api/projects/:id/monitors</code></td><td>GET, POST</td></tr>
<tr><td><code>/api/monitors/:id</code></td><td>GET, PATCH, DELETE</td></tr>
<tr><td><code>/api/monitors/:id/stats</code>, <code>/uptime</code></td><td>GET</td></tr>
<tr><td><code>/api/monitors/:id/results</code></td><td>GET, POST</td></tr>
<tr><td><code>/api/subscribers</code></td><td>GET <code>?statusPageId=</code>, POST</td></tr>
<tr><td><code>/api/subscribers/:id</code></td><td>GET, DELETE</td></tr>
<tr><td><code>/api/subscribers/count</code></td><td>GET <code>?statusPageId=</code></td></tr>
<tr><td><code>/api/subscribers/bounces</code></td><td>POST (JSON, or a delivery report as message/rfc822)</td></tr>
<tr><td><code>/api/results</code></td><td>POST (JSON array or NDJSON)</td></tr>
<tr><td><code>/api/projects</code>, <code>/api/projects/:id</code></td><td>GET, POST, PATCH</td></tr>
<tr><td><code>/api/projects/:id/keys</code></td><td>GET, POST, DELETE</td></tr>
<tr><td><code>/ping/:token</code></td><td>GET, POST, no key</td></tr>
<tr><td><code>/status/:slug</code></td><td>GET, no key</td></tr>
</table>
<h2>Rules</h2>
<p>Lists are arrays; <code>?limit=</code> and <code>?after=</code> page them, with a <code>Link</code>
field. POST takes an <code>Idempotency-Key</code>. One object has an <code>ETag</code>, which PATCH and
DELETE compare with <code>If-Match</code>.
Errors are <code>{"error", "code", "field"}</code>. Times are ISO 8601 in UTC, percentages strings.</p>
)";

std::string render(std::string_view origin) {
    std::string safe;
    text::append_html_text(safe, origin);
    std::string page =
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width\"><title>Status page "
        "API</title><style>";
    page.append(kStyle).append("</style></head><body>");
    std::string_view rest = kBody;
    for (std::size_t at = rest.find('@'); at != std::string_view::npos; at = rest.find('@')) {
        page.append(rest.substr(0, at)).append(safe);
        rest.remove_prefix(at + 1);
    }
    return page.append(rest).append("</body></html>\n");
}

}  // namespace

loop::Task<Problem> reference_page(Call& call) {
    const auto hash = tls::sha256(kStyle);
    call.reply.set("Content-Type", "text/html; charset=utf-8");
    call.reply.set("Cache-Control", "public, max-age=300");
    call.reply.set("Content-Security-Policy",
                   "default-src 'none'; style-src 'sha256-" + text::base64url_encode(hash) +
                       "='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    call.reply.body = render(api_origin(call));
    co_return Problem{};
}

}  // namespace ks::api
