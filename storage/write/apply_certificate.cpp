// SPDX-License-Identifier: Apache-2.0
// Certificates and the work on them. Commands of the process that does the work carry its lease's
// owner: once another process has taken the lease over, nothing of the first is stored any more.
#include "core/record/layout.hpp"
#include "storage/lmdb/cursor.hpp"
#include "storage/rows/domain_rows.hpp"
#include "storage/store/certificates.hpp"
#include "storage/write/apply.hpp"

#include <array>

namespace ks::write {
namespace {

store::View view_of(const rows::Changes& changes) noexcept {
    return {changes.txn, changes.tables};
}

/// The lease's holder; 0: nobody.
Result<record::Lease> lease_of(const rows::Changes& changes) {
    const auto lease = store::lease(view_of(changes), kCertificateLease);
    if (!lease && lease.error().code == Errc::kNotFound) {
        return record::Lease{};
    }
    return lease;
}

Result<bool> holds_lease(const rows::Changes& changes, std::uint64_t owner) {
    KS_TRY(const record::Lease lease, lease_of(changes));
    return lease.owner == owner;
}

/// kConflict: another process has the lease, the work has changed since it was read, or the host
/// has been released.
Result<Outcome> check_save(const rows::Changes& changes, const SaveWork& save) {
    if (save.owner != kNoLease) {
        KS_TRY(const bool ours, holds_lease(changes, save.owner));
        if (!ours) {
            return refused(Errc::kConflict, "lease");
        }
    }
    const auto stored = store::domain_work(view_of(changes), save.host);
    if (!stored) {
        return stored.error().code == Errc::kNotFound
                   ? Result<Outcome>(refused(Errc::kConflict, save.host))
                   : Result<Outcome>(stored.error());
    }
    const bool same = stored->version == save.work.version && stored->page == save.work.page &&
                      stored->claimed_at == save.work.claimed_at;
    return same ? Outcome() : refused(Errc::kConflict, save.host);
}

Result<void> save_work(Context& context, const SaveWork& save) {
    record::DomainWork work = save.work;
    ++work.version;
    KS_CHECK(rows::put_work(context.changes, save.host, work));
    if (save.claim) {
        KS_TRY(const Outcome ignored, apply_one(context, *save.claim));
        static_cast<void>(ignored);  // a host of the base domain has no claim
    }
    return {};
}

/// The first bucket without a token; null if all have one.
Result<const model::Toll*> empty_bucket(const rows::Changes& changes, const BeginOrder& command) {
    for (const model::Toll& toll : command.tolls) {
        KS_TRY(const UnixMillis full_at, store::rate(view_of(changes), toll.name));
        if (model::wait_for_token(full_at, toll.rate, command.now, toll.reserve).count() > 0) {
            return &toll;
        }
    }
    return nullptr;
}

Result<void> pay(const rows::Changes& changes, const model::Toll& toll, UnixMillis now) {
    KS_TRY(const UnixMillis full_at, store::rate(view_of(changes), toll.name));
    std::array<std::byte, sizeof(std::int64_t)> value{};
    store_le(value.data(), model::take_token(full_at, toll.rate, now).time_since_epoch().count());
    return changes.tables.rates.put(changes.txn, as_bytes(toll.name), value);
}

}  // namespace

Result<Outcome> apply_one(Context& context, const TakeLease& command) {
    const rows::Changes& changes = context.changes;
    KS_TRY(const record::Lease held, lease_of(changes));
    const bool free = held.owner == kNoLease || held.owner == command.owner ||
                      held.until <= command.now || command.force;
    if (!free) {
        return refused(Errc::kConflict, "lease");
    }
    const record::Lease lease{.owner = command.owner, .until = command.until};
    KS_CHECK(changes.tables.leases.put(
        changes.txn, as_bytes(kCertificateLease), as_bytes(record::encode(lease))));
    return Outcome();
}

Result<Outcome> apply_one(Context& context, const DropLease& command) {
    KS_TRY(const bool ours, holds_lease(context.changes, command.owner));
    if (ours) {
        KS_CHECK(
            context.changes.tables.leases.erase(context.changes.txn, as_bytes(kCertificateLease)));
    }
    return Outcome();
}

Result<Outcome> apply_one(Context& context, const SaveWork& command) {
    KS_TRY(Outcome outcome, check_save(context.changes, command));
    if (outcome.code == Errc::kOk) {
        KS_CHECK(save_work(context, command));
    }
    return outcome;
}

Result<Outcome> apply_one(Context& context, const BeginOrder& command) {
    const rows::Changes& changes = context.changes;
    KS_TRY(Outcome outcome, check_save(changes, command.save));
    if (outcome.code != Errc::kOk) {
        return outcome;
    }
    KS_TRY(const model::Toll* const empty, empty_bucket(changes, command));
    if (empty != nullptr) {
        return refused(Errc::kTooManyRequests, empty->name);
    }
    for (const model::Toll& toll : command.tolls) {
        KS_CHECK(pay(changes, toll, command.now));
    }
    KS_CHECK(save_work(context, command.save));
    return outcome;
}

Result<Outcome> apply_one(Context& context, const StoreCertificate& command) {
    KS_TRY(Outcome outcome, check_save(context.changes, command.save));
    if (outcome.code == Errc::kOk) {
        KS_CHECK(rows::put_certificate(
            context.changes, command.save.host, command.certificate, command.chain_pem));
        KS_CHECK(save_work(context, command.save));
    }
    return outcome;
}

Result<Outcome> apply_one(Context& context, const EnsureWork& command) {
    const auto stored = store::domain_work(view_of(context.changes), command.host);
    if (stored) {
        return Outcome();
    }
    if (stored.error().code != Errc::kNotFound) {
        return stored.error();
    }
    record::DomainWork work;
    work.next = command.now;
    const auto claim =
        context.changes.tables.domains.get(context.changes.txn, as_bytes(command.host));
    if (claim) {
        KS_TRY(const record::DomainClaim known, record::decode_domain_claim(*claim));
        work.page = known.page;
        work.claimed_at = known.claimed_at;
        if (known.served) {  // verified before there was a record of when: its grace begins now
            work.dns_good = command.now;
        }
    } else if (claim.error().code != Errc::kNotFound) {
        return claim.error();
    }
    KS_CHECK(rows::put_work(context.changes, command.host, work));
    return Outcome();
}

Result<Outcome> apply_one(Context& context, const RenewHost& command) {
    auto work = store::domain_work(view_of(context.changes), command.host);
    if (!work) {
        return work.error().code == Errc::kNotFound
                   ? Result<Outcome>(refused(Errc::kNotFound, command.host))
                   : Result<Outcome>(work.error());
    }
    ++work->version;
    work->forced = true;
    work->next = command.now;
    work->order_after = {};
    KS_CHECK(rows::put_work(context.changes, command.host, *work));
    return Outcome();
}

Result<Outcome> apply_one(Context& context, const PutChallenge& command) {
    const rows::Changes& changes = context.changes;
    KS_TRY(const bool ours, holds_lease(changes, command.owner));
    if (!ours) {
        return refused(Errc::kConflict, "lease");
    }
    const std::string key = command.token.empty()
                                ? store::tls_challenge_key(command.host)
                                : store::http_challenge_key(command.host, command.token);
    KS_CHECK(changes.tables.challenges.put(
        changes.txn, as_bytes(key), as_bytes(record::encode(command.challenge))));
    return Outcome();
}

Result<Outcome> apply_one(Context& context, const DropChallenge& command) {
    const std::string key = command.token.empty()
                                ? store::tls_challenge_key(command.host)
                                : store::http_challenge_key(command.host, command.token);
    KS_CHECK(context.changes.tables.challenges.erase(context.changes.txn, as_bytes(key)));
    return Outcome();
}

Result<Outcome> apply_one(Context& context, const SaveAccount& command) {
    const rows::Changes& changes = context.changes;
    KS_TRY(const bool ours, holds_lease(changes, command.owner));
    if (!ours) {
        return refused(Errc::kConflict, "lease");
    }
    KS_CHECK(changes.tables.acme_accounts.put(
        changes.txn, as_bytes(command.directory), as_bytes(record::encode(command.account))));
    return Outcome();
}

Result<std::uint32_t> drop_expired_challenges(const rows::Changes& changes,
                                              UnixSeconds now,
                                              std::uint32_t limit) {
    std::uint32_t dropped = 0;
    lmdb::Cursor cursor(changes.txn, changes.tables.challenges);
    KS_TRY(bool found, cursor.first());
    // As many rows as orders are under way, plus what a killed process left behind.
    for (std::uint32_t seen = 0; found && seen < limit; ++seen) {
        KS_TRY(const record::Challenge challenge, record::decode_challenge(cursor.value()));
        if (challenge.expires <= now) {
            KS_TRY(found, cursor.erase(changes.txn));
            ++dropped;
        } else {
            KS_TRY(found, cursor.next());
        }
    }
    return dropped;
}

}  // namespace ks::write
