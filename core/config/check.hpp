// SPDX-License-Identifier: Apache-2.0
// Checks of single texts in the configuration; see TextCheck in option.hpp.
#pragma once

#include <string>
#include <string_view>

namespace ks::config {

[[nodiscard]] std::string_view check_path(std::string& text);
/// The empty text is no file.
[[nodiscard]] std::string_view check_optional_path(std::string& text);
/// A host name, made lower case.
[[nodiscard]] std::string_view check_domain(std::string& text);
[[nodiscard]] std::string_view check_endpoint(std::string& text);
[[nodiscard]] std::string_view check_address(std::string& text);
/// An address, with or without a port.
[[nodiscard]] std::string_view check_server(std::string& text);
/// An https address of an ACME directory.
[[nodiscard]] std::string_view check_directory(std::string& text);
[[nodiscard]] std::string_view check_challenge(std::string& text);
[[nodiscard]] std::string_view check_region(std::string& text);
/// One line.
[[nodiscard]] std::string_view check_text(std::string& text);
/// The empty text is no server.
[[nodiscard]] std::string_view check_smtp_url(std::string& text);
[[nodiscard]] std::string_view check_smtp_tls(std::string& text);
/// Put into its normal form; the empty text is no address.
[[nodiscard]] std::string_view check_email(std::string& text);

}  // namespace ks::config
