// SPDX-License-Identifier: Apache-2.0
// Writes incidents and maintenance into a store, also beside a running server. One line of standard
// input each, times in seconds from now, texts in hexadecimal, "-" for none; prints the ids:
//   incident PROJECT MONITOR,... STATUS IMPACT STARTED TITLE MESSAGE
//   update INCIDENT STATUS MESSAGE
//   maintenance PROJECT MONITOR,... STARTS ENDS RRULE TITLE DESCRIPTION
#include "storage/store/events.hpp"
#include "storage/write/inline_writer.hpp"

#include <charconv>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <random>
#include <sstream>

namespace ks {
namespace {

UnixMillis now_ms() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

UnixSeconds in_seconds(const std::string& offset) {
    return std::chrono::floor<std::chrono::seconds>(now_ms()) +
           std::chrono::seconds(std::stoll(offset));
}

std::string from_hex(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; text != "-" && i + 1 < text.size(); i += 2) {
        out.push_back(static_cast<char>(std::stoi(text.substr(i, 2), nullptr, 16)));
    }
    return out;
}

std::vector<MonitorId> monitors_of(const std::string& text) {
    std::vector<MonitorId> out;
    std::istringstream in(text);
    for (std::string word; text != "-" && std::getline(in, word, ',');) {
        out.push_back(MonitorId::parse(word).value());
    }
    return out;
}

class Seeder {
public:
    explicit Seeder(store::Store& store) : store_(store), writer_(store) {}

    void run(const std::vector<std::string>& words) {
        if (words.at(0) == "incident") {
            incident(words);
        } else if (words.at(0) == "update") {
            update(words);
        } else {
            maintenance(words);
        }
    }

private:
    void incident(const std::vector<std::string>& words) {
        record::Incident made{.id = ids_.make<IncidentId>(now_ms().time_since_epoch().count()),
                              .project = ProjectId::parse(words.at(1)).value(),
                              .created_at = in_seconds(words.at(5)),
                              .updated_at = in_seconds(words.at(5)),
                              .started_at = in_seconds(words.at(5)),
                              .status = record::parse_incident_status(words.at(3)).value(),
                              .impact = record::parse_impact(words.at(4)).value(),
                              .title = from_hex(words.at(6)),
                              .monitors = monitors_of(words.at(2))};
        submit(
            write::CreateIncident{.incident = made,
                                  .first_update = said(made.status, words.at(7), made.created_at),
                                  .idempotency = {}});
        std::cout << made.id.text() << "\n";
    }

    void update(const std::vector<std::string>& words) {
        store::Reader reader(store_);
        auto found = reader.read([&](const store::Snapshot& snapshot) {
            return store::incident(snapshot, IncidentId::parse(words.at(1)).value());
        });
        record::Incident changed = found.value();
        changed.status = record::parse_incident_status(words.at(2)).value();
        changed.updated_at = now_ms();
        changed.resolved_at = changed.open() ? UnixMillis{} : changed.updated_at;
        submit(write::UpdateIncident{.incident = changed,
                                     .expected_version = changed.version,
                                     .update = said(changed.status, words.at(3), now_ms())});
        std::cout << changed.id.text() << "\n";
    }

    void maintenance(const std::vector<std::string>& words) {
        record::Maintenance made{
            .id = ids_.make<MaintenanceId>(now_ms().time_since_epoch().count()),
            .project = ProjectId::parse(words.at(1)).value(),
            .created_at = now_ms(),
            .updated_at = now_ms(),
            .starts_at = in_seconds(words.at(3)),
            .ends_at = in_seconds(words.at(4)),
            .rrule = words.at(5) == "-" ? "" : words.at(5),
            .title = from_hex(words.at(6)),
            .description = from_hex(words.at(7)),
            .monitors = monitors_of(words.at(2))};
        submit(write::CreateMaintenance{.window = made, .idempotency = {}});
        std::cout << made.id.text() << "\n";
    }

    record::IncidentUpdate said(record::IncidentStatus status,
                                const std::string& message,
                                UnixMillis at) {
        return {.id = ids_.make<UpdateId>(now_ms().time_since_epoch().count()),
                .status = status,
                .created_at = at,
                .message = from_hex(message)};
    }

    void submit(write::Command command) {
        const write::Outcome outcome = writer_.run(std::move(command));
        if (outcome.code != Errc::kOk) {
            std::cerr << info(outcome.code).text << " " << outcome.subject << "\n";
            std::exit(1);
        }
    }

    store::Store& store_;
    write::InlineWriter writer_;
    IdMaker ids_{std::random_device{}(), std::random_device{}()};
};

}  // namespace
}  // namespace ks

int main(int count, char** words) {
    if (count != 2) {
        std::cerr << "usage: seed_events DATA_DIR < lines" << "\n";
        return 2;
    }
    auto store = ks::store::Store::open({.directory = words[1]});
    if (!store) {
        std::cerr << ks::info(store.error().code).text << "\n";
        return 1;
    }
    ks::Seeder seeder(**store);
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream in(line);
        seeder.run({std::istream_iterator<std::string>(in), {}});
    }
    return 0;
}
