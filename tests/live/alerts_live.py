# SPDX-License-Identifier: Apache-2.0
"""A real Alertmanager delivers to the real server: its alert takes a monitor down and up again on the page."""
import datetime
import json
import select
import shutil
import socket
import socketserver
import subprocess
import threading
import unittest
import urllib.request

from harness import LiveTest, free_port, wait_until

ALERTMANAGER = shutil.which("prometheus-alertmanager")


class Tunnel(socketserver.StreamRequestHandler):
    """CONNECT name:port goes to that port of this machine."""

    def handle(self):
        port = int(self.rfile.readline().split()[1].rpartition(b":")[2])
        while self.rfile.readline().strip():
            pass
        with socket.create_connection(("127.0.0.1", port)) as far:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
            pairs = {self.connection: far, far: self.connection}
            while True:
                for ready in select.select(list(pairs), [], [])[0]:
                    data = ready.recv(65536)
                    if not data:
                        return
                    pairs[ready].sendall(data)


class Alerts(LiveTest):
    def setUp(self):
        super().setUp()
        self.assertIsNotNone(ALERTMANAGER, "prometheus-alertmanager is missing (tools/packages)")
        self.live = self.server().start()
        self.api = self.live.api(self.live.project()["apiKey"])
        self.monitor = self.api.ok("POST", "/monitors", {"name": "Checkout", "type": "manual", "interval": 2, "timeout": 1})
        self.api.ok("POST", "/status-pages", {"name": "Shop", "slug": "shop", "monitorIds": [self.monitor["id"]]})
        self.hook = self.api.ok("POST", "/hooks", {"kind": "alertmanager"})["url"]
        self.port = free_port()
        self.alertmanager()

    def alertmanager(self):
        config = self.folder / "alertmanager.json"  # JSON is YAML
        config.write_text(json.dumps({
            "route": {"receiver": "page", "group_wait": "0s", "group_interval": "1s", "repeat_interval": "1h"},
            "receivers": [{"name": "page", "webhook_configs": [{"url": self.hook, "http_config": {
                "proxy_url": f"http://127.0.0.1:{self.tunnel()}", "tls_config": {"ca_file": str(self.live.ca)}}}]}]}))
        log = open(self.folder / "alertmanager.log", "wb")
        self.process = subprocess.Popen(
            [ALERTMANAGER, f"--config.file={config}", f"--storage.path={self.folder / 'am'}", "--cluster.listen-address=",
             f"--web.listen-address=127.0.0.1:{self.port}"], stdout=log, stderr=log)
        log.close()
        self.addCleanup(self.end_alertmanager)
        wait_until(self.alertmanager_ready, 30, "Alertmanager is ready")

    def tunnel(self):
        """A proxy whose every name is this machine, for Alertmanager asks DNS; its port."""
        proxy = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Tunnel)
        proxy.daemon_threads = True
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        self.addCleanup(proxy.server_close)
        self.addCleanup(proxy.shutdown)
        return proxy.server_address[1]

    def end_alertmanager(self):
        self.process.terminate()
        self.process.wait(10)

    def alertmanager_ready(self):
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{self.port}/-/ready", timeout=2).status == 200
        except OSError:
            return False

    def post_alert(self, ends=None):
        alert = {"labels": {"alertname": "Slow", "monitor": "Checkout", "severity": "critical"},
                 "annotations": {"summary": "Checkout is slow"}, "startsAt": self.begun.isoformat()}
        if ends:
            alert["endsAt"] = ends.isoformat()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/api/v2/alerts", json.dumps([alert]).encode(),
                                         {"Content-Type": "application/json"})
        self.assertEqual(urllib.request.urlopen(request, timeout=5).status, 200)

    def page(self):
        return self.live.get("shop.status.test")[2].decode()

    def test_down_over_a_restart_and_up(self):
        self.begun = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=1)
        self.post_alert()
        try:
            wait_until(lambda: "Major Service Outage" in self.page(), 30, "the alert shows on the page")
        except AssertionError:
            raise AssertionError((self.folder / "alertmanager.log").read_text()[-2000:])
        self.live.kill()
        self.live.start()
        self.api.close()

        def held():
            newest = self.api.ok("GET", f"/monitors/{self.monitor['id']}/results?limit=1")[0]["checkedAt"]
            age = datetime.datetime.now(datetime.timezone.utc) - datetime.datetime.fromisoformat(newest.replace("Z", "+00:00"))
            return age.total_seconds() < 4 and restarted + 8 < datetime.datetime.now().timestamp()

        restarted = datetime.datetime.now().timestamp()
        wait_until(held, 40, "the alert is held after the restart, longer than a result holds", step=0.5)
        self.assertIn("Major Service Outage", self.page())
        self.post_alert(ends=datetime.datetime.now(datetime.timezone.utc))
        wait_until(lambda: "All Systems Operational" in self.page(), 30, "the end of the alert shows on the page")


if __name__ == "__main__":
    unittest.main()
