// SPDX-License-Identifier: Apache-2.0
// Every reader of stored bytes over arbitrary ones: no crash, and what is read whole encodes to the
// same bytes again wherever the form allows one encoding only. The first byte selects the reader.
#include "core/record/certificate.hpp"
#include "core/record/check_result.hpp"
#include "core/record/incident.hpp"
#include "core/record/maintenance.hpp"
#include "core/record/monitor.hpp"
#include "core/record/project.hpp"
#include "core/record/result_log.hpp"
#include "core/record/standing.hpp"
#include "core/record/status_page.hpp"
#include "core/record/subscriber.hpp"
#include "core/record/uptime_history.hpp"
#include "storage/write/idempotency.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using ks::Bytes;
namespace record = ks::record;

void require(bool condition) {
    if (!condition) {
        std::abort();
    }
}

/// Decoding what was encoded from a decoded value gives that value's encoding: flags may be written
/// as any byte but 0.
template <class Decode, class Encode>
void round_trip(Bytes bytes, Decode decode, Encode encode) {
    const auto first = decode(bytes);
    if (!first) {
        return;
    }
    const std::string once = encode(*first);
    const auto second = decode(ks::as_bytes(once));
    require(second.has_value() && encode(*second) == once);
}

void monitor(Bytes bytes) {
    (void)record::read_monitor_face(bytes);
    (void)record::read_monitor_rules(bytes);
    round_trip(bytes, record::decode_monitor, [](const record::Monitor& value) {
        return record::encode(value);
    });
}

void entries(Bytes bytes) {
    std::vector<record::EntryView> views;
    if (record::read_entries(bytes, views)) {
        std::vector<record::EntryView> again;
        const auto pieces = record::encode_entries(views);
        for (const std::string& piece : pieces) {
            require(record::read_entries(ks::as_bytes(piece), again).has_value());
        }
        require(again.size() == views.size());
    } else {
        require(views.empty());
    }
}

void log(Bytes bytes) {
    std::vector<record::ResultRun> runs;
    if (!record::decode_log(bytes, runs)) {
        require(runs.empty());
        return;
    }
    std::vector<record::ResultRun> again;
    for (const record::LogChunk& chunk : record::encode_log(runs)) {
        require(record::decode_log(ks::as_bytes(chunk.bytes), again).has_value());
    }
    require(again == runs);
}

void history(Bytes bytes) {
    const auto view = record::UptimeHistoryView::read(bytes);
    const auto owned = record::decode_uptime_history(bytes);
    require(view.has_value() == owned.has_value());
    if (!view) {
        return;
    }
    require(view->detail_count() == owned->details.size() &&
            view->tail_count() == owned->tail.size());
    for (std::size_t i = 0; i < view->detail_count(); ++i) {
        require(view->detail(i) == owned->details[i]);
    }
    for (std::size_t i = 0; i < view->tail_count(); ++i) {
        require(view->tail(i) == owned->tail[i]);
    }
    require(record::decode_uptime_history(ks::as_bytes(record::encode(*owned))).value() == *owned);
}

void raw(Bytes bytes) {
    round_trip(bytes, record::read_raw, [](const record::RawResultView& view) {
        record::CheckResult result;
        result.status = view.status;
        result.status_code = view.status_code;
        result.response_ms = view.response_ms;
        result.region = view.region;
        result.error = view.error;
        return record::encode_raw(result);
    });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const Bytes bytes = std::as_bytes(std::span(data, size)).subspan(1);
    const auto encode = [](const auto& value) { return record::encode(value); };
    switch (data[0] % 19) {
        case 0:
            round_trip(bytes, record::decode_project, encode);
            break;
        case 1:
            round_trip(bytes, record::decode_api_key, encode);
            break;
        case 2:
            monitor(bytes);
            break;
        case 3:
            raw(bytes);
            break;
        case 4:
            round_trip(bytes, record::decode_certificate_seen, encode);
            break;
        case 5:
            round_trip(bytes, record::read_page, encode);
            break;
        case 6:
            entries(bytes);
            break;
        case 7:
            round_trip(bytes, record::decode_domain_claim, encode);
            break;
        case 8:
            log(bytes);
            break;
        case 9:
            history(bytes);
            break;
        case 10:
            round_trip(bytes, ks::write::decode_idempotency, [](const auto& value) {
                return ks::write::encode(value);
            });
            break;
        case 11:
            round_trip(bytes, record::decode_incident, encode);
            break;
        case 12:
            round_trip(bytes, record::decode_incident_update, encode);
            break;
        case 13:
            round_trip(bytes, record::decode_maintenance, encode);
            break;
        case 14:
            round_trip(bytes, record::decode_subscriber, encode);
            break;
        case 15:
            round_trip(bytes, record::decode_delivery, encode);
            break;
        case 16:
            round_trip(bytes, record::decode_fan_out, encode);
            break;
        case 17:
            round_trip(bytes, record::decode_certificate, encode);
            round_trip(bytes, record::decode_domain_work, encode);
            round_trip(bytes, record::decode_challenge, encode);
            round_trip(bytes, record::decode_acme_account, encode);
            round_trip(bytes, record::decode_lease, encode);
            break;
        default:
            round_trip(bytes, record::decode_standing, encode);
            break;
    }
    return 0;
}
