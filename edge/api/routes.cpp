// SPDX-License-Identifier: Apache-2.0
#include "edge/api/routes.hpp"

#include "edge/api/endpoints.hpp"

namespace ks::api {
namespace {

using enum http::Method;

constexpr Route kRoutes[] = {
    {kGet, "/", Access::kPublic, reference_page},
    {kGet, "/api/status-pages", Access::kProject, list_pages},
    {kPost, "/api/status-pages", Access::kProject, create_page},
    {kGet, "/api/status-pages/:id", Access::kProject, get_page},
    {kPatch, "/api/status-pages/:id", Access::kProject, patch_page},
    {kDelete, "/api/status-pages/:id", Access::kProject, delete_page},
    {kGet, "/api/monitors", Access::kProject, list_monitors},
    {kPost, "/api/monitors", Access::kProject, create_monitor},
    {kGet, "/api/monitors/:id", Access::kProject, get_monitor},
    {kPatch, "/api/monitors/:id", Access::kProject, patch_monitor},
    {kDelete, "/api/monitors/:id", Access::kProject, delete_monitor},
    {kGet, "/api/monitors/:id/stats", Access::kProject, monitor_stats},
    {kGet, "/api/monitors/:id/uptime", Access::kProject, monitor_uptime},
    {kGet, "/api/monitors/:id/results", Access::kProject, monitor_results},
    {kPost, "/api/monitors/:id/results", Access::kProject, post_result},
    {kPost, "/api/results", Access::kProject, post_results},
    {kGet, "/api/incidents", Access::kProject, list_incidents},
    {kPost, "/api/incidents", Access::kProject, create_incident},
    {kGet, "/api/incidents/:id", Access::kProject, get_incident},
    {kPatch, "/api/incidents/:id", Access::kProject, patch_incident},
    {kDelete, "/api/incidents/:id", Access::kProject, delete_incident},
    {kGet, "/api/maintenance-windows", Access::kProject, list_maintenance},
    {kPost, "/api/maintenance-windows", Access::kProject, create_maintenance},
    {kGet, "/api/maintenance-windows/:id", Access::kProject, get_maintenance},
    {kPatch, "/api/maintenance-windows/:id", Access::kProject, patch_maintenance},
    {kDelete, "/api/maintenance-windows/:id", Access::kProject, delete_maintenance},
    {kGet, "/api/projects", Access::kAny, list_projects},
    {kPost, "/api/projects", Access::kAdmin, create_project},
    {kGet, "/api/projects/:id", Access::kAny, get_project},
    {kPatch, "/api/projects/:id", Access::kAny, patch_project},
    {kGet, "/api/projects/:id/keys", Access::kAdmin, list_keys},
    {kPost, "/api/projects/:id/keys", Access::kAdmin, create_key},
    {kDelete, "/api/projects/:id/keys/:key", Access::kAdmin, revoke_key},
    {kGet, "/api/projects/:id/monitors", Access::kProject, list_monitors},
    {kPost, "/api/projects/:id/monitors", Access::kProject, create_monitor},
    {kGet, "/api/subscribers", Access::kProject, list_subscribers},
    {kPost, "/api/subscribers", Access::kProject, create_subscriber},
    {kGet, "/api/subscribers/count", Access::kProject, count_subscribers},
    {kPost, "/api/subscribers/bounces", Access::kAny, post_bounces},
    {kGet, "/api/subscribers/:id", Access::kProject, get_subscriber},
    {kDelete, "/api/subscribers/:id", Access::kProject, delete_subscriber},
    {kGet, "/api/status/:slug", Access::kPublic, public_status},
    {kGet, "/status/:slug", Access::kPublic, public_status},
    {kGet, "/ping/:token", Access::kPublic, ping},
    {kPost, "/ping/:token", Access::kPublic, ping},
    {kGet, "/api/hooks", Access::kProject, list_hooks},
    {kPost, "/api/hooks", Access::kProject, create_hook},
    {kDelete, "/api/hooks/:id", Access::kProject, revoke_hook},
    {kPost, "/api/hooks/alertmanager/:token", Access::kPublic, alertmanager_hook},
    {kPost, "/api/hooks/grafana/:token", Access::kPublic, grafana_hook},
    {kGet, "/api/push/:token", Access::kPublic, push_kuma},
    {kPost, "/api/push/:token", Access::kPublic, push_kuma},
    {kPost, "/api/v1/endpoints/:key/external", Access::kPublic, push_gatus},
};

}  // namespace

std::span<const Route> routes() noexcept {
    return kRoutes;
}

}  // namespace ks::api
