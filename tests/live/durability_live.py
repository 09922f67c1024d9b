# SPDX-License-Identifier: Apache-2.0
"""kill -9 at any moment under write load loses nothing acknowledged; the next start needs no repair."""
import datetime
import http.client
import os
import random
import threading
import time
import unittest

from harness import LiveTest

ROUNDS = int(os.environ.get("KS_KILL_ROUNDS", "100"))
WRITERS = 4


class Ledger:
    """What the server has acknowledged, kept outside of it."""

    def __init__(self):
        self.lock = threading.Lock()
        self.monitors, self.pages, self.deleted, self.results = {}, {}, set(), {}

    def note(self, store, key, value):
        with self.lock:
            store[key] = value


class Durability(LiveTest):
    def write_until_killed(self, number, rng, ledger, stop):
        api = self.s.api(self.key)
        try:
            while not stop.is_set():
                name = f"w{number}-{rng.getrandbits(48):x}"
                monitor = api.ok("POST", "/monitors", {"name": name, "type": "manual", "interval": 3600})
                ledger.note(ledger.monitors, monitor["id"], name)
                page = api.ok("POST", "/status-pages", {"name": name, "slug": name, "monitorIds": [monitor["id"]]})
                ledger.note(ledger.pages, page["id"], name)
                now = int(time.time())
                for second in rng.sample(range(now - 80000, now), 5):
                    at = datetime.datetime.fromtimestamp(second, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
                    api.ok("POST", f"/monitors/{monitor['id']}/results", {"status": "up", "checkedAt": at})
                    ledger.note(ledger.results, (monitor["id"], second), "up")
                if rng.random() < 0.3:
                    api.ok("PATCH", f"/status-pages/{page['id']}", {"name": name + "+"})
                    ledger.note(ledger.pages, page["id"], name + "+")
                if rng.random() < 0.2:
                    with ledger.lock:
                        ledger.pages.pop(page["id"])  # between request and answer either state is right
                    api.ok("DELETE", f"/status-pages/{page['id']}")
                    with ledger.lock:
                        ledger.deleted.add(page["id"])
        except (OSError, http.client.HTTPException):
            pass  # killed: what was not answered is not in the ledger
        except AssertionError as failure:
            self.failures.append(str(failure))
        finally:
            api.close()

    def verify(self, ledger, monitors, pages, results):
        api = self.s.api(self.key)
        for monitor, name in monitors:
            self.assertEqual(api.ok("GET", f"/monitors/{monitor}")["name"], name)
        for page, name in pages:
            found = api.ok("GET", f"/status-pages/{page}")["name"]
            self.assertIn(found, (name, name + "+"), "an answered PATCH may be followed by an unanswered one")
        for page in list(ledger.deleted)[-20:]:
            self.assertEqual(api.call("GET", f"/status-pages/{page}")[0], 404)
        for monitor in {m for m, _ in results}:
            kept = {r["checkedAt"][:19] for r in api.ok("GET", f"/monitors/{monitor}/results?limit=1000")}
            for m, second in results:
                if m == monitor:
                    at = datetime.datetime.fromtimestamp(second, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S")
                    self.assertIn(at, kept)
        api.close()

    def test_kill_minus_nine_under_write_load(self):
        seed = int(os.environ.get("KS_SEED", str(random.getrandbits(32))))
        print(f"seed {seed}, {ROUNDS} rounds")
        rng = random.Random(seed)
        self.failures = []
        ledger = Ledger()
        self.s = self.server().start()
        self.key = self.s.project()["apiKey"]
        starts = []
        for _ in range(ROUNDS):
            before = len(ledger.monitors), len(ledger.pages), len(ledger.results)
            stop = threading.Event()
            writers = [threading.Thread(target=self.write_until_killed, args=(n, random.Random(rng.random()), ledger, stop))
                       for n in range(WRITERS)]
            for writer in writers:
                writer.start()
            time.sleep(rng.uniform(0.05, 0.5))
            self.s.kill()
            stop.set()
            for writer in writers:
                writer.join()
            self.assertEqual(self.failures, [])
            began = time.monotonic()
            self.s.start()
            starts.append(time.monotonic() - began)
            self.verify(ledger, list(ledger.monitors.items())[before[0]:], list(ledger.pages.items())[-20:],
                        list(ledger.results)[before[2]:])
        self.assertGreater(len(ledger.results), ROUNDS, "the load must really write")
        self.verify(ledger, ledger.monitors.items(), ledger.pages.items(), [])
        self.assertEqual(self.s.cli("check", check=False).returncode, 0)
        print(f"{len(ledger.monitors)} monitors, {len(ledger.pages)} pages, {len(ledger.results)} results, "
              f"slowest start {max(starts):.2f} s")


if __name__ == "__main__":
    unittest.main()
