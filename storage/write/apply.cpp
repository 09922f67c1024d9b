// SPDX-License-Identifier: Apache-2.0
#include "storage/write/apply.hpp"

#include "storage/store/record_rows.hpp"

#include <utility>

namespace ks::write {

const Zone& ZoneCache::find(const std::string& name) {
    const auto known = zones_.find(name);
    if (known != zones_.end()) {
        return known->second;
    }
    return zones_.emplace(name, Zone::find(name).value_or(Zone())).first->second;
}

Result<Outcome> apply(Context& context, const Command& command) {
    return std::visit([&](const auto& one) { return apply_one(context, one); }, command);
}

Result<rows::ProjectDays> project_days(Context& context, ProjectId project) {
    KS_TRY(const record::Project found,
           store::project(context.changes.txn, context.changes.tables, project));
    return rows::ProjectDays{.zone = context.zones.find(found.timezone), .epoch = found.zone_epoch};
}

Outcome refused(Errc code, std::string subject) {
    Outcome outcome;
    outcome.code = code;
    outcome.subject = std::move(subject);
    return outcome;
}

}  // namespace ks::write
