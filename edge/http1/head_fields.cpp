// SPDX-License-Identifier: Apache-2.0
#include "edge/http1/head_fields.hpp"

#include "edge/http1/token.hpp"

#include <llhttp/llhttp.h>

#include <algorithm>
#include <cstddef>

namespace ks::http1 {
namespace {

static_assert(LLHTTP_STRICT_MODE == 1, "the default compile has request-smuggling holes");

/// What the callbacks fill; llhttp_t::data points here.
struct Collector {
    http::FieldsView& fields;
    std::string_view target;
    std::string_view name;
    std::string_view value;
    bool complete = false;
};

Collector& collector(llhttp_t* parser) noexcept {
    return *static_cast<Collector*>(parser->data);
}

/// Grows `view` by a span that must follow it: the head is contiguous, so a gap means that llhttp
/// left something out.
int extend(std::string_view& view, const char* at, std::size_t size) noexcept {
    if (view.empty()) {
        view = {at, size};
        return 0;
    }
    if (view.data() + view.size() != at) {
        return -1;
    }
    view = {view.data(), view.size() + size};
    return 0;
}

/// A proxy in front that turns '_' into '-' (or the other way round) would see a framing field that
/// we do not.
bool spells_framing_field(std::string_view name) noexcept {
    const auto spells = [name](std::string_view field) {
        return std::ranges::equal(name, field, [](char a, char b) {
            return (a == '_' ? '-' : a) == b || (a >= 'A' && a <= 'Z' && a - 'A' + 'a' == b);
        });
    };
    return spells("transfer-encoding") || spells("content-length");
}

int end_of_field(llhttp_t* parser) {
    Collector& to = collector(parser);
    // A name that does not start a line was made by the parser out of another field's bytes.
    if (!is_token(to.name) || *(to.name.data() - 1) != '\n') {
        return -1;
    }
    if (to.name.find('_') == std::string_view::npos) {
        to.fields.add(to.name, trim_blanks(to.value));
    } else if (spells_framing_field(to.name)) {
        return -1;
    }
    to.name = to.value = {};
    return 0;
}

llhttp_settings_t make_settings() noexcept {
    llhttp_settings_t settings;
    llhttp_settings_init(&settings);
    settings.on_url = [](llhttp_t* parser, const char* at, std::size_t size) {
        return extend(collector(parser).target, at, size);
    };
    settings.on_header_field = [](llhttp_t* parser, const char* at, std::size_t size) {
        return extend(collector(parser).name, at, size);
    };
    settings.on_header_value = [](llhttp_t* parser, const char* at, std::size_t size) {
        return extend(collector(parser).value, at, size);
    };
    settings.on_header_value_complete = end_of_field;
    settings.on_headers_complete = [](llhttp_t* parser) {
        collector(parser).complete = true;
        parser->upgrade = 0;  // we offer none: the request is an ordinary one
        return 0;
    };
    return settings;
}

}  // namespace

Result<std::string_view> read_fields(std::string_view head, http::FieldsView& fields) {
    static const llhttp_settings_t kSettings = make_settings();
    fields.clear();
    Collector to{.fields = fields, .target = {}, .name = {}, .value = {}};
    llhttp_t parser;
    llhttp_init(&parser, HTTP_REQUEST, &kSettings);
    parser.data = &to;
    const llhttp_errno_t error = llhttp_execute(&parser, head.data(), head.size());
    if (error != HPE_OK || !to.complete) {
        return Errc::kBadRequest;
    }
    return to.target;
}

}  // namespace ks::http1
