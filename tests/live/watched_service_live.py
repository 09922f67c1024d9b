# SPDX-License-Identifier: Apache-2.0
"""nginx as the watched service: the page goes green, red and green again by itself, across a kill -9 of kamustatus, and
the figures are those of the test's own clock, to the second."""
import datetime
import json
import subprocess
import time
import unittest

from browser import Browser
from harness import BASE, LiveTest, free_port, wait_until
from reference_live import CREATE

INTERVAL = 2


class Nginx:
    def __init__(self, folder, port):
        self.folder = folder
        (folder / "nginx.conf").write_text(
            f"daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
            f"events {{}}\nhttp {{ access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;\n"
            f"fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;\n"
            f"server {{ listen 127.0.0.1:{port}; location / {{ return 200 'fine'; }} }} }}\n")
        self.process = None

    def start(self):
        self.process = subprocess.Popen(["/usr/sbin/nginx", "-c", str(self.folder / "nginx.conf"), "-p", str(self.folder)],
                                        stderr=subprocess.DEVNULL)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()


class WatchedService(LiveTest):
    def setUp(self):
        super().setUp()
        self.port = free_port()
        self.nginx = Nginx(self.folder, self.port)
        self.browser = Browser()

    def tearDown(self):
        self.browser.close()
        self.nginx.stop()
        super().tearDown()

    def banner(self):
        return self.browser.look(f"https://acme.{BASE}:{self.s.https}/")

    def sleep_to_between_checks(self):
        """Half way between two checks, so that the test's clock decides which check is the first to differ."""
        while True:
            now = time.time()
            if (int(now) - self.phase) % INTERVAL == 1 and now % 1 < 0.3:
                return
            time.sleep(0.02)

    def next_check(self, at):
        """The first check second after the instant `at`."""
        second = int(at) + 1
        return second + (self.phase - second) % INTERVAL

    def test_green_red_green_with_exact_figures(self):
        self.nginx.start()
        self.s = self.server().start()
        key = self.s.project()["apiKey"]
        api = self.s.api(key)
        # The reference's own line, and a line of the same form for the monitor that it takes for granted.
        body = json.dumps({"name": "Shop", "url": f"http://127.0.0.1:{self.port}/", "interval": INTERVAL, "timeout": 1})
        code, monitor = self.s.run_line(CREATE.replace("/status-pages", "/monitors").replace(CREATE[CREATE.index("{"):CREATE.rindex("}") + 1], body),
                                        {"km_your_api_key": key})
        self.assertEqual(code, 201)
        code, page = self.s.run_line(CREATE, {"km_your_api_key": key, '"mon_abc123", "mon_def456"': f'"{monitor["id"]}"'})
        self.assertEqual((code, page["monitorIds"]), (201, [monitor["id"]]))
        path = f"/monitors/{monitor['id']}"
        wait_until(lambda: api.ok("GET", path)["status"] == "up", 2 * INTERVAL + 2, "the first check")
        wait_until(lambda: api.ok("GET", path)["uptimePercent"] == "100", 2 * INTERVAL + 2, "a first observed second")
        green = self.banner()
        self.assertEqual((green["status"], green["heading"], green["problems"]), (200, "All Systems Operational", []))
        self.assertIn("u", green["banner"].split())
        self.assertIn("100%", green["rows"][0]["percent"])
        # The check grid: seconds of results after the first, which is made at creation.
        rows = wait_until(lambda: (lambda r: r if len(r) >= 4 else None)(api.ok("GET", f"{path}/results?limit=50")), 20, "four results")
        times = sorted(int(datetime.datetime.fromisoformat(r["checkedAt"].replace("Z", "+00:00")).timestamp()) for r in rows)
        self.first, self.phase = times[0], times[-1] % INTERVAL
        self.assertTrue(all(t % INTERVAL == self.phase for t in times[1:]), times)

        self.sleep_to_between_checks()
        self.nginx.stop()
        stopped = time.time()
        red = wait_until(lambda: (lambda b: b if b["heading"] == "Major Service Outage" else None)(self.banner()),
                         2 * INTERVAL + 2, "red page after the service stopped")
        self.assertLess(time.time() - stopped, 2 * INTERVAL + 2)
        self.assertIn("d", red["banner"].split())
        self.s.kill()
        self.s.start()
        api = self.s.api(key)
        self.assertEqual(self.banner()["heading"], "Major Service Outage", "a restart must not forget the outage")
        time.sleep(2 * INTERVAL)
        self.sleep_to_between_checks()
        self.nginx.start()
        started = time.time()
        wait_until(lambda: self.banner()["heading"] == "All Systems Operational", 2 * INTERVAL + 2, "green page again")
        time.sleep(INTERVAL)

        down = self.next_check(started) - self.next_check(stopped)
        before = int(time.time())
        days = api.ok("GET", f"{path}/uptime")
        after = int(time.time())
        self.assertEqual(len(days), 90)
        self.assertEqual(sum(d["downSeconds"] for d in days), down)
        observed = sum(d["observedSeconds"] for d in days)
        self.assertTrue(before - self.first <= observed <= after - self.first, (before - self.first, observed))
        expected = (observed - down) * 10000 // observed
        self.assertEqual(days[-1]["uptimePercent"] if len({d["date"] for d in days if d["observedSeconds"]}) == 1 else None,
                         f"{expected // 100}.{expected % 100:02d}")
        look = self.banner()
        # A page is up to 10 s old and says of when: its figures are those of that second.
        rendered = int(datetime.datetime.fromisoformat(look["renderedAt"].replace("Z", "+00:00")).timestamp())
        self.assertTrue(started < rendered <= time.time(), (started, rendered))
        shown = (rendered - self.first - down) * 10000 // (rendered - self.first)
        self.assertEqual(look["rows"][0]["percent"], f"{shown // 100}.{shown % 100:02d}% uptime")
        self.assertIn("1 day with downtime", look["rows"][0]["bar"])
        self.assertGreater(look["rows"][0]["height"], 10)
        plain = self.browser.look(f"https://acme.{BASE}:{self.s.https}/", script=False, width=320, height=640)
        self.assertEqual((plain["heading"], plain["overflow"]), ("All Systems Operational", False))


if __name__ == "__main__":
    unittest.main()
