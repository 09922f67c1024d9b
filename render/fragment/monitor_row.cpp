// SPDX-License-Identifier: Apache-2.0
#include "render/fragment/monitor_row.hpp"

#include "core/base/assert.hpp"
#include "render/fragment/state_face.hpp"
#include "render/svg/uptime_bar.hpp"
#include "render/view/figures.hpp"

#include <string>

namespace ks::fragment {

namespace {

/// "84 ms", "1.92 s", "31.0 s"; truncated like every other figure.
void response_time(out::Html& out, const view::Words& words, std::uint32_t ms) {
    if (ms < 1000) {
        out.phrase(words.milliseconds, {out::Digits(ms).view()});
        return;
    }
    const bool tens = ms >= 10000;
    std::string text(out::Digits(ms / 1000).view());
    text += words.decimal_point;
    text += static_cast<char>('0' + ms / 100 % 10);
    if (!tens) {
        text += static_cast<char>('0' + ms / 10 % 10);
    }
    out.phrase(words.seconds, {text});
}

/// A failed, paused or silent monitor has no response time worth showing.
bool shows_response(record::State state) noexcept {
    return state == record::State::kUp || state == record::State::kDegraded ||
           state == record::State::kMaintenance;
}

}  // namespace

void monitor_row(out::Html& out, const view::PageFacts& facts, const view::MonitorRow& row) {
    KS_ASSERT(row.uptime != nullptr);
    const model::UptimeNow& uptime = *row.uptime;
    const view::Words& words = *facts.words;
    const char state = letter(uptime.state);
    out.raw("<li class=\"row ").trusted({&state, 1}).raw("\" id=\"m-mon_");
    out.trusted(to_base32(row.id)).raw("\">");
    icon(out, state);
    out.raw("<span class=\"name\">").text(row.name).raw(" <span class=\"st\">");
    out.text(word(uptime.state, words)).raw("</span></span><span class=\"ms\">");
    if (row.response_ms >= 0 && shows_response(uptime.state)) {
        response_time(out, words, static_cast<std::uint32_t>(row.response_ms));
    }
    out.raw("</span><span class=\"pct\"><b>");
    const int per_myriad = uptime.per_myriad();
    if (per_myriad < 0) {
        out.text(words.no_figures_mark);
    } else {
        out.text(view::percent(words, per_myriad));
    }
    out.raw("</b> <i>").text(words.uptime).raw("</i></span>\n");
    svg::uptime_bar(out, uptime, words);
    out.raw("</li>\n");
}

}  // namespace ks::fragment
