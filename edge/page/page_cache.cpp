// SPDX-License-Identifier: Apache-2.0
#include "edge/page/page_cache.hpp"

#include <iterator>
#include <utility>

namespace ks::page {
namespace {

/// Node, map slot and control blocks, roughly.
constexpr std::size_t kOverhead = 512;
/// Some 2 MB of small files at most.
constexpr std::size_t kAssetsMax = 256;

std::size_t size_of(const PageKey& key, const PageEntry& entry) noexcept {
    return kOverhead + 2 * key.variant.size() + entry.full->bytes.capacity() +
           entry.not_modified->bytes.capacity();
}

}  // namespace

std::size_t PageCache::Hash::operator()(const PageKey& key) const noexcept {
    const std::size_t variant = static_cast<std::size_t>(key.coding) * 4 + (key.secure ? 2U : 0U) +
                                (key.own_host ? 1U : 0U);
    return (std::hash<PageId>{}(key.page) * 31 + variant) * 31 +
           std::hash<std::string>{}(key.variant) + std::hash<const view::Words*>{}(key.accepted);
}

const PageEntry* PageCache::find(const PageKey& key, std::uint64_t version, std::int64_t now) {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) {
        return nullptr;
    }
    const Rows::iterator row = found->second;
    const PageEntry& entry = row->entry;
    if (entry.version != version || now < entry.rendered_at || now >= entry.valid_until) {
        drop(row);
        return nullptr;
    }
    rows_.splice(rows_.begin(), rows_, row);
    return &entry;
}

void PageCache::put(const PageKey& key, PageEntry entry) {
    if (const auto old = by_key_.find(key); old != by_key_.end()) {
        drop(old->second);
    }
    const std::size_t bytes = size_of(key, entry);
    if (bytes > bytes_max_) {
        return;
    }
    while (bytes_ + bytes > bytes_max_) {
        drop(std::prev(rows_.end()));
    }
    rows_.push_front(Row{key, std::move(entry), bytes});
    by_key_.emplace(key, rows_.begin());
    bytes_ += bytes;
}

std::shared_ptr<const serve::ReadyResponse> PageCache::find_asset(const std::string& key) const {
    const auto found = assets_.find(key);
    return found == assets_.end() ? nullptr : found->second;
}

void PageCache::put_asset(const std::string& key,
                          std::shared_ptr<const serve::ReadyResponse> response) {
    if (assets_.size() >= kAssetsMax) {
        assets_.clear();
    }
    assets_[key] = std::move(response);
}

void PageCache::drop(Rows::iterator row) {
    bytes_ -= row->bytes;
    by_key_.erase(row->key);
    rows_.erase(row);
}

}  // namespace ks::page
