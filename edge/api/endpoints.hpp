// SPDX-License-Identifier: Apache-2.0
// Every endpoint's handler. A new endpoint is a file, a line here and a row in routes.cpp.
#pragma once

#include "edge/api/call.hpp"

namespace ks::api {

// pages.cpp
loop::Task<Problem> list_pages(Call& call);
loop::Task<Problem> get_page(Call& call);
loop::Task<Problem> create_page(Call& call);
loop::Task<Problem> patch_page(Call& call);
loop::Task<Problem> delete_page(Call& call);

// monitors.cpp
loop::Task<Problem> list_monitors(Call& call);
loop::Task<Problem> get_monitor(Call& call);
loop::Task<Problem> create_monitor(Call& call);
loop::Task<Problem> patch_monitor(Call& call);
loop::Task<Problem> delete_monitor(Call& call);

// incidents.cpp
loop::Task<Problem> list_incidents(Call& call);
loop::Task<Problem> get_incident(Call& call);
loop::Task<Problem> create_incident(Call& call);
loop::Task<Problem> patch_incident(Call& call);
loop::Task<Problem> delete_incident(Call& call);

// maintenance_windows.cpp
loop::Task<Problem> list_maintenance(Call& call);
loop::Task<Problem> get_maintenance(Call& call);
loop::Task<Problem> create_maintenance(Call& call);
loop::Task<Problem> patch_maintenance(Call& call);
loop::Task<Problem> delete_maintenance(Call& call);

// monitor_figures.cpp
loop::Task<Problem> monitor_stats(Call& call);
loop::Task<Problem> monitor_results(Call& call);
loop::Task<Problem> monitor_uptime(Call& call);

// results.cpp
loop::Task<Problem> post_result(Call& call);
loop::Task<Problem> post_results(Call& call);

// ping.cpp
loop::Task<Problem> ping(Call& call);

// hooks.cpp
loop::Task<Problem> list_hooks(Call& call);
loop::Task<Problem> create_hook(Call& call);
loop::Task<Problem> revoke_hook(Call& call);

// hook_alerts.cpp
loop::Task<Problem> alertmanager_hook(Call& call);
loop::Task<Problem> grafana_hook(Call& call);

// push_kuma.cpp
loop::Task<Problem> push_kuma(Call& call);

// push_gatus.cpp
loop::Task<Problem> push_gatus(Call& call);

// public_status.cpp
loop::Task<Problem> public_status(Call& call);

// projects.cpp
loop::Task<Problem> list_projects(Call& call);
loop::Task<Problem> get_project(Call& call);
loop::Task<Problem> create_project(Call& call);
loop::Task<Problem> patch_project(Call& call);
loop::Task<Problem> list_keys(Call& call);
loop::Task<Problem> create_key(Call& call);
loop::Task<Problem> revoke_key(Call& call);

// subscribers.cpp
loop::Task<Problem> list_subscribers(Call& call);
loop::Task<Problem> count_subscribers(Call& call);
loop::Task<Problem> create_subscriber(Call& call);
loop::Task<Problem> get_subscriber(Call& call);
loop::Task<Problem> delete_subscriber(Call& call);

// bounces.cpp
loop::Task<Problem> post_bounces(Call& call);

// reference.cpp
loop::Task<Problem> reference_page(Call& call);

}  // namespace ks::api
