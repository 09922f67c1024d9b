# SPDX-License-Identifier: Apache-2.0
"""A full disk: pages and reads go on, writes answer 503 with a reason, and all recovers when space returns."""
import os
import re
import subprocess
import unittest

from harness import BASE, LiveTest, wait_until


class DiskFull(LiveTest):
    def sudo(self, *command):
        prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
        subprocess.run([*prefix, *command], check=True, capture_output=True)

    def setUp(self):
        super().setUp()
        self.disk = self.folder / "disk"
        self.disk.mkdir()
        self.sudo("mount", "-t", "tmpfs", "-o", f"size=6m,mode=0700,uid={os.geteuid()}", "tmpfs", str(self.disk))

    def _end(self):
        for server in self.servers:
            server.kill() if server.process and server.process.poll() is None else None
        self.sudo("umount", str(self.disk))
        super()._end()

    def test_full_and_back(self):
        s = self.server("disk/data").start()
        key = s.project()["apiKey"]
        api = s.api(key)
        monitor = api.ok("POST", "/monitors", {"name": "M", "type": "manual"})
        api.ok("POST", "/status-pages", {"name": "Full disk", "slug": "full", "monitorIds": [monitor["id"]]})
        ballast = self.disk / "ballast"
        out = os.open(ballast, os.O_WRONLY | os.O_CREAT)
        for piece in (65536, 4096):
            try:
                while True:
                    os.write(out, b"x" * piece)
            except OSError:
                pass
        os.close(out)
        refused, made = None, []
        for n in range(3000):  # what LMDB has free inside its file is used up first
            status, fields, answer = api.call("POST", "/monitors", {"name": f"m{n} " + "x" * 100, "type": "manual"})
            if status != 201:
                refused = (status, fields, answer)
                break
            made.append(answer["id"])
        self.assertIsNotNone(refused, "writes must fail once the disk is full")
        status, fields, answer = refused
        self.assertEqual((status, answer["code"]), (503, "store_full"))
        self.assertIn("retry-after", fields)
        for _ in range(20):  # reads and pages go on, on new connections too
            self.assertEqual(s.get(f"full.{BASE}")[0], 200)
            self.assertEqual(s.api(key).call("GET", f"/monitors/{monitor['id']}")[0], 200)
        self.assertEqual(api.call("POST", f"/monitors/{monitor['id']}/results", {"status": "up"})[0], 503)
        age = re.compile(rb'id="age" role="alert">')  # hidden while all is well
        wait_until(lambda: age.search(s.get(f"full.{BASE}")[2]), 15, "the page says that nothing is stored", step=0.5)
        ballast.unlink()
        wait_until(lambda: api.call("POST", f"/monitors/{monitor['id']}/results", {"status": "up"})[0] == 202, 10, "writes work again")
        wait_until(lambda: not age.search(s.get(f"full.{BASE}")[2]), 15, "the page is well again", step=0.5)
        self.assertEqual(len(api.ok("GET", "/monitors?limit=1000")), min(1000, 1 + len(made)))
        s.kill()
        s.start()
        self.assertEqual(len(s.api(key).ok("GET", "/monitors?limit=1000")), min(1000, 1 + len(made)))


if __name__ == "__main__":
    unittest.main()
