// SPDX-License-Identifier: Apache-2.0
#include "edge/app/sender_options.hpp"

#include "core/base/version.hpp"
#include "edge/tls/files.hpp"

#include <cstring>
#include <stdexcept>
#include <string>

namespace ks::app {
namespace {

/// A webhook answers at once or it is broken; a mail server may look at a message first.
constexpr int kWebhookTimeoutPart = 3;

std::string first_line(const std::string& path) {
    const auto content = tls::read_file(path);
    if (!content) {
        const int code = content.error().detail;
        throw std::runtime_error("cannot read " + path + " (smtp.password_file): " +
                                 (code > 0 ? std::strerror(code) : "it is too large"));
    }
    return content->substr(0, content->find_first_of("\r\n"));
}

notify::SmtpOptions smtp_options(const config::Config& config) {
    const config::Smtp& rows = config.smtp;
    if (rows.from.empty()) {
        throw std::runtime_error(
            "smtp.url is set, but smtp.from is not: name the address that mail comes from");
    }
    notify::SmtpOptions options;
    options.url = rows.url;
    options.username = rows.username;
    options.password = rows.password_file.empty() ? "" : first_line(rows.password_file);
    options.envelope_from = rows.bounce_address.empty() ? rows.from : rows.bounce_address;
    options.tls = rows.tls;
    options.ca_file = rows.ca_file;
    options.helo = config.base_domain;
    options.timeout = config.subscriptions.timeout;
    return options;
}

}  // namespace

notify::Sender::Options sender_options(const config::Config& config,
                                       const serve::SiteFacts& facts) {
    notify::Sender::Options options;
    if (!config.smtp.url.empty()) {
        options.smtp = smtp_options(config);
    }
    options.webhook.guard = config.probe.allow_private ? nullptr : &probe::forbidden_range;
    options.webhook.ca_file = config.probe.ca_file;
    options.webhook.user_agent =
        "kamustatus/" + std::string(version()) + " (+https://" + config.base_domain + ")";
    options.webhook.timeout = config.subscriptions.timeout / kWebhookTimeoutPart;
    options.facts = {.site = facts, .mail_from = config.smtp.from};
    options.mail_connections = config.smtp.connections;
    options.mail_rate = config.smtp.rate;
    options.retry_pause = config.subscriptions.retry_pause;
    options.retry_pause_max = config.subscriptions.retry_pause_max;
    options.give_up = config.subscriptions.give_up;
    return options;
}

}  // namespace ks::app
