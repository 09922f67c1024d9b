// SPDX-License-Identifier: Apache-2.0
#include "edge/page/page_render.hpp"

#include "edge/page/chunks.hpp"

namespace ks::page {
namespace {

/// The sums of the groups that entries [first, end) are of; they are neighbours.
std::span<const view::GroupSum> groups_shown(const PageIndex& index,
                                             const view::EntryRange& shown) {
    if (shown.empty()) {
        return {};
    }
    const std::size_t first = index.entries()[shown.first].group;
    const std::size_t last = index.entries()[shown.end - 1].group;
    return index.groups().subspan(first, last - first + 1);
}

view::WholePage whole_page(const PageIndex& index, std::uint32_t first) {
    const auto all = static_cast<std::uint32_t>(index.entries().size());
    const view::EntryRange shown = chunk_at(first, all);
    return {.tally = index.tally(),
            .ever_observed = index.ever_observed(),
            .order = index.order(),
            .groups = groups_shown(index, shown),
            .shown = shown,
            .previous = chunk_before(first),
            .next = chunk_at(shown.end, all),
            .continues =
                first != 0 && index.entries()[first].group == index.entries()[first - 1].group};
}

}  // namespace

Result<RenderedPage> render_page(const store::Snapshot& snapshot,
                                 const record::PageView& page,
                                 const RenderFor& whom,
                                 std::uint32_t first,
                                 RenderTools tools) {
    PageScene scene(snapshot, page, whom);
    KS_CHECK(scene.open(tools.indexes, first));
    if (first != 0 && (!is_chunk_start(first) || first >= scene.index().entries().size())) {
        return Errc::kNotFound;
    }
    const view::WholePage whole = whole_page(scene.index(), first);
    tools.renderer.begin(scene.facts(), &whole);
    for (std::uint32_t number = whole.shown.first; number < whole.shown.end; ++number) {
        KS_TRY(const PageScene::Row row, scene.row(number));
        if (row.present) {
            tools.renderer.row(row.row);
        }
    }
    RenderedPage rendered;
    tools.renderer.end(rendered.html);
    rendered.next_change = scene.next_change();
    return rendered;
}

}  // namespace ks::page
