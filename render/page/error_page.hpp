// SPDX-License-Identifier: Apache-2.0
// Small pages beside the status page: errors, a redirect's note, what pages.B is for. Same style,
// no script.
#pragma once

#include "render/view/words.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace ks::page_html {

enum class Notice : std::uint8_t {
    kNoSuchPage,   ///< 404: no page on this host, or an unknown host
    kNoSuchPath,   ///< 404: the host has a page, the path is nothing; links to "/"
    kPrivate,      ///< 401
    kUnavailable,  ///< 503
    kMoved,        ///< 308: links to `target`
    kCnameTarget,  ///< 200: pages.B
};

/// Appends a whole document that search engines leave alone. `style_path` as asset::style_path();
/// `target`: kMoved's new address, http or https; kCnameTarget's own name.
void notice_page(std::string& to,
                 Notice notice,
                 std::string_view style_path,
                 std::string_view target = {},
                 const view::Words& words = view::kEnglish);

enum class SignInProblem : std::uint8_t { kNone, kWrong, kTooMany };

/// Appends the sign-in form of a private page, which says nothing about the page, its name
/// included. `path`: where to go on to.
void sign_in_page(std::string& to,
                  SignInProblem problem,
                  std::string_view style_path,
                  std::string_view path,
                  const view::Words& words = view::kEnglish);

}  // namespace ks::page_html
