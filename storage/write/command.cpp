// SPDX-License-Identifier: Apache-2.0
#include "storage/write/command.hpp"

namespace ks::write {

record::PageView OwnedPage::view() const {
    return {
        .id = id,
        .project = project,
        .version = version,
        .config_version = config_version,
        .created_at = created_at,
        .updated_at = updated_at,
        .name = name,
        .slug = slug,
        .custom_domain = custom_domain,
        .description = description,
        .logo_url = logo_url,
        .favicon_url = favicon_url,
        .homepage_url = homepage_url,
        .theme = theme,
        .accent_color = accent_color,
        .timezone = timezone,
        .locale = locale,
        .noindex = noindex,
        .published = published,
        .password_hash = password_hash,
        .embed_origins = embed_origins,
        .entry_count = static_cast<std::uint32_t>(entries.size()),
    };
}

}  // namespace ks::write
