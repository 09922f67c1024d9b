// SPDX-License-Identifier: Apache-2.0
// Every table of the store. Layouts of keys and values are in storage/README.md; change them
// together with kFormat.
#pragma once

#include "storage/lmdb/table.hpp"

#include <cstdint>
#include <string_view>

namespace ks::store {

/// Raised with every change that an older version could not read. Older formats are read, and
/// become this one when they are opened.
inline constexpr std::uint32_t kFormat = 2;
/// Of `meta`: 32 random bytes, made at the first start.
inline constexpr std::string_view kSecretKey = "secret";

struct Tables {
    lmdb::Table meta;
    lmdb::Table projects;
    lmdb::Table keys;  ///< by hash
    lmdb::Table key_ids;
    lmdb::Table pages;
    lmdb::Table page_entries;
    lmdb::Table project_pages;
    lmdb::Table slugs;
    lmdb::Table domains;
    lmdb::Table monitors;
    lmdb::Table project_monitors;
    lmdb::Table monitor_pages;  ///< which pages show a monitor
    lmdb::Table tokens;
    lmdb::Table schedule;
    lmdb::Table histories;
    lmdb::Table result_log;
    lmdb::Table raw_results;
    lmdb::Table certificates_seen;
    lmdb::Table idempotency;
    lmdb::Table idempotency_expiry;
    lmdb::Table incidents;
    lmdb::Table incident_updates;
    lmdb::Table project_incidents;
    lmdb::Table incident_times;  ///< by project and start
    lmdb::Table open_incidents;
    lmdb::Table maintenance;
    lmdb::Table project_maintenance;
    lmdb::Table monitor_maintenance;
    lmdb::Table last_changes;  ///< of what pages show, by monitor and by page
    lmdb::Table page_changes;  ///< by page and commit
    lmdb::Table certificates;  ///< by host
    lmdb::Table certificate_chains;
    lmdb::Table domain_work;  ///< by host
    lmdb::Table domain_due;   ///< by second and host
    lmdb::Table challenges;
    lmdb::Table acme_accounts;  ///< by directory
    lmdb::Table rates;          ///< token buckets by name
    lmdb::Table leases;
    lmdb::Table standings;       ///< what was announced of a monitor, and its wake-up
    lmdb::Table wakes;           ///< by second: monitors to look at as time passes
    lmdb::Table incident_down;   ///< monitors of an automatic incident that are down
    lmdb::Table monitor_recuts;  ///< monitors whose records are to be cut anew
    lmdb::Table subscribers;
    lmdb::Table page_subscribers;
    lmdb::Table subscriber_targets;   ///< by target and page
    lmdb::Table pending_subscribers;  ///< by time of asking
    lmdb::Table outbox;               ///< messages to subscribers, by queue and time due
    lmdb::Table fan_outs;  ///< announcements that have not reached every subscriber's outbox
    lmdb::Table hooks;     ///< by hash
    lmdb::Table hook_ids;
    lmdb::Table alerts;  ///< by monitor
    lmdb::Table recuts;  ///< re-cuts of a project's histories that have not ended
};

/// One row of the list below.
struct TableName {
    const char* name;
    lmdb::Table Tables::* member;
};

/// All of them, for opening, dumping and checking.
inline constexpr TableName kTables[] = {
    {"meta", &Tables::meta},
    {"projects", &Tables::projects},
    {"keys", &Tables::keys},
    {"key_ids", &Tables::key_ids},
    {"pages", &Tables::pages},
    {"page_entries", &Tables::page_entries},
    {"project_pages", &Tables::project_pages},
    {"slugs", &Tables::slugs},
    {"domains", &Tables::domains},
    {"monitors", &Tables::monitors},
    {"project_monitors", &Tables::project_monitors},
    {"monitor_pages", &Tables::monitor_pages},
    {"tokens", &Tables::tokens},
    {"schedule", &Tables::schedule},
    {"histories", &Tables::histories},
    {"result_log", &Tables::result_log},
    {"raw_results", &Tables::raw_results},
    {"certificates_seen", &Tables::certificates_seen},
    {"idempotency", &Tables::idempotency},
    {"idempotency_expiry", &Tables::idempotency_expiry},
    {"incidents", &Tables::incidents},
    {"incident_updates", &Tables::incident_updates},
    {"project_incidents", &Tables::project_incidents},
    {"incident_times", &Tables::incident_times},
    {"open_incidents", &Tables::open_incidents},
    {"maintenance", &Tables::maintenance},
    {"project_maintenance", &Tables::project_maintenance},
    {"monitor_maintenance", &Tables::monitor_maintenance},
    {"last_changes", &Tables::last_changes},
    {"page_changes", &Tables::page_changes},
    {"certificates", &Tables::certificates},
    {"certificate_chains", &Tables::certificate_chains},
    {"domain_work", &Tables::domain_work},
    {"domain_due", &Tables::domain_due},
    {"challenges", &Tables::challenges},
    {"acme_accounts", &Tables::acme_accounts},
    {"rates", &Tables::rates},
    {"leases", &Tables::leases},
    {"standings", &Tables::standings},
    {"wakes", &Tables::wakes},
    {"incident_down", &Tables::incident_down},
    {"monitor_recuts", &Tables::monitor_recuts},
    {"subscribers", &Tables::subscribers},
    {"page_subscribers", &Tables::page_subscribers},
    {"subscriber_targets", &Tables::subscriber_targets},
    {"pending_subscribers", &Tables::pending_subscribers},
    {"outbox", &Tables::outbox},
    {"fan_outs", &Tables::fan_outs},
    {"hooks", &Tables::hooks},
    {"hook_ids", &Tables::hook_ids},
    {"alerts", &Tables::alerts},
    {"recuts", &Tables::recuts},
};

/// Opens or makes every table in one transaction, which the caller commits. REQUIRES: no other
/// transaction in this process. kStoreVersion when another format is written in `meta`; nothing was
/// changed then.
[[nodiscard]] Result<Tables> open_tables(lmdb::WriteTxn& txn);

}  // namespace ks::store
