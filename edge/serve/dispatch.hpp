// SPDX-License-Identifier: Apache-2.0
// From a request's Host to what answers it: API, status page, redirect, refusal. One a reactor.
#pragma once

#include "core/base/id.hpp"
#include "core/route/host_table.hpp"
#include "edge/page/page_cache.hpp"
#include "edge/serve/handler.hpp"
#include "edge/serve/site.hpp"
#include "edge/tls/certificate_cache.hpp"

#include <optional>

namespace ks::serve {

class Dispatcher final : public Handler {
public:
    Dispatcher(Site& site, page::PageCache& cache, tls::CertificateCache& certificates) noexcept
        : site_(site), cache_(cache), certificates_(certificates) {}

    [[nodiscard]] bool answer_now(const Request& request,
                                  const tls::Session* session,
                                  std::string_view request_id,
                                  Reply& reply) override;
    [[nodiscard]] loop::Task<void> answer(const Request& request,
                                          std::string_view request_id,
                                          Reply& reply) override;
    void refuse(Errc code, std::string_view host, Reply& reply) override;

private:
    /// Who owns a host; kNotFound if nobody does.
    struct Owner {
        route::HostKind kind;
        PageId page;  ///< with kSlug and kForeign
    };

    [[nodiscard]] Result<Owner> owner_of(std::string_view host);
    /// HTTP-01 (RFC 8555 section 8.3): whether the request is for an answer that is there.
    [[nodiscard]] bool answer_challenge(const Request& request, Reply& reply);
    void redirect(const Request& request, Reply& reply) const;
    void no_such_host(const Request& request, Reply& reply) const;

    Site& site_;
    page::PageCache& cache_;
    tls::CertificateCache& certificates_;
};

}  // namespace ks::serve
