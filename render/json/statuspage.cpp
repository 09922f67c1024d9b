// SPDX-License-Identifier: Apache-2.0
#include "render/json/statuspage.hpp"

#include "render/json/statuspage_parts.hpp"

namespace ks::json {
namespace {

void incidents_array(text::JsonOut& out, const view::PublicPage& page, Incidents incidents) {
    out.key("incidents").begin_array();
    for (const view::IncidentEvent& event : incidents) {
        incident_object(out, page, event);
    }
    out.end_array();
}

void maintenances_array(text::JsonOut& out,
                        const view::PublicPage& page,
                        Maintenances maintenances) {
    out.key("scheduled_maintenances").begin_array();
    for (const view::MaintenanceEvent& event : maintenances) {
        maintenance_object(out, page, event);
    }
    out.end_array();
}

}  // namespace

void statuspage_status(std::string& to, const view::PublicPage& page) {
    text::JsonOut out(to);
    out.begin_object();
    page_object(out, page);
    status_object(out, page);
    out.end_object();
}

void statuspage_components(std::string& to, const view::PublicPage& page) {
    text::JsonOut out(to);
    out.begin_object();
    page_object(out, page);
    components_array(out, page);
    out.end_object();
}

void statuspage_incidents(std::string& to, const view::PublicPage& page, Incidents incidents) {
    text::JsonOut out(to);
    out.begin_object();
    page_object(out, page);
    incidents_array(out, page, incidents);
    out.end_object();
}

void statuspage_maintenances(std::string& to,
                             const view::PublicPage& page,
                             Maintenances maintenances) {
    text::JsonOut out(to);
    out.begin_object();
    page_object(out, page);
    maintenances_array(out, page, maintenances);
    out.end_object();
}

void statuspage_summary(std::string& to, const view::PublicPage& page, Maintenances maintenances) {
    text::JsonOut out(to);
    out.begin_object();
    page_object(out, page);
    status_object(out, page);
    components_array(out, page);
    incidents_array(out, page, page.open_incidents);
    maintenances_array(out, page, maintenances);
    out.end_object();
}

}  // namespace ks::json
