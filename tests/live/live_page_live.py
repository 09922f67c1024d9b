# SPDX-License-Identifier: Apache-2.0
"""The page in a real browser: refreshes counted, what travels in them, chunks by scrolling and by links, keyboard, staleness."""
import json
import os
import re
import signal
import subprocess
import unittest
from pathlib import Path

from harness import BASE, LiveTest

HERE = Path(__file__).resolve().parent


class LivePage(LiveTest):
    def start(self, monitors, groups=7):
        self.s = self.server(extra="[limits]\nrequests_per_connection = 100000\n").start()
        project = self.s.project()
        self.api = self.s.api(project["apiKey"])
        self.api.ok("PATCH", f"/projects/{project['id']}", {"automaticIncidents": False})  # rows alone shall change
        self.monitors = [self.api.ok("POST", "/monitors", {"name": f"Service {n}", "type": "manual", "interval": 3600,
                                                           "confirmations": 1})["id"] for n in range(monitors)]
        self.report("up", *self.monitors)
        self.page = self.api.ok("POST", "/status-pages", {"name": "Acme", "slug": "acme", "monitors": [
            {"monitorId": m, "displayGroup": None if n < 3 else f"Group {(n * groups) // monitors}"} for n, m in enumerate(self.monitors)]})
        self.url = f"https://acme.{BASE}:{self.s.https}/"

    def report(self, status, *monitors):
        for start in range(0, len(monitors), 500):
            done = self.api.ok("POST", "/results", [{"monitorId": m, "status": status, "responseTimeMs": 50} for m in monitors[start:start + 500]])
            self.assertEqual(done["rejected"], [])

    def play(self, scenario, url=None, **does):
        """Runs a scenario of scenario.mjs; `does` holds what it may ask for."""
        modules = os.environ.get("KS_NODE_MODULES", str(HERE.parents[1] / "build/node_modules"))
        process = subprocess.Popen(["node", str(HERE / "scenario.mjs"), scenario, url or self.url], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, text=True, env={**os.environ, "KS_NODE_MODULES": modules})
        try:
            while line := process.stdout.readline():
                result = json.loads(line)
                if "ask" not in result:
                    self.assertNotIn("error", result)
                    self.assertEqual(result["problems"], [])
                    return result
                does[result["ask"]]()
                process.stdin.write("done\n")
                process.stdin.flush()
            self.fail("the browser did not answer")
        finally:
            process.stdin.close()
            process.stdout.close()
            process.wait(20)

    def test_refreshes_only_while_looked_at_and_carries_only_what_changed(self):
        self.start(6)
        seen = self.play("refresh", change=lambda: self.report("down", self.monitors[1]),
                         layout=lambda: self.api.ok("PATCH", f"/status-pages/{self.page['id']}", {"name": "Renamed"}))
        counts = {key: seen[key] for key in ("first29", "then2", "visible60", "hidden120", "visibleAgain", "then28", "paused", "resumed")}
        self.assertEqual(counts, {"first29": 0, "then2": 1, "visible60": 2, "hidden120": 0, "visibleAgain": 1, "then28": 0, "paused": 0, "resumed": 1})
        self.assertEqual(seen["pressed"], "true")
        self.assertEqual(set(seen["statuses"][:5]), {204})
        self.assertEqual(seen["changed"], [{"status": 200, "ids": ["icon", "state", f"m-{self.monitors[1]}"]}])
        self.assertEqual(seen["heading"], "Partial System Outage")
        self.assertTrue(seen["title"].startswith("Partial System Outage"))
        self.assertEqual([row == "row d" for row in seen["rows"]], [False, True, False, False, False, False])
        self.assertEqual(seen["reloads"], 1)

    def test_says_when_it_is_stale_and_when_no_more(self):
        self.start(3)
        https = self.s.https

        def stop():
            self.s.process.send_signal(signal.SIGKILL)
            self.s.process.wait()

        def start():
            self.s.start()
            self.assertEqual(self.s.https, https)

        self.assertEqual({k: v for k, v in self.play("stale", stop=stop, start=start).items() if k != "problems"},
                         {"after31": False, "after92": True, "recovered": True})

    def test_two_thousand_entries(self):
        self.start(2000, groups=40)
        with self.subTest("scrolling"):
            seen = self.play("scroll")
            self.assertEqual((seen["first"], seen["unscrolled"] <= 125, seen["rows"], seen["distinct"]), (25, True, 2000, 2000))
            self.assertEqual(seen["order"], [f"m-{m}" for m in self.monitors])
            self.assertEqual((seen["groups"], seen["distinctGroups"]), (41, 41))
            self.assertEqual(seen["tabStops"], 1)
            self.assertEqual(len(seen["chunks"]), len(set(seen["chunks"])), "a chunk was fetched twice")
        with self.subTest("links without script"):
            seen = self.play("links")
            self.assertEqual((seen["pages"], seen["rows"], seen["distinct"]), (21, 2000, 2000))
            self.assertTrue(seen["back"].endswith("/?after=1825"))
        with self.subTest("an address that names a far monitor"):
            self.assertTrue(self.play("anchor", f"{self.url}#m-{self.monitors[400]}")["inView"])
        with self.subTest("size"):
            size = {}
            for host in (f"acme.{BASE}", f"small.{BASE}"):
                if host.startswith("small"):
                    self.api.ok("POST", "/status-pages", {"name": "Acme", "slug": "small", "monitors": [
                        {"monitorId": m, "displayGroup": None if n < 3 else "Group 0"} for n, m in enumerate(self.monitors[:25])]})
                for coding in ("identity", "br"):
                    status, _, body = self.s.get(host, headers={"Accept-Encoding": coding})
                    self.assertEqual(status, 200)
                    size[host.split(".")[0], coding] = len(body)
            for coding in ("identity", "br"):
                self.assertLessEqual(size["acme", coding], size["small", coding] * 1.1, size)

    def test_bars_by_keyboard_and_pointer(self):
        self.start(4)
        seen = self.play("keyboard")
        first, second = (f"m-{m}" for m in self.monitors[:2])
        self.assertEqual((seen["focused"]["row"], seen["focused"]["role"], seen["focused"]["value"]), (first, "slider", "90"))
        self.assertEqual([seen[k]["value"] for k in ("ArrowLeft", "PageUp", "Home", "End")], ["89", "82", "1", "90"])
        self.assertEqual((seen["ArrowDown"]["row"], seen["ArrowUp"]["row"]), (second, first))
        self.assertTrue(re.search(r"\d{4}.*", seen["focused"]["text"]))
        self.assertIn("Operational", seen["tip"])
        self.assertEqual(seen["escaped"], "")
        self.assertIsNone(seen["nextStop"].get("row"), "bars are one tab stop")
        self.assertIn("No data", seen["hover"])  # half way along a bar of a monitor that is new
        self.assertEqual(seen["bars"], 4)


if __name__ == "__main__":
    unittest.main()
