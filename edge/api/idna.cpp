// SPDX-License-Identifier: Apache-2.0
#include "edge/api/idna.hpp"

#include "core/text/hostname.hpp"

#include <idn2.h>

#include <memory>
#include <utility>

namespace ks::api {

Result<std::string> to_a_labels(std::string_view name) {
    if (name.ends_with('.')) {
        name.remove_suffix(1);
    }
    const std::string terminated(name);
    if (terminated.empty() || terminated.find('\0') != std::string::npos) {
        return Errc::kMalformed;
    }
    // Not IDN2_USE_STD3_ASCII_RULES: that silently drops what is not allowed ("a:80" would be
    // "a80").
    char* raw = nullptr;
    const int code =
        idn2_to_ascii_8z(terminated.c_str(), &raw, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    const std::unique_ptr<char, void (*)(void*)> owned(raw, idn2_free);
    if (code != IDN2_OK) {
        return Error{Errc::kMalformed, code};
    }
    std::string ascii = text::normalise_host(owned.get());
    return text::is_hostname(ascii) ? Result<std::string>(std::move(ascii)) : Errc::kMalformed;
}

}  // namespace ks::api
