// SPDX-License-Identifier: Apache-2.0
// Bodies of writes: page, monitor, one result, bulk as array and as lines, heartbeat.
#include "core/base/limits.hpp"
#include "core/text/utf8.hpp"
#include "edge/api/json_in.hpp"
#include "edge/api/monitor_in.hpp"
#include "edge/api/page_in.hpp"
#include "edge/api/result_in.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace ks;

constexpr UnixSeconds kNow{std::chrono::seconds(1795435200)};

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void try_page(api::JsonValue body) {
    static const serve::SiteFacts facts{.base_domain = "example.com"};
    write::OwnedPage page;
    api::Problem problem;
    api::ObjectIn in(body, problem);
    (void)api::merge_page(in, page, facts);
    if (!problem) {
        require(!page.name.empty() && !page.slug.empty() && page.slug.size() <= 63);
        require(page.entries.size() <= limits::kEntriesPerPage);
        require(page.accent_color.empty() || page.accent_color.size() == 7);
        require(text::is_utf8(page.name) && text::is_utf8(page.description));
    }
}

void try_monitor(api::JsonValue body) {
    record::Monitor monitor;
    api::Problem problem;
    api::ObjectIn in(body, problem);
    api::merge_monitor(in, monitor, api::MergeKind::kCreate);
    if (!problem) {
        const record::Settings& settings = monitor.now();
        require(settings.interval_s >= 1 && settings.interval_s <= limits::kIntervalMax_s);
        require(settings.timeout_ms <= settings.interval_s * 1000U);
        require(settings.confirmations >= 1 && settings.confirmations <= limits::kConfirmationsMax);
        require(!monitor.http.expected_status.empty());
        for (const auto& [name, value] : monitor.http.headers) {
            require((name + value).find_first_of(std::string_view("\r\n\0", 3)) ==
                    std::string::npos);
        }
        const auto before = monitor.settings;
        record::Settings changed = settings;
        changed.enabled = !changed.enabled;
        api::append_settings(before, changed, kNow, monitor.settings);
        require(!monitor.settings.empty());
    }
}

void check_results(const api::Bulk& bulk) {
    require(bulk.results.size() == bulk.indices.size());
    for (const record::CheckResult& result : bulk.results) {
        require(result.error.size() <= limits::kErrorText && text::is_utf8(result.error));
        require(api::is_region(result.region) && result.response_ms >= -1);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view body(reinterpret_cast<const char*>(data),
                                size);  // NOLINT: bytes seen as text
    api::JsonReader reader;
    const auto root = reader.parse(body);
    if (root && root->is(api::JsonKind::kObject)) {
        try_page(*root);
        try_monitor(*root);
        api::Problem problem;
        api::ObjectIn in(*root, problem);
        (void)api::read_result(in, kNow);
    }
    api::Bulk array;
    (void)api::read_array(body, kNow, array);
    check_results(array);
    api::Bulk lines;
    api::read_lines(body, kNow, lines);
    check_results(lines);
    std::int32_t response_ms = -1;
    (void)api::read_ping(body, response_ms);
    require(response_ms >= -1);
    return 0;
}
