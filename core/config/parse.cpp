// SPDX-License-Identifier: Apache-2.0
#include "core/config/parse.hpp"

#include "core/config/assign.hpp"
#include "core/config/check.hpp"
#include "core/config/nearest.hpp"
#include "core/config/option.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <tuple>
#include <utility>

namespace ks::config {
namespace {

/// Parts of the product's configuration that this version does not have.
constexpr std::array<std::string_view, 4> kLater{
    "acme", "proxy", "listen.admin", "listen.proxy_protocol"};

constexpr std::string_view kCertificates = "tls.certificates";
constexpr std::size_t kCertificatesMax = 64;

/// `path` is `key`, lies below it or is an element of it.
bool is_at_or_below(std::string_view path, std::string_view key) noexcept {
    return path.starts_with(key) &&
           (path.size() == key.size() || path[key.size()] == '.' || path[key.size()] == '[');
}

/// "tls.certificates[3].chain" -> 3 and "chain"; the name is empty for the element itself.
struct CertificatePart {
    std::size_t index = 0;
    std::string_view name;
};

std::optional<CertificatePart> certificate_part(std::string_view path) noexcept {
    if (!path.starts_with(kCertificates)) {
        return std::nullopt;
    }
    path.remove_prefix(kCertificates.size());
    CertificatePart part;
    if (!path.starts_with('[')) {
        return std::nullopt;
    }
    const auto parsed = std::from_chars(path.data() + 1, path.data() + path.size(), part.index);
    path.remove_prefix(static_cast<std::size_t>(parsed.ptr - path.data()));
    if (parsed.ec != std::errc{} || !path.starts_with(']')) {
        return std::nullopt;
    }
    path.remove_prefix(1);
    part.name = path.starts_with('.') ? path.substr(1) : path;
    return part;
}

class Parser {
public:
    void take(const Entry& entry) {
        if (const Option* const option = find_option(entry.path); option != nullptr) {
            if (std::string complaint = assign(*option, entry.value, config_); !complaint.empty()) {
                fail(entry.value.line, entry.path, std::move(complaint));
            }
        } else if (const auto part = certificate_part(entry.path)) {
            take_certificate(entry, *part);
        } else {
            take_unknown(entry);
        }
    }

    std::expected<Config, std::vector<ConfigError>> finish() && {
        for (std::size_t i = 0; i < certificates_.size(); ++i) {
            finish_certificate(i);
        }
        std::ranges::sort(
            errors_, {}, [](const ConfigError& error) { return std::tie(error.line, error.key); });
        if (!errors_.empty()) {
            return std::unexpected(std::move(errors_));
        }
        return std::move(config_);
    }

private:
    struct Pending {
        Certificate certificate;
        std::uint32_t line = 0;
        bool failed = false;
    };

    void fail(std::uint32_t line, std::string key, std::string text) {
        errors_.push_back({line, std::move(key), std::move(text)});
    }

    void take_certificate(const Entry& entry, const CertificatePart& part) {
        if (part.index >= kCertificatesMax) {
            return fail(entry.value.line, entry.path, "more than 64 certificates; remove some");
        }
        certificates_.resize(std::max(certificates_.size(), part.index + 1));
        Pending& pending = certificates_[part.index];
        pending.line = pending.line == 0 ? entry.value.line : pending.line;
        if (part.name.empty()) {
            return;  // an empty table: finish_certificate() says what it lacks
        }
        if (part.name != "chain" && part.name != "key") {
            return fail(
                entry.value.line, entry.path, "unknown key; a certificate has chain and key only");
        }
        const auto* const text = std::get_if<std::string>(&entry.value.data);
        std::string path = text != nullptr ? *text : "";
        if (!check_path(path).empty()) {
            pending.failed = true;
            return fail(entry.value.line,
                        entry.path,
                        describe(entry.value) + " is not a path; give the path of a PEM file");
        }
        (part.name == "chain" ? pending.certificate.chain : pending.certificate.key) =
            std::move(path);
    }

    void finish_certificate(std::size_t index) {
        Pending& pending = certificates_[index];
        if (!pending.failed &&
            (pending.certificate.chain.empty() || pending.certificate.key.empty())) {
            fail(pending.line,
                 std::string(kCertificates) + "[" + std::to_string(index) + "]",
                 std::string(pending.certificate.chain.empty() ? "chain" : "key") +
                     " is missing; a certificate needs both chain and key");
        }
        config_.tls.certificates.push_back(std::move(pending.certificate));
    }

    void take_unknown(const Entry& entry) {
        const auto* const later = std::ranges::find_if(
            kLater, [&](std::string_view key) { return is_at_or_below(entry.path, key); });
        if (later != kLater.end()) {
            // Once is enough for a whole section.
            if (std::ranges::find(errors_, *later, &ConfigError::key) == errors_.end()) {
                fail(entry.value.line,
                     std::string(*later),
                     "not supported yet by this version; remove it");
            }
            return;
        }
        if (is_section(entry.path)) {
            const auto* const other = std::get_if<OtherKind>(&entry.value.data);
            if (other == nullptr || other->name != "table") {
                fail(entry.value.line,
                     entry.path,
                     "is a section, not a value; write [" + entry.path + "] and its keys below");
            }
            return;
        }
        const std::string_view meant = nearest_key(entry.path);
        fail(entry.value.line,
             entry.path,
             meant.empty() ? "unknown key; see 'kamustatus serve --help' for the known ones"
                           : "unknown key; did you mean " + std::string(meant) + "?");
    }

    Config config_;
    std::vector<Pending> certificates_;
    std::vector<ConfigError> errors_;
};

}  // namespace

std::string print_error(const ConfigError& error, std::string_view file) {
    std::string line;
    if (error.line != 0) {
        line.append(file).append(": line ").append(std::to_string(error.line)).append(": ");
    } else if (error.key.empty()) {
        line.append(file).append(": ");
    }
    if (!error.key.empty()) {
        line.append(error.key).append(": ");
    }
    line.append(error.text);
    std::ranges::replace_if(line, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, '?');
    return line;
}

std::expected<Config, std::vector<ConfigError>> parse(std::span<const Entry> entries) {
    Parser parser;
    for (const Entry& entry : entries) {
        parser.take(entry);
    }
    return std::move(parser).finish();
}

}  // namespace ks::config
