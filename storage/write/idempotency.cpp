// SPDX-License-Identifier: Apache-2.0
#include "storage/write/idempotency.hpp"

#include "core/base/limits.hpp"
#include "core/record/layout.hpp"
#include "storage/lmdb/cursor.hpp"
#include "storage/store/key_buffer.hpp"
#include "storage/store/record_rows.hpp"
#include "storage/write/apply.hpp"

#include <algorithm>
#include <variant>

namespace ks::write {
namespace {

using store::KeyBuffer;

constexpr std::uint8_t kVersion = 1;
constexpr std::uint8_t kResultsVersion = 1;

std::uint64_t expiry_s(const Idempotency& answer) noexcept {
    const auto made =
        std::chrono::floor<std::chrono::seconds>(answer.now).time_since_epoch().count();
    return static_cast<std::uint64_t>(made + limits::kIdempotency_s);
}

KeyBuffer expiry_key(const Idempotency& answer) noexcept {
    return KeyBuffer().add(expiry_s(answer)).add(Bytes(answer.key_hash));
}

/// As stored, expired or not.
Result<std::optional<Idempotency>> stored_answer(const rows::Changes& changes, Bytes key_hash) {
    std::string scratch;
    const auto bytes =
        store::joined_pieces(changes.txn, changes.tables.idempotency, key_hash, scratch);
    if (!bytes) {
        return bytes.error().code == Errc::kNotFound
                   ? Result<std::optional<Idempotency>>(std::nullopt)
                   : Result<std::optional<Idempotency>>(bytes.error());
    }
    KS_TRY(auto answer, decode_idempotency(*bytes));
    return std::optional(std::move(answer));
}

/// By name, which stays what it is when the table of codes grows.
std::optional<Errc> code_named(std::string_view name) noexcept {
    for (std::uint8_t number = 0; number < static_cast<std::uint8_t>(Errc::kCount); ++number) {
        if (const auto code = static_cast<Errc>(number); info(code).name == name) {
            return code;
        }
    }
    return std::nullopt;
}

std::string encode_results(const Outcome& outcome) {
    record::Encoder out(kResultsVersion);
    out.u32(outcome.accepted);
    out.u32(static_cast<std::uint32_t>(outcome.rejected.size()));
    for (const Rejection& rejection : outcome.rejected) {
        out.u32(rejection.index);
        out.text(info(rejection.code).name);
    }
    return std::move(out).take();
}

Result<void> decode_results(Bytes bytes, Outcome& outcome) {
    KS_TRY(record::Decoder in, record::open_record(bytes, kResultsVersion));
    outcome.accepted = in.u32();
    for (std::uint32_t left = in.u32(); left > 0 && in.ok(); --left) {
        const std::uint32_t index = in.u32();
        const auto code = code_named(in.text());
        if (!code) {
            return in.ok() ? Errc::kMalformed : Errc::kTruncated;
        }
        outcome.rejected.push_back({.index = index, .code = *code});
    }
    return in.finish();
}

}  // namespace

std::string encode(const Idempotency& answer) {
    record::Encoder out(kVersion);
    out.raw(answer.key_hash);
    out.raw(answer.body_hash);
    out.i64(answer.now.time_since_epoch().count());
    out.u16(answer.status);
    out.text(answer.location);
    out.text(answer.etag);
    out.long_text(answer.body);
    return std::move(out).take();
}

Result<Idempotency> decode_idempotency(Bytes bytes) {
    KS_TRY(record::Decoder in, record::open_record(bytes, kVersion));
    Idempotency answer;
    const Bytes key_hash = in.raw(answer.key_hash.size());
    const Bytes body_hash = in.raw(answer.body_hash.size());
    answer.now = UnixMillis(std::chrono::milliseconds(in.i64()));
    answer.status = in.u16();
    answer.location = in.text();
    answer.etag = in.text();
    answer.body = in.long_text();
    KS_CHECK(in.finish());
    std::ranges::copy(key_hash, answer.key_hash.begin());
    std::ranges::copy(body_hash, answer.body_hash.begin());
    return answer;
}

Result<std::optional<Outcome>> answer_again(const rows::Changes& changes,
                                            const std::optional<Idempotency>& asked) {
    if (!asked) {
        return std::optional<Outcome>();
    }
    KS_TRY(std::optional<Idempotency> first, stored_answer(changes, asked->key_hash));
    if (!first || asked->now - first->now >= std::chrono::seconds(limits::kIdempotency_s)) {
        return std::optional<Outcome>();
    }
    Outcome outcome;
    if (first->body_hash == asked->body_hash) {
        outcome.replay = std::move(first);
    } else {
        outcome.code = Errc::kIdempotencyMismatch;
    }
    return std::optional(std::move(outcome));
}

Result<void> keep_answer(const rows::Changes& changes, const std::optional<Idempotency>& answer) {
    if (!answer) {
        return {};
    }
    KS_TRY(const std::optional<Idempotency> expired, stored_answer(changes, answer->key_hash));
    if (expired) {
        KS_CHECK(
            changes.tables.idempotency_expiry.erase(changes.txn, expiry_key(*expired).bytes()));
    }
    KS_CHECK(rows::put_in_pieces(
        changes, changes.tables.idempotency, answer->key_hash, as_bytes(encode(*answer))));
    return changes.tables.idempotency_expiry.put(changes.txn, expiry_key(*answer).bytes(), {});
}

Result<void> keep_results(const rows::Changes& changes,
                          Idempotency answer,
                          const Outcome& outcome) {
    answer.body = encode_results(outcome);
    return keep_answer(changes, std::optional(std::move(answer)));
}

Result<std::optional<Outcome>> results_again(const rows::Changes& changes,
                                             const std::optional<Idempotency>& asked) {
    KS_TRY(std::optional<Outcome> again, answer_again(changes, asked));
    if (again && again->replay) {
        KS_CHECK(decode_results(as_bytes(again->replay->body), *again));
    }
    return again;
}

Result<Outcome> apply_one(Context& context, const CreateOnce& command) {
    const std::optional idempotency(command.idempotency);
    KS_TRY(std::optional<Outcome> again, answer_again(context.changes, idempotency));
    if (again) {
        return *std::move(again);
    }
    KS_TRY(Outcome outcome,
           std::visit([&](const auto& one) { return apply_one(context, one); }, command.what));
    if (outcome.code == Errc::kOk) {
        KS_CHECK(keep_answer(context.changes, idempotency));
    }
    return outcome;
}

Result<std::uint32_t> drop_expired_answers(const rows::Changes& changes,
                                           UnixSeconds now,
                                           std::uint32_t limit) {
    const auto now_s =
        static_cast<std::uint64_t>(std::max<std::int64_t>(now.time_since_epoch().count(), 0));
    std::uint32_t dropped = 0;
    lmdb::Cursor cursor(changes.txn, changes.tables.idempotency_expiry);
    KS_TRY(bool found, cursor.first());
    while (found && dropped < limit && load_be<std::uint64_t>(cursor.key().data()) <= now_s) {
        const KeyBuffer hash = KeyBuffer().add(cursor.key().subspan(sizeof now_s));
        KS_CHECK(rows::erase_pieces(changes, changes.tables.idempotency, hash.bytes()));
        KS_TRY(found, cursor.erase(changes.txn));
        ++dropped;
    }
    return dropped;
}

}  // namespace ks::write
