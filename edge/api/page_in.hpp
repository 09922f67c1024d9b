// SPDX-License-Identifier: Apache-2.0
// The write form of a status page (spec 2.1), merged into the page as it is. A new page starts from
// an empty one.
#pragma once

#include "edge/api/object_in.hpp"
#include "edge/serve/site.hpp"
#include "storage/write/command.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace ks::api {

/// What a merge leaves to its caller.
struct PageChange {
    enum class Password : std::uint8_t { kKeep, kClear, kSet };

    Password password = Password::kKeep;
    std::string
        password_text;  ///< for kSet; hashing is slow, so it is done once everything else is good
    std::string
        entries_field;  ///< the name by which the entries came, for later errors; empty: not given
};

/// Absent fields stay, null clears. Does not know which monitors exist: the writer checks.
[[nodiscard]] PageChange merge_page(ObjectIn& in,
                                    write::OwnedPage& page,
                                    const serve::SiteFacts& facts);

/// `monitors` and `monitorIds`, each with ids, objects or both. A plain id keeps the group and
/// display name that the monitor has on the page; so does an object for what it does not name. Both
/// given: they must list the same monitors in the same order (a client that sends back what it
/// read), and `monitors` counts.
void merge_entries(ObjectIn& in,
                   std::vector<write::OwnedEntry>& entries,
                   std::string& entries_field);

}  // namespace ks::api
