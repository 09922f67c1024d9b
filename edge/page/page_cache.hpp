// SPDX-License-Identifier: Apache-2.0
// Finished page responses of one reactor. Validates itself: an entry counts only for the page
// version that the caller read in its own snapshot, and until it expires. Bounded by bytes; the
// least recently used go first.
#pragma once

#include "core/base/id.hpp"
#include "core/http/accept_encoding.hpp"
#include "edge/page/known_passwords.hpp"
#include "edge/serve/ready_response.hpp"
#include "render/page/status_page.hpp"

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>

namespace ks::page {

/// What makes the responses for one page differ.
struct PageKey {
    PageId page;
    http::Coding coding = http::Coding::kIdentity;
    bool secure = false;    ///< HSTS is sent
    bool own_host = false;  ///< under the base domain: HSTS covers sub-domains
    std::string variant{};  ///< which of the page's answers; empty: the page itself

    /// The reader's language; nullptr where the answer has no words, or always the same.
    const view::Words* accepted = nullptr;

    friend bool operator==(const PageKey&, const PageKey&) = default;
};

struct PageEntry {
    std::uint64_t version = 0;     ///< PageView::version that was rendered
    std::int64_t rendered_at = 0;  ///< Unix seconds; a clock that is set back ends the entry
    std::int64_t valid_until = 0;  ///< exclusive
    std::string etag;
    std::shared_ptr<const serve::ReadyResponse> full;
    std::shared_ptr<const serve::ReadyResponse> not_modified;
};

class PageCache {
public:
    static constexpr std::size_t kBytesMax = std::size_t{64} << 20U;

    explicit PageCache(std::size_t bytes_max = kBytesMax) noexcept : bytes_max_(bytes_max) {}

    PageCache(const PageCache&) = delete;
    PageCache& operator=(const PageCache&) = delete;
    ~PageCache() = default;

    /// nullptr unless there is an entry of exactly that version that has not expired. Valid until
    /// the next put().
    [[nodiscard]] const PageEntry* find(const PageKey& key,
                                        std::uint64_t version,
                                        std::int64_t now);
    /// Replaces the key's entry. An entry larger than the whole cache is not kept.
    void put(const PageKey& key, PageEntry entry);

    /// Finished answers for assets, by path and variant. Paths come from asset::find_asset(),
    /// accents make many of them.
    [[nodiscard]] std::shared_ptr<const serve::ReadyResponse> find_asset(
        const std::string& key) const;
    void put_asset(const std::string& key, std::shared_ptr<const serve::ReadyResponse> response);

    /// The reactor's renderer: its buffers keep their capacity from page to page.
    [[nodiscard]] page_html::StatusPage& renderer() noexcept { return renderer_; }

    [[nodiscard]] KnownPasswords& known_passwords() noexcept { return known_passwords_; }

    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

    [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }

private:
    struct Row {
        PageKey key;
        PageEntry entry;
        std::size_t bytes;
    };

    struct Hash {
        std::size_t operator()(const PageKey& key) const noexcept;
    };

    using Rows = std::list<Row>;

    void drop(Rows::iterator row);

    std::size_t bytes_max_;
    std::size_t bytes_ = 0;
    Rows rows_;  ///< most recently used first
    std::unordered_map<PageKey, Rows::iterator, Hash> by_key_;
    std::unordered_map<std::string, std::shared_ptr<const serve::ReadyResponse>> assets_;
    page_html::StatusPage renderer_;
    KnownPasswords known_passwords_;
};

}  // namespace ks::page
