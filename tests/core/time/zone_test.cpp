// SPDX-License-Identifier: Apache-2.0
#include "core/time/zone.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <string>

namespace ks {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Day day_number(int year, unsigned month, unsigned day) {
    const std::chrono::sys_days date =
        std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day);
    return static_cast<Day>(date.time_since_epoch().count());
}

/// An instant by its UTC fields.
constexpr UnixSeconds utc(
    int year, unsigned month, unsigned day, int hour, int minute = 0, int second = 0) {
    return UnixSeconds{std::chrono::days{day_number(year, month, day)}} + hours{hour} +
           minutes{minute} + seconds{second};
}

Zone zone(std::string_view name) {
    return Zone::find(name).value();
}

seconds length(const Zone& in, Day day) {
    return in.start_of(day + 1) - in.start_of(day);
}

TEST(Zone, DefaultIsUtc) {
    const Zone plain;
    EXPECT_EQ(plain.start_of(0), UnixSeconds{});
    EXPECT_EQ(plain.day_of(UnixSeconds{seconds{-1}}), -1);
    EXPECT_EQ(plain.day_of(utc(2026, 11, 23, 23, 59, 59)), day_number(2026, 11, 23));
    EXPECT_EQ(plain.civil(utc(2026, 11, 23, 1)).abbreviation, "UTC");
    EXPECT_EQ(zone("UTC").start_of(1), UnixSeconds{hours{24}});
}

TEST(Zone, BerlinDaysHave23And25HoursWhereClocksChange) {
    const Zone berlin = zone("Europe/Berlin");
    EXPECT_EQ(length(berlin, day_number(2026, 3, 28)), hours{24});
    EXPECT_EQ(length(berlin, day_number(2026, 3, 29)), hours{23});
    EXPECT_EQ(length(berlin, day_number(2026, 10, 25)), hours{25});
    EXPECT_EQ(berlin.start_of(day_number(2026, 3, 29)), utc(2026, 3, 28, 23));
    EXPECT_EQ(berlin.start_of(day_number(2026, 3, 30)), utc(2026, 3, 29, 22));
    EXPECT_EQ(berlin.day_of(utc(2026, 3, 28, 22, 59, 59)), day_number(2026, 3, 28));
    EXPECT_EQ(berlin.day_of(utc(2026, 3, 28, 23)), day_number(2026, 3, 29));
}

TEST(Zone, SaoPauloStartsADayAtOneWhereMidnightIsSkipped) {
    const Zone sao_paulo = zone("America/Sao_Paulo");
    const Day day = day_number(2018, 11, 4);
    EXPECT_EQ(sao_paulo.start_of(day), utc(2018, 11, 4, 3));
    EXPECT_EQ(sao_paulo.civil(sao_paulo.start_of(day)).hour, 1);
    EXPECT_EQ(sao_paulo.day_of(utc(2018, 11, 4, 2, 59, 59)), day - 1);
    EXPECT_EQ(sao_paulo.day_of(utc(2018, 11, 4, 3)), day);
    EXPECT_EQ(length(sao_paulo, day), hours{23});
    // Midnight back to 23:00: the evening before is an hour longer.
    EXPECT_EQ(length(sao_paulo, day_number(2018, 2, 17)), hours{25});
}

TEST(Zone, StJohnsKeepsADayWholeWhereMidnightComesTwice) {
    // At 00:01 on 7 November 2010 clocks went back to 23:01 of the 6th, so 00:00 came at 02:30 and
    // 03:30 UTC.
    const Zone st_johns = zone("America/St_Johns");
    const Day day = day_number(2010, 11, 7);
    EXPECT_EQ(st_johns.start_of(day), utc(2010, 11, 7, 2, 30));
    EXPECT_EQ(st_johns.civil(utc(2010, 11, 7, 2, 45)).day, 6);
    EXPECT_EQ(st_johns.day_of(utc(2010, 11, 7, 2, 29, 59)), day - 1);
    for (const int minute : {30, 31, 45, 59}) {
        EXPECT_EQ(st_johns.day_of(utc(2010, 11, 7, 2, minute)), day) << minute;
    }
    EXPECT_EQ(length(st_johns, day), hours{25});
}

TEST(Zone, ApiaHasAnEmptyDayWhereOneWasSkipped) {
    const Zone apia = zone("Pacific/Apia");
    const Day skipped = day_number(2011, 12, 30);
    EXPECT_EQ(length(apia, skipped), seconds{0});
    EXPECT_EQ(apia.start_of(skipped), utc(2011, 12, 30, 10));
    EXPECT_EQ(apia.day_of(utc(2011, 12, 30, 9, 59, 59)), skipped - 1);
    EXPECT_EQ(apia.day_of(utc(2011, 12, 30, 10)), skipped + 1);
    EXPECT_EQ(length(apia, skipped - 1), hours{24});
    EXPECT_EQ(length(apia, skipped + 1), hours{24});
}

TEST(Zone, CivilFieldsFollowTheOffset) {
    const CivilTime kathmandu = zone("Asia/Kathmandu").civil(utc(2026, 11, 23, 18, 20, 7));
    EXPECT_EQ(kathmandu.offset_s, 5 * 3600 + 45 * 60);
    EXPECT_EQ(kathmandu.year, 2026);
    EXPECT_EQ(kathmandu.month, 11);
    EXPECT_EQ(kathmandu.day, 24);
    EXPECT_EQ(kathmandu.hour, 0);
    EXPECT_EQ(kathmandu.minute, 5);
    EXPECT_EQ(kathmandu.second, 7);
    EXPECT_EQ(kathmandu.weekday, 1);  // a Tuesday
    const CivilTime berlin = zone("Europe/Berlin").civil(utc(2026, 7, 1, 12));
    EXPECT_EQ(berlin.abbreviation, "CEST");
    EXPECT_EQ(berlin.offset_s, 7200);
    EXPECT_EQ(zone("America/Sao_Paulo").civil(utc(2026, 7, 1, 12)).abbreviation, "-03");
}

TEST(Zone, EverySecondOfADayIsInThatDay) {
    for (const char* const name : {"UTC",
                                   "Europe/Berlin",
                                   "America/Sao_Paulo",
                                   "America/St_Johns",
                                   "Asia/Kathmandu",
                                   "Pacific/Apia",
                                   "Africa/Cairo",
                                   "Asia/Beirut",
                                   "America/Havana",
                                   "Australia/Lord_Howe"}) {
        const Zone in = zone(name);
        for (Day day = day_number(2009, 12, 25); day < day_number(2012, 1, 5); ++day) {
            const UnixSeconds start = in.start_of(day);
            const UnixSeconds next = in.start_of(day + 1);
            ASSERT_LE(start, next) << name << day;
            if (start == next) {
                continue;
            }
            for (UnixSeconds at = start; at < next; at += minutes{27}) {
                ASSERT_EQ(in.day_of(at), day) << name << " " << at.time_since_epoch().count();
            }
            ASSERT_EQ(in.day_of(next - seconds{1}), day) << name;
        }
    }
}

TEST(Zone, RefusesWhatIsNoName) {
    for (const std::string_view name : {"",
                                        "Nowhere/Town",
                                        "europe/berlin",
                                        "../etc/passwd",
                                        "/etc/localtime",
                                        "Europe/../Europe/Berlin",
                                        "Europe",
                                        "posix/Europe/Berlin",
                                        "right/Europe/Berlin",
                                        "localtime",
                                        "zone.tab",
                                        "Fixed/UTC+01:00:00",
                                        "utc",
                                        "Europe/Berlin ",
                                        "file:Europe/Berlin"}) {
        const auto found = Zone::find(name);
        ASSERT_FALSE(found) << name;
        EXPECT_EQ(found.error().code, Errc::kNotFound) << name;
    }
    EXPECT_FALSE(Zone::find(std::string(100, 'A')));
    EXPECT_FALSE(Zone::find(std::string_view("Europe/Berlin\0", 14)));
}

TEST(Zone, PrintsDates) {
    EXPECT_EQ(iso_date(0), "1970-01-01");
    EXPECT_EQ(iso_date(day_number(2026, 11, 23)), "2026-11-23");
    EXPECT_EQ(iso_date(day_number(2024, 2, 29)), "2024-02-29");
    EXPECT_EQ(iso_date(-1), "1969-12-31");
    EXPECT_EQ(iso_date(day_number(987, 1, 2)), "0987-01-02");
}

}  // namespace
}  // namespace ks
