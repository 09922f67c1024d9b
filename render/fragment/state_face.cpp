// SPDX-License-Identifier: Apache-2.0
#include "render/fragment/state_face.hpp"

#include "render/out/safe_url.hpp"

namespace ks::fragment {

namespace {

// Paths of the symbols, in a box of 24 by 24.
constexpr out::Literal kDisc =
    "M12 1a11 11 0 1 0 0 22 11 11 0 0 0 0-22zm-1.6 16.2-5.2-5.2 2-2 3.2 3.2 6.4-6.4 2 2z";
constexpr out::Literal kTriangle =
    "M13.7 2.5 23 19a2 2 0 0 1-1.7 3H2.7A2 2 0 0 1 1 19l9.3-16.5a2 2 0 0 1 3.4 0zM10.5 8l"
    ".5 7h2l.5-7zm1.5 8.6a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3z";
constexpr out::Literal kOctagon =
    "M7.4 1h9.2L23 7.4v9.2L16.6 23H7.4L1 16.6V7.4zm.7 5.3L6.3 8.1l3.9 3.9-3.9 3.9 1.8 1.8"
    " 3.9-3.9 3.9 3.9 1.8-1.8-3.9-3.9 3.9-3.9-1.8-1.8-3.9 3.9z";
constexpr out::Literal kNut =
    "M12 .8l9.7 5.6v11.2L12 23.2l-9.7-5.6V6.4zm0 7a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 0 0 0-8."
    "4z";
constexpr out::Literal kPause =
    "M12 1a11 11 0 1 0 0 22 11 11 0 0 0 0-22zM8 7.5h2.8v9H8zm5.2 0H16v9h-2.8z";
constexpr out::Literal kRing =
    "M12 1a11 11 0 1 0 0 22 11 11 0 0 0 0-22zm0 2.6a8.4 8.4 0 1 1 0 16.8 8.4 8.4 0 0 1 0-"
    "16.8zM7.5 10.7h9v2.6h-9z";

/// The symbol and colour of the favicon; the banner's ground, but where that is too pale on white.
struct Favicon {
    out::Literal colour;
    out::Literal shape;
};

constexpr Favicon favicon_of(model::PageState state) noexcept {
    switch (state) {
        case model::PageState::kOperational:
            return {"0b7850", kDisc};
        case model::PageState::kMaintenance:
            return {"3553c4", kNut};
        case model::PageState::kDegraded:
            return {"d27700", kTriangle};
        case model::PageState::kPartialOutage:
            return {"b9440a", kOctagon};
        case model::PageState::kMajorOutage:
            return {"b3122f", kOctagon};
        case model::PageState::kNoData:
            break;
    }
    return {"525c69", kRing};
}

void symbol(out::Html& out, out::Literal id, out::Literal shape) {
    out.raw("<symbol id=\"").raw(id).raw("\" viewBox=\"0 0 24 24\"><path d=\"").raw(shape);
    out.raw("\"/></symbol>");
}

}  // namespace

char letter(record::State state) noexcept {
    switch (state) {
        case record::State::kUp:
            return 'u';
        case record::State::kDegraded:
            return 'g';
        case record::State::kDown:
            return 'd';
        case record::State::kMaintenance:
            return 'm';
        case record::State::kPaused:
            return 'p';
        case record::State::kNoData:
            break;
    }
    return 'n';
}

char letter(model::PageState state) noexcept {
    switch (state) {
        case model::PageState::kOperational:
            return 'u';
        case model::PageState::kMaintenance:
            return 'm';
        case model::PageState::kDegraded:
            return 'g';
        case model::PageState::kPartialOutage:
        case model::PageState::kMajorOutage:
            return 'd';
        case model::PageState::kNoData:
            break;
    }
    return 'n';
}

std::string_view word(record::State state, const view::Words& words) noexcept {
    switch (state) {
        case record::State::kUp:
            return words.operational;
        case record::State::kDegraded:
            return words.degraded;
        case record::State::kDown:
            return words.down;
        case record::State::kMaintenance:
            return words.maintenance;
        case record::State::kPaused:
            return words.paused;
        case record::State::kNoData:
            break;
    }
    return words.no_data;
}

char letter(record::Impact impact) noexcept {
    switch (impact) {
        case record::Impact::kMinor:
            return 'g';
        case record::Impact::kMajor:
        case record::Impact::kCritical:
            return 'd';
        case record::Impact::kNone:
            break;
    }
    return 'n';
}

std::string_view title(model::PageState state, const view::Words& words) noexcept {
    switch (state) {
        case model::PageState::kOperational:
            return words.title_operational;
        case model::PageState::kMaintenance:
            return words.title_maintenance;
        case model::PageState::kDegraded:
            return words.title_degraded;
        case model::PageState::kPartialOutage:
            return words.title_partial;
        case model::PageState::kMajorOutage:
            return words.title_major;
        case model::PageState::kNoData:
            break;
    }
    return words.title_no_data;
}

void icon(out::Html& out, char letter) {
    out.raw("<svg class=\"i\" aria-hidden=\"true\"><use href=\"#")
        .trusted({&letter, 1})
        .raw("\"/></svg>");
}

void symbols(out::Html& out) {
    out.raw("<svg hidden>");
    symbol(out, "u", kDisc);
    symbol(out, "g", kTriangle);
    symbol(out, "d", kOctagon);
    symbol(out, "m", kNut);
    symbol(out, "p", kPause);
    symbol(out, "n", kRing);
    out.raw("</svg>\n");
}

void favicon(out::Html& out, model::PageState state, std::string_view own_url) {
    out.raw("<link rel=\"icon\" id=\"icon\" href=\"");
    if (out::safe_url(own_url, out::UrlUse::kImage)) {
        out.attribute(own_url);
    } else {
        const Favicon icon = favicon_of(state);
        out.raw(
            "data:image/svg+xml,&lt;svg xmlns='http://www.w3.org/2000/svg' "
            "viewBox='0 0 24 24'>&lt;path fill='%23");
        out.raw(icon.colour).raw("' fill-rule='evenodd' d='").raw(icon.shape);
        out.raw("'/>&lt;/svg>");
    }
    out.raw("\">\n");
}

}  // namespace ks::fragment
