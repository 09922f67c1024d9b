# SPDX-License-Identifier: Apache-2.0
"""Thousands of random rules: the occurrences are those of python3-dateutil. argv[1]: recurrence_answers."""
import datetime
import random
import subprocess
import sys
import unittest
import warnings

from dateutil import rrule, tz

ANSWERS = sys.argv.pop(1)
datetime.MAXYEAR = 2040  # dateutil follows a rule that matches nothing until then
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]
CASES = 2000


def random_rule(rng):
    freq = rng.choice(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
    parts = ["FREQ=" + freq]
    in_months = rng.random() < 0.3
    if rng.random() < 0.5:
        parts.append("INTERVAL=%d" % rng.randint(1, 9))
    if rng.random() < 0.3:
        parts.append("COUNT=%d" % rng.randint(1, 60))
    elif rng.random() < 0.3:
        parts.append("UNTIL=%d%02d%02dT%02d0000Z" % (rng.randint(2024, 2030), rng.randint(1, 12), rng.randint(1, 28), rng.randint(0, 23)))
    if rng.random() < 0.5:
        # dateutil itself fails on the 53rd Monday of a month.
        span = {"MONTHLY": 5, "YEARLY": 5 if in_months else 53}.get(freq, 0)
        names = rng.sample(DAYS, rng.randint(1, 3))
        if span and rng.random() < 0.6:
            names = ["%d%s" % (rng.choice([-1, 1]) * rng.randint(1, span), name) for name in names]
        parts.append("BYDAY=" + ",".join(names))
    if freq != "WEEKLY" and rng.random() < 0.4:
        days = [rng.choice([-1, 1]) * rng.randint(1, 31) for _ in range(rng.randint(1, 4))]
        parts.append("BYMONTHDAY=" + ",".join(map(str, days)))
    if in_months:
        parts.append("BYMONTH=" + ",".join(map(str, sorted(rng.sample(range(1, 13), rng.randint(1, 4))))))
    if rng.random() < 0.3:
        parts.append("WKST=" + rng.choice(DAYS))
    rng.shuffle(parts)
    return ";".join(parts)


def instant(civil, zone):
    """RFC 5545 3.3.5: a time that clocks skip has the offset before the jump; of two, the first."""
    local = civil.replace(tzinfo=zone, fold=0)
    if not tz.datetime_exists(local):
        before = (civil - datetime.timedelta(hours=6)).replace(tzinfo=zone).utcoffset()
        return int((civil - before - datetime.datetime(1970, 1, 1)).total_seconds())
    return int(local.timestamp())


class Recurrence(unittest.TestCase):
    def expected(self, case, rule):
        zone = tz.gettz(case["zone"])
        start = datetime.datetime.fromtimestamp(case["starts"], zone).replace(tzinfo=None)
        until = [part for part in rule.split(";") if part.startswith("UNTIL=")]
        kept = ";".join(part for part in rule.split(";") if part not in until)
        last = None
        if until:
            last = datetime.datetime.strptime(until[0][6:], "%Y%m%dT%H%M%SZ").replace(tzinfo=tz.UTC).timestamp()
        found = []
        warnings.simplefilter("ignore", DeprecationWarning)  # COUNT with a bound
        end = datetime.datetime.fromtimestamp(case["to"], zone).replace(tzinfo=None) + datetime.timedelta(days=2)
        bounded = rrule.rrulestr(kept, dtstart=start).replace(until=end)
        early = datetime.datetime.utcfromtimestamp(case["from"] - case["length"]) - datetime.timedelta(days=2)
        for civil in bounded:
            if civil < early:
                continue  # saves the slow question for its instant
            at = instant(civil, zone)
            if at >= case["to"] or (last is not None and at > last) or len(found) == case["limit"]:
                break
            if at + case["length"] > case["from"]:
                found.append(at)
        return found

    def test_the_occurrences_are_those_of_dateutil(self):
        rng = random.Random(20261124)
        cases = []
        for _ in range(CASES):
            starts = rng.randint(1700000000, 1800000000)
            first = starts + rng.randint(-10, 900) * 86400
            cases.append({"starts": starts, "length": rng.choice([600, 7200, 100000, 1000000]), "from": first,
                          "to": first + rng.choice([3, 90, 900]) * 86400, "limit": rng.choice([1, 5, 1000]),
                          "zone": rng.choice(ZONES), "rule": random_rule(rng)})
        lines = "".join("%d %d %d %d %d %s %s\n" % (c["starts"], c["starts"] + c["length"], c["from"], c["to"],
                                                    c["limit"], c["zone"], c["rule"]) for c in cases)
        run = subprocess.run([ANSWERS], input=lines, capture_output=True, text=True, check=True)
        answers = run.stdout.split("\n")
        some = 0
        for case, answer in zip(cases, answers):
            expected = self.expected(case, case["rule"])
            some += len(expected) > 0
            self.assertEqual(answer.split(), [str(at) for at in expected], case)
        self.assertGreater(some, CASES / 4)


if __name__ == "__main__":
    unittest.main()
