// SPDX-License-Identifier: Apache-2.0
#include "edge/page/asset_routes.hpp"

#include "edge/serve/compress.hpp"
#include "render/asset/assets.hpp"

namespace ks::page {
namespace {

/// A compressor without memory leaves the body as it is.
std::string encoded(http::Coding& coding, std::string_view body) {
    auto out = serve::compress(coding, body);
    if (!out) {
        coding = http::Coding::kIdentity;
        return std::string(body);
    }
    return *std::move(out);
}

std::shared_ptr<const serve::ReadyResponse> make_asset(const asset::Asset& asset,
                                                       http::Coding coding,
                                                       HostKind host) {
    const std::string body = encoded(coding, asset.bytes);
    ResponseFields fields{{"Content-Type", std::string(asset.content_type)},
                          {"Cache-Control", "public, max-age=31536000, immutable"},
                          {"Vary", "Accept-Encoding"},
                          {"ETag", entity_tag(body)}};
    if (coding != http::Coding::kIdentity) {
        fields.emplace_back("Content-Encoding", http::name(coding));
    }
    add_security_fields(fields, host);
    return make_ready(200, fields, body);
}

}  // namespace

bool serve_asset(PageCache& cache,
                 HostKind host,
                 const serve::Request& request,
                 serve::Reply& reply) {
    const http::Coding coding = http::choose_coding(request.fields);
    std::string key(request.path);
    key.append({' ',
                static_cast<char>('0' + static_cast<int>(coding)),
                host.secure ? 's' : 'p',
                host.own ? 'o' : 'c'});
    reply.ready = cache.find_asset(key);
    if (reply.ready) {
        return true;
    }
    const auto asset = asset::find_asset(request.path);
    if (!asset) {
        return false;
    }
    reply.ready = make_asset(*asset, coding, host);
    cache.put_asset(key, reply.ready);
    return true;
}

}  // namespace ks::page
