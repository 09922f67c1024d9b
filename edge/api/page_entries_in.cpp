// SPDX-License-Identifier: Apache-2.0
#include "core/base/limits.hpp"
#include "edge/api/page_in.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace ks::api {
namespace {

using write::OwnedEntry;
using Present = std::unordered_map<MonitorId, const OwnedEntry*>;

constexpr TextRule kLabel{.chars_min = 0, .chars_max = limits::kNameChars};

/// An id, or {"monitorId", "displayGroup", "displayName"}.
std::optional<OwnedEntry> read_entry(JsonValue value,
                                     ObjectIn& in,
                                     const std::string& list,
                                     const Present& present) {
    std::optional<std::string_view> id_text = value.text();
    const bool is_object = value.is(JsonKind::kObject);
    if (is_object) {
        ObjectIn object(value, in.problem());
        const auto id = object.find({"monitorId", "id"});
        id_text = id ? id->text() : std::nullopt;
    }
    if (!id_text) {
        in.refuse(list, "must hold monitor ids or objects with a 'monitorId'");
        return std::nullopt;
    }
    const auto id = MonitorId::parse(*id_text);
    if (!id) {
        // The text is the client's own and goes back as JSON; long nonsense is not echoed.
        const std::string shown(id_text->substr(0, id_text->size() > 64 ? 0 : id_text->size()));
        in.problem() = Problem{.code = Errc::kUnknownMonitor,
                               .field = list,
                               .text = "There is no monitor '" + shown + "'."};
        return std::nullopt;
    }
    OwnedEntry entry{.monitor = *id};
    if (const auto old = present.find(*id); old != present.end()) {
        entry = *old->second;
    }
    if (is_object) {
        ObjectIn object(value, in.problem());
        if (object.text({"displayGroup"}, entry.display_group, kLabel)) {
            // An empty string is a page's wish for no group; null falls back to the monitor's own.
            entry.group_set = value.find(object.found())->is(JsonKind::kString);
        }
        object.text({"displayName"}, entry.display_name, kLabel);
    }
    return entry;
}

std::vector<OwnedEntry> read_list(JsonValue list,
                                  ObjectIn& in,
                                  const std::string& name,
                                  const Present& present) {
    std::vector<OwnedEntry> out;
    if (list.is(JsonKind::kNull)) {
        return out;
    }
    if (!list.is(JsonKind::kArray)) {
        in.refuse(name, "must be a list");
        return out;
    }
    const auto items = list.items();
    if (items.size() > limits::kEntriesPerPage) {
        in.refuse(name,
                  "must have at most " + std::to_string(limits::kEntriesPerPage) + " monitors");
        return out;
    }
    std::unordered_set<MonitorId> seen;
    for (const JsonValue item : items) {
        auto entry = read_entry(item, in, name, present);
        if (!entry || !in.good()) {
            return out;
        }
        if (!seen.insert(entry->monitor).second) {
            in.refuse(name, "must not name the monitor '" + entry->monitor.text() + "' twice");
            return out;
        }
        out.push_back(*std::move(entry));
    }
    return out;
}

}  // namespace

void merge_entries(ObjectIn& in, std::vector<OwnedEntry>& entries, std::string& entries_field) {
    Present present;
    for (const OwnedEntry& entry : entries) {
        present.emplace(entry.monitor, &entry);
    }
    const auto ids = in.find({"monitorIds"});
    const std::string ids_name = in.found();
    const auto objects = in.find({"monitors"});
    const std::string objects_name = in.found();
    if (!ids && !objects) {
        return;
    }
    std::vector<OwnedEntry> wanted = objects ? read_list(*objects, in, objects_name, present)
                                             : read_list(*ids, in, ids_name, present);
    if (ids && objects && in.good()) {
        const auto same = read_list(*ids, in, ids_name, present);
        if (in.good() &&
            !std::ranges::equal(wanted, same, {}, &OwnedEntry::monitor, &OwnedEntry::monitor)) {
            in.refuse(ids_name, "must list the same monitors as 'monitors'; send one of the two");
        }
    }
    if (in.good()) {
        entries_field = objects ? objects_name : ids_name;
        entries = std::move(wanted);
    }
}

}  // namespace ks::api
