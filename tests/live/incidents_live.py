# SPDX-License-Identifier: Apache-2.0
"""A heartbeat goes silent: an incident opens by itself, survives kill -9 and resolves with the next ping. A window of
maintenance comes and goes without a write."""
import datetime
import time
import unittest

from harness import LiveTest, wait_until


def iso(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Incidents(LiveTest):
    def setUp(self):
        super().setUp()
        self.s = self.server().start()
        self.api = self.s.api(self.s.project()["apiKey"])

    def heartbeat(self, name):
        monitor = self.api.ok("POST", "/monitors", {"name": name, "type": "heartbeat", "interval": 1, "grace": 1})
        return monitor["id"], "/ping/" + monitor["heartbeat_token"]

    def ping(self, path):
        status, _, _ = self.s.get(f"app.{self.s.base}", path)
        self.assertEqual(status, 200)

    def restart(self):
        self.api.close()
        self.s.kill()
        self.s.start()

    def test_a_silent_heartbeat_opens_an_incident_and_its_return_resolves_it(self):
        monitor, path = self.heartbeat("Nightly *backup*")
        self.ping(path)
        pinged = time.time()
        opened = wait_until(lambda: self.api.ok("GET", "/incidents?open=true"), 15, "an incident opens")[0]
        self.assertTrue(opened["automatic"])
        self.assertEqual(opened["title"], "Nightly *backup* is down")
        self.assertEqual(opened["monitorIds"], [monitor])
        started = datetime.datetime.fromisoformat(opened["startedAt"].replace("Z", "+00:00")).timestamp()
        self.assertLess(abs(started - (pinged + 1)), 1.5)
        self.assertIn(r"Nightly \*backup\*", opened["updates"][0]["message"])
        self.restart()
        time.sleep(2)
        self.assertEqual(self.api.ok("GET", "/incidents"), [opened])
        self.ping(path)
        self.restart()
        resolved = self.api.ok("GET", "/incidents/" + opened["id"])
        self.assertEqual(resolved["updates"][1]["status"], "resolved")
        again = wait_until(lambda: self.api.ok("GET", "/incidents?open=true"), 15, "silent again: the same one opens again")
        self.assertEqual([incident["id"] for incident in again], [opened["id"]])

    def test_a_window_comes_and_goes_by_itself(self):
        monitor, path = self.heartbeat("Shop")
        now = int(time.time())
        self.api.ok("POST", "/maintenance-windows", {"title": "Upgrade", "startsAt": iso(now), "endsAt": iso(now + 6),
                                                     "monitorIds": [monitor]})
        self.ping(path)
        self.assertEqual(self.api.ok("GET", "/monitors/" + monitor)["status"], "maintenance")
        time.sleep(3.5)
        self.assertEqual(self.api.ok("GET", "/incidents"), [])
        opened = wait_until(lambda: self.api.ok("GET", "/incidents"), 15, "the silence outlasts the window")[0]
        started = datetime.datetime.fromisoformat(opened["startedAt"].replace("Z", "+00:00")).timestamp()
        self.assertEqual(int(started), now + 6)


if __name__ == "__main__":
    unittest.main()
