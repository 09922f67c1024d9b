// SPDX-License-Identifier: Apache-2.0
#include "edge/acme/problem.hpp"

#include <algorithm>
#include <array>

namespace ks::acme {
namespace {

constexpr std::string_view kPrefix = "urn:ietf:params:acme:error:";
constexpr std::size_t kSubproblemsMax = 100;
constexpr std::size_t kSubproblemsShown = 3;
constexpr std::size_t kWordsMax = 300;

constexpr std::string_view kReport = "Please report this as a fault of kamustatus.";
constexpr std::string_view kAgain = "It is tried again.";

// RFC 8555 section 6.7, RFC 8555 section 6.7.1 (compound), RFC 9773 section 5 (alreadyReplaced),
// and the ACME profiles draft (invalidProfile).
constexpr std::array kTypes = std::to_array<ProblemType>({
    {"accountDoesNotExist",
     FailureKind::kAccount,
     "The CA does not know our account",
     "A new one is made with the same key at the next attempt."},
    {"alreadyReplaced",
     FailureKind::kRetryLater,
     "The CA has already replaced the certificate that this order was to replace",
     "It is ordered without that hint."},
    {"alreadyRevoked",
     FailureKind::kUnsupported,
     "The certificate is revoked already",
     "Nothing is left to do."},
    {"badCSR", FailureKind::kLocal, "The CA refused our certificate request", kReport},
    {"badNonce", FailureKind::kRetryLater, "The CA refused every nonce that it gave us", kAgain},
    {"badPublicKey",
     FailureKind::kAccount,
     "The CA does not accept the account's key",
     "It must take ECDSA P-256 keys; choose another directory in acme.directory if it does not."},
    {"badRevocationReason",
     FailureKind::kUnsupported,
     "The CA does not accept this reason for revoking",
     "Choose another one."},
    {"badSignatureAlgorithm",
     FailureKind::kAccount,
     "The CA does not accept ES256 signatures",
     "Choose another directory in acme.directory."},
    {"caa",
     FailureKind::kDomain,
     "A CAA record forbids this CA to issue for the domain",
     "Add a CAA record that names the CA, or remove the one that names others."},
    {"compound", FailureKind::kDomain, "The CA found several faults", "Mend what it names."},
    {"connection",
     FailureKind::kDomain,
     "The CA could not connect to the domain",
     "Its A and AAAA records must lead to this server, and ports 80 and 443 must be open to "
     "everybody."},
    {"dns",
     FailureKind::kDomain,
     "The CA could not look up the domain",
     "Check its DNS records, its name servers and DNSSEC."},
    {"externalAccountRequired",
     FailureKind::kAccount,
     "The CA wants an account that is bound to one of its own",
     "Set acme.eab_key_id and acme.eab_hmac_key to what the CA gave you."},
    {"incorrectResponse",
     FailureKind::kDomain,
     "The CA got another answer from the domain than ours",
     "Something in front of this server answers for it: a proxy, a CDN or an old A or AAAA "
     "record."},
    {"invalidContact",
     FailureKind::kAccount,
     "The CA does not accept the account's e-mail address",
     "Correct acme.email."},
    {"invalidProfile",
     FailureKind::kAccount,
     "The CA does not issue under the configured profile",
     "Correct or remove acme.profile."},
    {"malformed", FailureKind::kLocal, "The CA could not make sense of our request", kReport},
    {"orderNotReady", FailureKind::kRetryLater, "The CA was not ready to finish the order", kAgain},
    {"rateLimited",
     FailureKind::kRateLimited,
     "A rate limit of the CA is reached",
     "It is tried again when the CA allows it; no action is needed."},
    {"rejectedIdentifier",
     FailureKind::kDomain,
     "The CA does not issue for this domain",
     "Its policy forbids the name; use another domain or another CA."},
    {"serverInternal", FailureKind::kRetryLater, "The CA has a fault of its own", kAgain},
    {"tls",
     FailureKind::kDomain,
     "The CA could not finish a TLS handshake with the domain",
     "Something in front of this server ends TLS; let port 443 through, or open port 80."},
    {"unauthorized",
     FailureKind::kDomain,
     "The CA did not see that this server controls the domain",
     "Its DNS records must lead to this server only; look for a proxy, a CDN or an old AAAA "
     "record."},
    {"unsupportedContact",
     FailureKind::kAccount,
     "The CA does not take this form of contact",
     "Correct or remove acme.email."},
    {"unsupportedIdentifier",
     FailureKind::kDomain,
     "The CA does not issue for names of this form",
     "Use another domain or another CA."},
    {"userActionRequired",
     FailureKind::kAccount,
     "The CA waits for the operator, most likely to agree to new terms",
     "Open the page that it names, then set acme.agree_tos."},
});

const ProblemType* row_of(std::string_view name) noexcept {
    const auto* const row = std::ranges::find(kTypes, name, &ProblemType::name);
    return row != kTypes.end() ? row : nullptr;
}

std::string text_of(const api::JsonValue& object, std::string_view name) {
    const auto member = object.find(name);
    const auto text = member ? member->text() : std::nullopt;
    return cleaned(text.value_or(""));
}

Problem read_flat(const api::JsonValue& value) {
    Problem problem;
    problem.type = text_of(value, "type");
    if (problem.type.starts_with(kPrefix)) {
        problem.type.erase(0, kPrefix.size());
    }
    problem.detail = text_of(value, "detail");
    problem.instance = text_of(value, "instance");
    if (const auto identifier = value.find("identifier")) {
        problem.identifier = text_of(*identifier, "value");
    }
    return problem;
}

std::string_view without_stop(std::string_view text) noexcept {
    while (text.ends_with('.') || text.ends_with(' ')) {
        text.remove_suffix(1);
    }
    return text;
}

/// The one that decides: the first that we know.
const Problem& deciding(const Problem& problem) {
    if (problem.subproblems.empty() || (problem.type != "compound" && row_of(problem.type))) {
        return problem;
    }
    const auto found = std::ranges::find_if(
        problem.subproblems, [](const Problem& sub) { return row_of(sub.type) != nullptr; });
    return found != problem.subproblems.end() ? *found : problem.subproblems.front();
}

std::string details_of(const Problem& problem) {
    std::string text(without_stop(problem.detail));
    for (std::size_t i = 0; i < std::min(problem.subproblems.size(), kSubproblemsShown); ++i) {
        const Problem& sub = problem.subproblems[i];
        text += (text.empty() ? "" : "; ") + sub.identifier + (sub.identifier.empty() ? "" : ": ");
        text += without_stop(sub.detail);
    }
    if (!problem.instance.empty()) {
        text += (text.empty() ? "" : "; ") + ("see " + problem.instance);
    }
    return cleaned(text);
}

std::string sentence(std::string_view what, const std::string& details, std::string_view mend) {
    std::string words(what);
    if (!details.empty()) {
        words += ": " + details;
    }
    words += ". ";
    words += mend;
    return words;
}

/// By the HTTP status, where the type says nothing to us.
ProblemType row_of_status(long status) {
    if (status == 429) {
        return *row_of("rateLimited");
    }
    if (status >= 500) {
        return *row_of("serverInternal");
    }
    if (status == 0) {
        return {"", FailureKind::kDomain, "The CA refused the domain", "Mend what it names."};
    }
    if (status >= 300 && status < 400) {
        return {"",
                FailureKind::kBadAnswer,
                "The CA answered with a redirect, which ACME does not have",
                "Set acme.directory to the address that it leads to."};
    }
    return {"",
            FailureKind::kBadAnswer,
            "The CA refused our request",
            "Check acme.directory; if it is right, ask the CA."};
}

Failure failure_of(const Problem& problem, ProblemPlace place, long status) {
    const Problem& decides = deciding(problem);
    const ProblemType* const known = row_of(decides.type);
    const ProblemType row = known != nullptr ? *known : row_of_status(status);
    Failure failure;
    failure.kind = row.kind;
    failure.type = decides.type;
    failure.domain = decides.identifier;
    failure.status = status;
    if (decides.type == "unauthorized" && place == ProblemPlace::kAnswer) {
        failure.kind = FailureKind::kAccount;
        failure.words = sentence("The CA does not let our account do this",
                                 details_of(problem),
                                 "Ask the CA whether the account is still active.");
        return failure;
    }
    std::string details = details_of(problem);
    if (known == nullptr && !decides.type.empty() && decides.type != "about:blank") {
        details = decides.type + (details.empty() ? "" : ": ") + details;
    }
    failure.words = sentence(row.what, details, row.mend);
    return failure;
}

}  // namespace

std::string cleaned(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (out.size() == kWordsMax) {
            // Not in the middle of a character: drop its bytes and its head.
            while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xC0U) == 0x80U) {
                out.pop_back();
            }
            if (!out.empty() && static_cast<unsigned char>(out.back()) >= 0xC0U) {
                out.pop_back();
            }
            out += "...";
            break;
        }
        const bool blank = byte <= ' ' || byte == 0x7F;
        if (!blank) {
            out += c;
        } else if (!out.empty() && out.back() != ' ') {
            out += ' ';
        }
    }
    return out;
}

std::span<const ProblemType> problem_types() noexcept {
    return kTypes;
}

std::optional<Problem> read_problem(const api::JsonValue& value) {
    if (!value.is(api::JsonKind::kObject)) {
        return std::nullopt;
    }
    Problem problem = read_flat(value);
    if (const auto list = value.find("subproblems")) {
        for (const api::JsonValue& one : list->items()) {
            if (one.is(api::JsonKind::kObject) && problem.subproblems.size() < kSubproblemsMax) {
                problem.subproblems.push_back(read_flat(one));
            }
        }
    }
    return problem;
}

Failure failure_of(const Problem& problem, ProblemPlace place) {
    return failure_of(problem, place, 0);
}

Failure failure_of(const Reply& reply, const std::string& url) {
    api::JsonReader reader;
    Problem problem;
    if (reply.content_type == "application/problem+json" ||
        reply.content_type == "application/json") {
        if (const auto json = reader.parse(reply.body)) {
            problem = read_problem(*json).value_or(Problem{});
        }
    }
    if (problem.detail.empty() && problem.subproblems.empty()) {
        problem.detail = "HTTP " + std::to_string(reply.status) + " at " + cleaned(url);
    }
    Failure failure = failure_of(problem, ProblemPlace::kAnswer, reply.status);
    failure.retry_after = reply.retry_after.value_or(std::chrono::seconds(0));
    return failure;
}

}  // namespace ks::acme
