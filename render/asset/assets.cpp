// SPDX-License-Identifier: Apache-2.0
#include "render/asset/assets.hpp"

#include "render/asset/embedded.hpp"
#include "render/out/hash.hpp"

#include <algorithm>

namespace ks::asset {

namespace {

constexpr std::string_view kStyle(kPageCss, sizeof kPageCss);
constexpr std::string_view kScript(kPageJs, sizeof kPageJs);

const std::string& style_stem() {
    static const std::string stem = hashed_path("page", kStyle);
    return stem;
}

const std::string& script_name() {
    static const std::string name = hashed_path("page", kScript) + ".js";
    return name;
}

bool is_hex(char c) noexcept {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/// "rrggbb" in lower case, or empty.
std::string accent_digits(std::string_view accent) {
    if (accent.size() != 7 || accent.front() != '#') {
        return {};
    }
    std::string digits(accent.substr(1));
    for (char& c : digits) {
        if (c >= 'A' && c <= 'F') {
            c = static_cast<char>(c + ('a' - 'A'));
        }
    }
    return std::ranges::all_of(digits, is_hex) ? digits : std::string();
}

}  // namespace

std::string hashed_path(std::string_view stem, std::string_view content) {
    const auto digits = out::hex(out::hash(content));
    std::string path = "/assets/";
    path.append(stem).append(1, '.').append(digits.data(), digits.size());
    return path;
}

std::string style_path(std::string_view accent) {
    const std::string digits = accent_digits(accent);
    return digits.empty() ? style_stem() + ".css" : style_stem() + "-" + digits + ".css";
}

std::string_view script_path() {
    return script_name();
}

std::optional<Asset> find_asset(std::string_view path) {
    if (path == script_name()) {
        return Asset{"text/javascript; charset=utf-8", std::string(kScript)};
    }
    constexpr std::string_view type = "text/css; charset=utf-8";
    if (!path.starts_with(style_stem()) || !path.ends_with(".css")) {
        return std::nullopt;
    }
    path.remove_prefix(style_stem().size());
    path.remove_suffix(4);
    if (path.empty()) {
        return Asset{type, std::string(kStyle)};
    }
    if (path.size() != 7 || path.front() != '-' || !std::ranges::all_of(path.substr(1), is_hex)) {
        return std::nullopt;
    }
    std::string bytes(kStyle);
    bytes.append(":root{--accent:#").append(path.substr(1)).append("}\n");
    return Asset{type, std::move(bytes)};
}

}  // namespace ks::asset
