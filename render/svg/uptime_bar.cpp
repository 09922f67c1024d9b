// SPDX-License-Identifier: Apache-2.0
#include "render/svg/uptime_bar.hpp"

#include "render/svg/day_runs.hpp"
#include "render/view/figures.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace ks::svg {

namespace {

using record::DayPlane;

/// A buffer on the stack that is large enough for whatever its user writes.
template <std::size_t Size>
class Scratch {
public:
    void put(char c) noexcept { *end_++ = c; }

    void put(std::string_view text) noexcept { end_ = std::ranges::copy(text, end_).out; }

    void number(std::uint32_t value) noexcept {
        if (value < 10) {
            put(static_cast<char>('0' + value));
        } else {
            end_ = std::to_chars(end_, end_ + 10, value).ptr;
        }
    }

    [[nodiscard]] std::string_view view() const noexcept { return {text_.data(), end_}; }

private:
    std::array<char, Size> text_;  // NOLINT(cppcoreguidelines-init-variables): up to end_ it is set
    char* end_ = text_.data();
};

/// Planes of the cells without a bit past day 89, each day in one of them.
struct Cells {
    explicit Cells(const record::DayPlanes& planes) noexcept
        : up(kept(planes.up)),
          degraded(kept(planes.degraded)),
          down(kept(planes.down)),
          maintenance(kept(planes.maintenance)),
          none(kAllDays - (up | degraded | down | maintenance)) {}

    static DayPlane kept(DayPlane plane) noexcept { return {plane.low, plane.high & kHighDays}; }

    [[nodiscard]] char letter(int day) const noexcept {
        return degraded.test(day)      ? 'g'
               : down.test(day)        ? 'd'
               : maintenance.test(day) ? 'm'
               : up.test(day)          ? 'u'
                                       : 'n';
    }

    DayPlane up, degraded, down, maintenance, none;
};

/// One path: 3 passes of at most 45 runs ("M88 5h1", 7 characters) or 1 run of 90.
void path(out::Html& out, out::Literal open, DayPlane plane, std::initializer_list<char> heights) {
    if (plane == DayPlane{}) {
        return;
    }
    Scratch<std::size_t{3} * 45 * 8> runs;
    for (const char y : heights) {
        for_each_run(plane, [&](unsigned first, unsigned days) {
            runs.put('M');
            runs.number(first);
            runs.put(' ');
            runs.put(y);
            runs.put('h');
            runs.number(days);
        });
    }
    out.raw(open).trusted(runs.view()).raw("\"/>");
}

/// What data-d says of one day after its number.
struct DayNote {
    char letter = 0;
    record::DaySeconds seconds;
    bool exact = false;  ///< seconds are known; else nothing was observed
};

bool same_text(const DayNote& a, const DayNote& b) noexcept {
    return a.letter == b.letter && a.exact == b.exact && a.seconds.down == b.seconds.down &&
           a.seconds.degraded == b.seconds.degraded &&
           a.seconds.maintenance == b.seconds.maintenance &&
           a.seconds.observed() == b.seconds.observed();
}

/// "84d4380g1260": own letter first, then the others, then what was observed of the day.
template <std::size_t Size>
void put_note(Scratch<Size>& to, unsigned first, unsigned last, const DayNote& note) {
    if (to.view().size() != 0) {
        to.put(' ');
    }
    to.number(first);
    if (last != first) {
        to.put('-');
        to.number(last);
    }
    to.put(note.letter);
    const std::array<std::pair<char, std::uint32_t>, 3> figures{
        {{'d', note.seconds.down}, {'g', note.seconds.degraded}, {'m', note.seconds.maintenance}}};
    for (const auto& [letter, seconds] : figures) {
        if (letter == note.letter && seconds != 0) {
            to.number(seconds);
        }
    }
    for (const auto& [letter, seconds] : figures) {
        if (letter != note.letter && seconds != 0) {
            to.put(letter);
            to.number(seconds);
        }
    }
    if (note.exact && note.seconds.observed() != 86400) {
        to.put('o');
        to.number(note.seconds.observed());
    }
}

}  // namespace

void day_figures(out::Html& out, const model::UptimeNow& uptime) {
    const Cells cells(uptime.planes);
    const auto details = uptime.details();
    DayPlane listed = kAllDays - cells.up;
    for (const record::DayDetail& detail : details) {
        if ((detail.seconds.down | detail.seconds.degraded | detail.seconds.maintenance) != 0) {
            listed.set(detail.day);
        }
    }
    // A day takes at most " 89" + letter + 10 digits + 3 letters with 10 digits each.
    Scratch<std::size_t{90} * 50> text;
    DayNote pending;
    unsigned first = 0;
    unsigned last = 0;
    auto detail = details.begin();
    for (unsigned day = next_day(listed, 0); day < 90; day = next_day(listed, day + 1)) {
        while (detail != details.end() && detail->day < day) {
            ++detail;
        }
        DayNote note{.letter = cells.letter(static_cast<int>(day))};
        if (detail != details.end() && detail->day == day) {
            note.seconds = detail->seconds;
            note.exact = true;
        }
        if (pending.letter != 0 && day == last + 1 && same_text(note, pending)) {
            last = day;
            continue;
        }
        if (pending.letter != 0) {
            put_note(text, first, last, pending);
        }
        pending = note;
        first = last = day;
    }
    if (pending.letter != 0) {
        put_note(text, first, last, pending);
    }
    out.trusted(text.view());
}

void bar_label(out::Html& out, const model::UptimeNow& uptime, const view::Words& words) {
    const int per_myriad = uptime.per_myriad();
    if (per_myriad < 0) {
        out.attribute(words.no_figures);
        return;
    }
    const Cells cells(uptime.planes);
    DayPlane with_downtime;
    for (const record::DayDetail& detail : uptime.details()) {
        if (detail.seconds.down != 0) {
            with_downtime.set(detail.day);
        }
    }
    const unsigned days = 90 - count(cells.none);
    const unsigned down = count(with_downtime);
    const unsigned degraded = count(cells.degraded - with_downtime);
    const std::string percent = view::percent(words, per_myriad);
    if (days == 90) {
        out.phrase(words.over_all_days, {percent});
    } else {
        out.phrase(words.of(words.over_some_days, days), {percent, out::Digits(days).view()});
    }
    if (down == 0) {
        out.attribute(words.no_downtime);
    } else {
        out.phrase(words.of(words.downtime_days, down), {out::Digits(down).view()});
    }
    if (degraded != 0) {
        out.phrase(words.of(words.degraded_days, degraded), {out::Digits(degraded).view()});
    }
}

void uptime_bar(out::Html& out, const model::UptimeNow& uptime, const view::Words& words) {
    const Cells cells(uptime.planes);
    out.raw(
        "<svg class=\"bar\" viewBox=\"0 0 90 10\" preserveAspectRatio=\"none\" role=\"img\" "
        "aria-label=\"");
    bar_label(out, uptime, words);
    out.raw("\" data-d=\"");
    day_figures(out, uptime);
    out.raw("\">");
    path(out, "<path class=\"u\" d=\"", cells.up, {'5'});
    path(out, "<path class=\"g\" d=\"", cells.degraded, {'7'});
    path(out, "<path class=\"d\" d=\"", cells.down, {'2', '8'});
    path(out, "<path class=\"m\" d=\"", cells.maintenance, {'1', '5', '9'});
    path(out, "<path class=\"n\" d=\"", cells.none, {'9'});
    out.raw("</svg>");
}

}  // namespace ks::svg
