// SPDX-License-Identifier: Apache-2.0
#include "edge/acme/objects.hpp"

#include "core/text/iso_time.hpp"
#include "edge/api/json_in.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ks::acme {
namespace {

using api::JsonValue;

constexpr std::size_t kListMax = 100;  ///< names of an order; Let's Encrypt's own bound
constexpr std::size_t kTokenMax = 128;
constexpr std::chrono::hours kPollDefault{6};
constexpr std::chrono::minutes kPollMin{1};
constexpr std::chrono::hours kPollMax{24};

constexpr std::array<std::pair<std::string_view, ChallengeKind>, 3> kKinds{{
    {"tls-alpn-01", ChallengeKind::kTlsAlpn01},
    {"http-01", ChallengeKind::kHttp01},
    {"dns-01", ChallengeKind::kDns01},
}};

constexpr std::array<std::pair<std::string_view, OrderStatus>, 5> kOrderStatus{{
    {"pending", OrderStatus::kPending},
    {"ready", OrderStatus::kReady},
    {"processing", OrderStatus::kProcessing},
    {"valid", OrderStatus::kValid},
    {"invalid", OrderStatus::kInvalid},
}};

constexpr std::array<std::pair<std::string_view, ChallengeStatus>, 4> kChallengeStatus{{
    {"pending", ChallengeStatus::kPending},
    {"processing", ChallengeStatus::kProcessing},
    {"valid", ChallengeStatus::kValid},
    {"invalid", ChallengeStatus::kInvalid},
}};

constexpr std::array<std::pair<std::string_view, AuthorizationStatus>, 6> kAuthorizationStatus{{
    {"pending", AuthorizationStatus::kPending},
    {"valid", AuthorizationStatus::kValid},
    {"invalid", AuthorizationStatus::kInvalid},
    {"deactivated", AuthorizationStatus::kDeactivated},
    {"expired", AuthorizationStatus::kExpired},
    {"revoked", AuthorizationStatus::kRevoked},
}};

template <class Table>
auto looked_up(const Table& table, std::string_view name)
    -> std::optional<typename Table::value_type::second_type> {
    const auto* const row = std::ranges::find(table, name, &Table::value_type::first);
    return row != table.end() ? std::optional(row->second) : std::nullopt;
}

Failure bad(std::string_view object, std::string_view why) {
    return {.kind = FailureKind::kBadAnswer,
            .words = "The CA sent " + std::string(object) + " " + std::string(why) +
                     ". Check acme.directory; if it is right, tell the CA."};
}

std::string text_of(const JsonValue& object, std::string_view name) {
    const auto member = object.find(name);
    const auto text = member ? member->text() : std::nullopt;
    return std::string(text.value_or(""));
}

/// Empty where the member is missing or no https URL.
std::string url_of(const JsonValue& object, std::string_view name) {
    std::string url = text_of(object, name);
    return is_acme_url(url) ? url : std::string{};
}

bool flag_of(const JsonValue& object, std::string_view name) {
    const auto member = object.find(name);
    return member && member->boolean().value_or(false);
}

/// `text` must outlive the value.
Attempt<JsonValue> object_in(api::JsonReader& reader, const Reply& reply, std::string_view what) {
    const auto value = reader.parse(reply.body);
    if (!value || !value->is(api::JsonKind::kObject)) {
        return bad(what, "that is not a JSON object");
    }
    return *value;
}

std::optional<Problem> error_of(const JsonValue& object) {
    const auto error = object.find("error");
    return error ? read_problem(*error) : std::nullopt;
}

/// At least 128 bits of base64url (RFC 8555 section 8): it becomes part of paths and keys.
bool is_token(std::string_view token) noexcept {
    return token.size() >= 22 && token.size() <= kTokenMax &&
           std::ranges::all_of(token, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '-' || c == '_';
           });
}

Attempt<Challenge> read_challenge(const JsonValue& value, ChallengeKind kind) {
    Challenge challenge{.kind = kind};
    const auto status = looked_up(kChallengeStatus, text_of(value, "status"));
    challenge.url = url_of(value, "url");
    challenge.token = text_of(value, "token");
    challenge.error = error_of(value);
    if (!status || challenge.url.empty()) {
        return bad("a challenge", "without a status or an https url");
    }
    if (!is_token(challenge.token)) {
        return bad("a challenge", "whose token is not base64url of 128 bits or more");
    }
    challenge.status = *status;
    return challenge;
}

}  // namespace

std::string_view name_of(ChallengeKind kind) noexcept {
    const auto* const row =
        std::ranges::find(kKinds, kind, &std::pair<std::string_view, ChallengeKind>::second);
    return row != kKinds.end() ? row->first : "unknown";
}

Attempt<Directory> read_directory(const Reply& reply) {
    api::JsonReader reader;
    KS_TRY(const JsonValue json, object_in(reader, reply, "a directory"));
    Directory directory;
    directory.new_nonce = url_of(json, "newNonce");
    directory.new_account = url_of(json, "newAccount");
    directory.new_order = url_of(json, "newOrder");
    directory.revoke_cert = url_of(json, "revokeCert");
    directory.renewal_info = url_of(json, "renewalInfo");
    if (directory.new_nonce.empty() || directory.new_account.empty() ||
        directory.new_order.empty()) {
        return bad("a directory", "without https addresses for newNonce, newAccount and newOrder");
    }
    const auto meta = json.find("meta");
    if (meta && meta->is(api::JsonKind::kObject)) {
        directory.terms = cleaned(text_of(*meta, "termsOfService"));
        directory.external_account_required = flag_of(*meta, "externalAccountRequired");
        if (const auto profiles = meta->find("profiles")) {
            for (const auto& [name, description] : profiles->members()) {
                directory.profiles.emplace_back(name);
            }
        }
    }
    return directory;
}

Attempt<Order> read_order(const Reply& reply, std::string url) {
    api::JsonReader reader;
    KS_TRY(const JsonValue json, object_in(reader, reply, "an order"));
    Order order;
    order.url = std::move(url);
    const auto status = looked_up(kOrderStatus, text_of(json, "status"));
    if (!status) {
        return bad("an order", "of an unknown status");
    }
    order.status = *status;
    order.finalize = url_of(json, "finalize");
    order.certificate = url_of(json, "certificate");
    order.error = error_of(json);
    order.retry_after = reply.retry_after;
    if (const auto names = json.find("identifiers")) {
        for (const JsonValue& one : names->items()) {
            order.names.push_back(text_of(one, "value"));
        }
    }
    if (const auto urls = json.find("authorizations")) {
        for (const JsonValue& one : urls->items()) {
            order.authorizations.emplace_back(one.text().value_or(""));
        }
    }
    if (order.names.size() > kListMax || order.authorizations.size() > kListMax) {
        return bad("an order", "of more than 100 names");
    }
    if (order.finalize.empty() || !std::ranges::all_of(order.authorizations, is_acme_url)) {
        return bad("an order", "whose addresses are missing or not https");
    }
    if (order.status == OrderStatus::kValid && order.certificate.empty()) {
        return bad("an order", "that is valid but has no https address for its certificate");
    }
    return order;
}

Attempt<Authorization> read_authorization(const Reply& reply) {
    api::JsonReader reader;
    KS_TRY(const JsonValue json, object_in(reader, reply, "an authorization"));
    Authorization authorization;
    const auto status = looked_up(kAuthorizationStatus, text_of(json, "status"));
    const auto identifier = json.find("identifier");
    authorization.name = identifier ? text_of(*identifier, "value") : std::string{};
    if (!status || authorization.name.empty()) {
        return bad("an authorization", "without a known status and an identifier");
    }
    authorization.status = *status;
    authorization.wildcard = flag_of(json, "wildcard");
    authorization.retry_after = reply.retry_after;
    const auto challenges = json.find("challenges");
    for (const JsonValue& one : challenges ? challenges->items() : std::vector<JsonValue>{}) {
        const std::string type = cleaned(text_of(one, "type"));
        authorization.offered += (authorization.offered.empty() ? "" : ", ") + type;
        if (const auto kind = looked_up(kKinds, type)) {
            KS_TRY(Challenge challenge, read_challenge(one, *kind));
            authorization.challenges.push_back(std::move(challenge));
        }
    }
    return authorization;
}

Attempt<RenewalInfo> read_renewal_info(const Reply& reply) {
    api::JsonReader reader;
    KS_TRY(const JsonValue json, object_in(reader, reply, "renewal information"));
    const auto window = json.find("suggestedWindow");
    const auto start = window ? text::parse_iso(text_of(*window, "start")) : std::nullopt;
    const auto end = window ? text::parse_iso(text_of(*window, "end")) : std::nullopt;
    if (!start || !end || *end <= *start) {
        return bad("renewal information", "without a window that starts before it ends");
    }
    RenewalInfo info;
    info.start = std::chrono::floor<std::chrono::seconds>(*start);
    info.end = std::chrono::ceil<std::chrono::seconds>(*end);
    info.poll_after = std::clamp<std::chrono::seconds>(
        reply.retry_after.value_or(kPollDefault), kPollMin, kPollMax);
    info.explanation_url = cleaned(url_of(json, "explanationURL"));
    return info;
}

std::string read_account_status(const Reply& reply) {
    api::JsonReader reader;
    const auto json = object_in(reader, reply, "an account");
    const std::string status = json ? cleaned(text_of(*json, "status")) : std::string{};
    return status.empty() ? "valid" : status;
}

}  // namespace ks::acme
