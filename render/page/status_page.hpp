// SPDX-License-Identifier: Apache-2.0
// The whole status page. Rows are turned into markup as they come and counted; the frame, which
// needs the counts, is put around them at the end. One object a reactor, used again and again: its
// buffers keep their capacity.
#pragma once

#include "core/model/page_state.hpp"
#include "render/fragment/banner.hpp"
#include "render/view/page_input.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ks::page_html {

class StatusPage {
public:
    /// Forgets the page before. `facts` and all that it points to must live until end().
    void begin(const view::PageFacts& facts);
    /// The next entry in display order. Of `row` only the group's name must live until end().
    /// Groups come in the order of their first entry, entries of a group that stand apart are
    /// gathered; ungrouped ones come first.
    void row(const view::MonitorRow& row);
    /// Appends the page to `to`. The state is that of the rows, raised by the open incidents.
    void end(std::string& to);

    /// Of the rows so far.
    [[nodiscard]] const model::PageTally& tally() const noexcept { return tally_; }

private:
    /// Neighbouring rows of one group in rows_.
    struct Piece {
        std::size_t begin;
        std::size_t end;
        std::uint32_t next;  ///< piece of the same group, kNone after the last
    };

    struct Group {
        std::string_view name;
        std::uint64_t key;
        model::PageTally tally;
        std::uint32_t first;
        std::uint32_t last;
    };

    static constexpr std::uint32_t kNone = UINT32_MAX;

    [[nodiscard]] std::uint32_t find_group(std::string_view name);
    void write_main(out::Html& out, const fragment::Overall& overall) const;
    void write_group(out::Html& out, const Group& group) const;
    [[nodiscard]] fragment::Overall overall() const;

    const view::PageFacts* facts_ = nullptr;
    std::string rows_;
    std::vector<Piece> pieces_;
    std::vector<std::uint64_t> keys_;  ///< of groups_, beside them so that a search reads little
    std::vector<Group> groups_;        ///< [0] is the ungrouped one
    std::uint32_t current_ = 0;        ///< group of the last row
    model::PageTally tally_;
    std::uint64_t order_ = 0;  ///< hash of ids and groups in their order
    bool ever_observed_ = false;
};

}  // namespace ks::page_html
