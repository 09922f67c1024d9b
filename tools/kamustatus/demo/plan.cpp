// SPDX-License-Identifier: Apache-2.0
#include "plan.hpp"

#include <array>

namespace ks::demo {
namespace {

using record::MonitorType;

constexpr std::array<Cycle, 6> kCycles{{
    {"/acme/checkout", Cycle::Kind::kDown, 180, 25, 40},
    {"/acme/search", Cycle::Kind::kSlow, 100, 10, 30},
    {"replica", Cycle::Kind::kDown, 150, 75, 25},
    {"/initech/tps-reports", Cycle::Kind::kSlow, 60, 0, 60},
    {"/globex/137", Cycle::Kind::kSlow, 60, 0, 60},
    {"/globex/512", Cycle::Kind::kDown, 900, 0, 300},
}};

PlannedMonitor web(std::string name, std::string group, std::string path, Past past) {
    PlannedMonitor monitor;
    monitor.name = std::move(name);
    monitor.group = std::move(group);
    monitor.path = std::move(path);
    monitor.past = past;
    monitor.degraded_above_ms = kDegradedAbove_ms;
    return monitor;
}

PlannedMonitor tcp(std::string name, std::string group, TcpService service, Past past) {
    PlannedMonitor monitor;
    monitor.name = std::move(name);
    monitor.group = std::move(group);
    monitor.type = MonitorType::kTcp;
    monitor.tcp = service;
    monitor.past = past;
    return monitor;
}

PlannedMonitor fed(std::string name,
                   std::string group,
                   MonitorType type,
                   std::uint32_t live_interval_s,
                   Past past) {
    PlannedMonitor monitor;
    monitor.name = std::move(name);
    monitor.group = std::move(group);
    monitor.type = type;
    monitor.live_interval_s = live_interval_s;
    monitor.past = past;
    return monitor;
}

PlannedPage acme() {
    PlannedPage page{
        "acme", "Acme", "How Acme's services are doing, and how they did.", "status.acme.test", {}};
    page.monitors = {
        web("Acme.com", "", "/acme/site", Past::kSteady),
        web("Shop", "Website", "/acme/shop", Past::kTypical),
        web("Checkout", "Website", "/acme/checkout", Past::kFlaky),
        web("Search", "Website", "/acme/search", Past::kFlaky),
        web("Images", "Website", "/acme/images", Past::kSteady),
        web("REST API", "API", "/acme/api", Past::kTypical),
        web("GraphQL API", "API", "/acme/graphql", Past::kNew),
        web("Webhooks", "API", "/acme/webhooks", Past::kTypical),
        web("Authentication", "API", "/acme/auth", Past::kSteady),
        web("Frankfurt", "Regions", "/acme/fra", Past::kTypical),
        web("Virginia", "Regions", "/acme/iad", Past::kTypical),
        web("Singapore", "Regions", "/acme/sin", Past::kFlaky),
        web("Sao Paulo", "Regions", "/acme/gru", Past::kNew),
        tcp("Database (primary)", "Data", TcpService::kPrimary, Past::kSteady),
        tcp("Database (replica)", "Data", TcpService::kReplica, Past::kTypical),
        web("Object storage", "Data", "/acme/objects", Past::kTypical),
        fed("Nightly backup", "Background", MonitorType::kHeartbeat, 30, Past::kTypical),
        fed("Invoice worker", "Background", MonitorType::kHeartbeat, 30, Past::kSteady),
        fed(std::string(kManualName), "Background", MonitorType::kManual, 60, Past::kTypical),
        web("Help centre", "Support", "/acme/help", Past::kSteady),
        web("Telephone", "Support", "/acme/phone", Past::kTypical),
    };
    return page;
}

PlannedPage globex() {
    constexpr std::array<std::string_view, 20> sites{
        "Amsterdam", "Athens",  "Bogota",       "Cairo", "Chicago", "Dublin", "Frankfurt",
        "Helsinki",  "Jakarta", "Johannesburg", "Lagos", "Lima",    "London", "Milan",
        "Mumbai",    "Nairobi", "Osaka",        "Quito", "Sydney",  "Toronto"};
    constexpr std::size_t per_site = 50;
    PlannedPage page{
        "globex", "Globex Corporation", "A thousand machines in twenty places.", "", {}};
    for (std::size_t i = 0; i < sites.size() * per_site; ++i) {
        const std::string site(sites[i / per_site]);
        const std::string number = std::to_string(101 + i % per_site).substr(1);
        constexpr std::array<Past, 6> mix{Past::kSteady,
                                          Past::kTypical,
                                          Past::kSteady,
                                          Past::kTypical,
                                          Past::kFlaky,
                                          Past::kTypical};
        PlannedMonitor monitor = web("edge-" + number,
                                     site,
                                     "/globex/" + std::to_string(i),
                                     i % 97 == 0 ? Past::kNew : mix[i % mix.size()]);
        monitor.past_interval_s = 1800;
        monitor.live_interval_s = 300;
        page.monitors.push_back(std::move(monitor));
    }
    return page;
}

PlannedPage initech() {
    PlannedPage page{"initech",
                     "Initech",
                     "Wie es unseren Diensten geht. Fragen? [Zum Büro](https://initech.example/).",
                     "",
                     {},
                     "de",
                     "Europe/Berlin"};
    page.monitors = {
        web("Portal", "", "/initech/portal", Past::kSteady),
        web("TPS reports", "", "/initech/tps-reports", Past::kFlaky),
        web("Printing", "", "/initech/printing", Past::kFlaky),
        web("Payroll", "", "/initech/payroll", Past::kTypical),
    };
    return page;
}

}  // namespace

std::vector<PlannedPage> pages() {
    std::vector<PlannedPage> all;
    all.push_back(acme());
    all.push_back(globex());
    all.push_back(initech());
    return all;
}

std::span<const Cycle> cycles() noexcept {
    return kCycles;
}

}  // namespace ks::demo
