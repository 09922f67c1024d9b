// SPDX-License-Identifier: Apache-2.0
// Every change as a value. Ids, times and random bytes are fixed before a command is queued, so
// applying it is deterministic and it could travel over a replicated log.
#pragma once

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/model/order_limits.hpp"
#include "core/record/alert.hpp"
#include "core/record/certificate.hpp"
#include "core/record/check_result.hpp"
#include "core/record/incident.hpp"
#include "core/record/maintenance.hpp"
#include "core/record/monitor.hpp"
#include "core/record/project.hpp"
#include "core/record/status_page.hpp"
#include "core/record/subscriber.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace ks::write {

/// A first answer to be repeated for 24 h under (project, key). The answer is rendered before the
/// command is queued, but for results: there `body` is what became of them (idempotency.hpp).
struct Idempotency {
    std::array<std::byte, 32> key_hash{};   ///< SHA-256 of project id + Idempotency-Key
    std::array<std::byte, 32> body_hash{};  ///< SHA-256 of method, path and body
    UnixMillis now{};
    std::uint16_t status = 201;
    std::string location;
    std::string etag;
    std::string body;
};

struct CreateProject {
    record::Project project;
    record::ApiKey first_key;
};

struct UpdateProject {
    ProjectId id;
    UnixMillis now{};
    std::optional<std::string> name;
    std::optional<std::string>
        timezone;  ///< checked to exist; histories are re-cut in slices (Recut)
    std::optional<bool> automatic_incidents{};
};

struct CreateKey {
    record::ApiKey key;
};

/// One of these, which answer with a secret, at most once under an Idempotency-Key. The answer kept
/// has no secret in it.
struct CreateOnce {
    std::variant<CreateProject, CreateKey> what;
    Idempotency idempotency;
};

struct RevokeKey {
    KeyId id;
};

/// Stores the server's secret unless there is one already (store::server_secret).
struct KeepSecret {
    std::array<std::byte, 32> secret{};
};

struct CreateMonitor {
    record::Monitor monitor;
    std::optional<Idempotency> idempotency;
};

/// `monitor` as it shall be, made by the caller from what it read at `expected_version`; kConflict
/// if another write came between (the caller reads again and retries), kNotFound if it is gone or
/// another project's.
struct UpdateMonitor {
    record::Monitor monitor;
    std::uint64_t expected_version;
};

struct DeleteMonitor {
    MonitorId id;
    ProjectId project;
    std::optional<std::uint64_t> if_version;  ///< kPreconditionFailed when stale
    UnixSeconds now{};
};

/// A page with its own text (PageView points elsewhere).
struct OwnedEntry {
    MonitorId monitor;
    std::string display_group;
    std::string display_name;
    bool group_set = false;
};

struct OwnedPage {
    PageId id;
    ProjectId project;
    std::uint64_t version = 1;
    std::uint64_t config_version = 1;
    UnixMillis created_at{};
    UnixMillis updated_at{};
    std::string name, slug, custom_domain, description, logo_url, favicon_url, homepage_url;
    record::Theme theme = record::Theme::kAuto;
    std::string accent_color, timezone, locale;
    bool noindex = false;
    bool published = true;
    std::string password_hash;
    std::string embed_origins;
    std::vector<OwnedEntry> entries;

    [[nodiscard]] record::PageView view() const;
};

/// kSlugTaken, kDomainTaken, kUnknownMonitor (Outcome::subject names the id).
struct CreatePage {
    OwnedPage page;
    std::optional<Idempotency> idempotency;
};

/// As UpdateMonitor, by config_version; slug and domain are freed and claimed in the same
/// transaction.
struct UpdatePage {
    OwnedPage page;
    std::uint64_t expected_config_version;
};

struct DeletePage {
    PageId id;
    ProjectId project;
    std::optional<std::uint64_t> if_config_version;
};

/// kUnknownMonitor (Outcome::subject names the id).
struct CreateIncident {
    record::Incident incident;
    record::IncidentUpdate first_update;
    std::optional<Idempotency> idempotency;
};

/// As UpdateMonitor; with an update, it is appended.
struct UpdateIncident {
    record::Incident incident;
    std::uint64_t expected_version;
    std::optional<record::IncidentUpdate> update;
};

struct DeleteIncident {
    IncidentId id;
    ProjectId project;
    std::optional<std::uint64_t> if_version;
};

/// kUnknownMonitor (Outcome::subject names the id).
struct CreateMaintenance {
    record::Maintenance window;
    std::optional<Idempotency> idempotency;
};

/// As UpdateMonitor.
struct UpdateMaintenance {
    record::Maintenance window;
    std::uint64_t expected_version;
};

struct DeleteMaintenance {
    MaintenanceId id;
    ProjectId project;
    UnixSeconds now{};
    std::optional<std::uint64_t> if_version;
};

/// What the DNS check of a custom domain found.
struct SetDomainState {
    std::string host;
    PageId page;  ///< ignored unless this page still claims the host
    record::DomainState state;
    std::string observed;
    std::string error;
    std::optional<bool> served{};  ///< none: as `state` says
};

/// The work on certificates is done by the one process that holds this lease. kConflict: another
/// does, until then at the latest. `force`: the other is known to be dead.
struct TakeLease {
    std::uint64_t owner;
    UnixSeconds now{};
    UnixSeconds until{};
    bool force = false;
};

struct DropLease {
    std::uint64_t owner;
};

inline constexpr std::string_view kCertificateLease = "certificates";
/// An owner that needs no lease: the command line beside a running server.
inline constexpr std::uint64_t kNoLease = 0;

/// `work` as it shall be, made from what was read (its version). kConflict: another write came
/// between, the host was released, or another process has the lease.
struct SaveWork {
    std::string host;
    std::uint64_t owner = kNoLease;
    record::DomainWork work;
    std::optional<SetDomainState> claim{};  ///< what the API shows, in the same transaction
};

/// SaveWork with an open order in it, paid for from every bucket, or from none: kTooManyRequests
/// (Outcome::subject names the empty one).
struct BeginOrder {
    SaveWork save;
    UnixMillis now{};
    std::vector<model::Toll> tolls;
};

/// SaveWork, and certificate and chain instead of the host's old ones.
struct StoreCertificate {
    SaveWork save;
    record::Certificate certificate;
    std::string chain_pem;
};

/// Makes work for a host that has none, due at once; a claimed one or one of the base domain.
struct EnsureWork {
    std::string host;
    UnixSeconds now{};
};

/// A new certificate for the host, now. kNotFound: there is no work on it.
struct RenewHost {
    std::string host;
    UnixSeconds now{};
};

/// An answer of HTTP-01, or of TLS-ALPN-01 when `token` is empty.
struct PutChallenge {
    std::uint64_t owner;
    std::string host;
    std::string token;
    record::Challenge challenge;
};

struct DropChallenge {
    std::string host;
    std::string token;
};

struct SaveAccount {
    std::uint64_t owner;
    std::string directory;
    record::AcmeAccount account;
};

/// Results of any monitors. With a project: those of other projects are rejected kUnknownMonitor.
struct RecordResults {
    std::optional<ProjectId> project;
    UnixSeconds now{};
    std::vector<record::CheckResult> results;
    /// A repeat records nothing; its outcome has `accepted` and `rejected` of the first.
    std::optional<Idempotency> idempotency{};
    /// Whether the outcome is kept for a repeat even if nothing was accepted: a bulk's report is an
    /// answer, the refusal of a single result is an error.
    bool keep_refusal = false;
};

struct CreateHook {
    record::Hook hook;
};

/// kNotFound for another project's. What came through it holds no longer.
struct RevokeHook {
    KeyId id;
    ProjectId project;
};

/// One delivery. Alerts that an earlier one said already, or a later start has overtaken, change
/// nothing.
struct RecordAlerts {
    UnixSeconds now{};
    std::vector<std::pair<record::AlertKey, record::Alert>> alerts;
};

/// Says anew what these monitors' alerts say, so that they hold longer than a result does
/// (store::due_alerts).
struct HoldAlerts {
    UnixSeconds now{};
    std::vector<MonitorId> monitors;
};

/// One slice of re-cutting a project's histories after a change of its zone; the writer queues the
/// next by itself.
struct Recut {
    ProjectId project;
    UnixSeconds now{};
    MonitorId after;  ///< all zero: from the first monitor
};

/// One slice of re-cutting the records of monitors whose maintenance changed; the writer queues the
/// next by itself.
struct RecutMonitors {
    UnixSeconds now{};
};

/// One slice of looking at monitors whose time has come (store::next_wake) though no result came.
struct Wake {
    UnixSeconds now{};
};

/// One slice of deleting what is past its retention.
struct Retain {
    UnixSeconds now{};
};

/// The key that links to subscribers are signed with; the first one stays.
struct MakeTokenKey {
    std::array<std::byte, 32> key;
};

/// A wish to be told. Unless it is confirmed already (an owner's import), a confirmation is sent,
/// within the limits of core/base/limits.hpp. Outcome::subject names the subscriber. A target that
/// the page has already: kConflict from an owner; from a visitor nothing but, while it is pending,
/// a new choice of monitors and another confirmation. kNotFound for an unknown page, kBusy when too
/// many are pending.
struct Subscribe {
    record::Subscriber subscriber;
    bool by_owner = false;
    std::optional<Idempotency> idempotency{};
};

/// kNotFound once it has expired or was removed.
struct ConfirmSubscriber {
    SubscriberId id;
    UnixMillis now{};
};

struct ChooseMonitors {
    SubscriberId id;
    std::vector<MonitorId> monitors;
};

/// kNotFound if it is gone, or another project's.
struct RemoveSubscriber {
    SubscriberId id;
    std::optional<ProjectId> project;
};

/// How an attempt to deliver ended.
enum class DeliveryEnd : std::uint8_t {
    kSent,      ///< or there was nothing to send any more
    kRetry,     ///< again at FinishDelivery::next
    kGivenUp,   ///< counts against the subscriber
    kDropped,   ///< not the subscriber's fault
    kUnwanted,  ///< the target is gone or wants nothing: the subscriber is removed
};

struct FinishDelivery {
    record::DeliveryKey key;
    DeliveryEnd end = DeliveryEnd::kSent;
    UnixMillis now{};
    UnixMillis next{};
};

/// One slice of a FanOut; the writer queues the next by itself.
struct FanOutSlice {
    RawId event;
};

using Command = std::variant<CreateProject,
                             UpdateProject,
                             CreateKey,
                             CreateOnce,
                             RevokeKey,
                             KeepSecret,
                             CreateMonitor,
                             UpdateMonitor,
                             DeleteMonitor,
                             CreatePage,
                             UpdatePage,
                             DeletePage,
                             CreateIncident,
                             UpdateIncident,
                             DeleteIncident,
                             CreateMaintenance,
                             UpdateMaintenance,
                             DeleteMaintenance,
                             SetDomainState,
                             TakeLease,
                             DropLease,
                             SaveWork,
                             BeginOrder,
                             StoreCertificate,
                             EnsureWork,
                             RenewHost,
                             PutChallenge,
                             DropChallenge,
                             SaveAccount,
                             MakeTokenKey,
                             Subscribe,
                             ConfirmSubscriber,
                             ChooseMonitors,
                             RemoveSubscriber,
                             FinishDelivery,
                             FanOutSlice,
                             RecordResults,
                             CreateHook,
                             RevokeHook,
                             RecordAlerts,
                             HoldAlerts,
                             Recut,
                             RecutMonitors,
                             Wake,
                             Retain>;

struct Rejection {
    std::uint32_t index;  ///< in RecordResults::results
    Errc code;
};

/// What became of a command. When `code` is not kOk nothing was changed (but by RecordResults, see
/// `rejected`).
struct Outcome {
    Errc code = Errc::kOk;
    std::string subject;  ///< what `code` is about: an id, a slug
    std::optional<Idempotency>
        replay;                  ///< the first answer of this Idempotency-Key; nothing was changed
    std::uint32_t accepted = 0;  ///< RecordResults
    std::vector<Rejection> rejected;
};

struct Context;
/// In idempotency.cpp.
[[nodiscard]] Result<Outcome> apply_one(Context& context, const CreateOnce& command);

/// Called once, on the writer's thread, after the commit is on disk or has failed.
using Completion = std::move_only_function<void(Outcome&&)>;

}  // namespace ks::write
