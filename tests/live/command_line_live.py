# SPDX-License-Identifier: Apache-2.0
"""The command line beside a running server, and how the server refuses to start."""
import json
import signal
import subprocess
import time
import unittest

from harness import BASE, BINARY, LiveTest, Server, wait_until


class CommandLine(LiveTest):
    def test_projects_and_keys_work_while_the_server_runs_and_are_isolated(self):
        s = self.server().start()
        one, two = s.project("One"), s.project("Two", "--timezone", "Europe/Berlin")
        self.assertEqual(two["timezone"], "Europe/Berlin")
        self.assertRegex(one["apiKey"], r"^km_[A-Za-z0-9]{27,}$")
        listed = json.loads(s.cli("project", "list").stdout)
        self.assertEqual([p["name"] for p in listed], ["One", "Two"])
        extra = json.loads(s.cli("key", "create", "One").stdout)
        self.assertEqual(extra["projectId"], one["id"])
        monitor = s.api(one["apiKey"]).ok("POST", "/monitors", {"name": "M", "type": "manual"})
        page = s.api(extra["apiKey"]).ok("POST", "/status-pages", {"name": "P", "slug": "p1", "monitorIds": [monitor["id"]]})
        other = s.api(two["apiKey"])
        for method, path in (("GET", f"/monitors/{monitor['id']}"), ("PATCH", f"/monitors/{monitor['id']}"),
                             ("DELETE", f"/monitors/{monitor['id']}"), ("GET", f"/status-pages/{page['id']}"),
                             ("DELETE", f"/status-pages/{page['id']}"), ("GET", f"/monitors/{monitor['id']}/uptime"),
                             ("POST", f"/monitors/{monitor['id']}/results")):
            self.assertEqual(other.call(method, path, {} if method in ("PATCH", "POST") else None)[0], 404, path)
        self.assertEqual(other.ok("GET", "/monitors"), [])
        self.assertEqual(other.call("POST", "/status-pages", {"name": "X", "slug": "x1", "monitorIds": [monitor["id"]]})[0], 422)
        s.cli("key", "revoke", extra["id"])
        self.assertEqual(s.api(extra["apiKey"]).call("GET", "/monitors")[0], 401)
        self.assertEqual(s.api(one["apiKey"]).call("GET", "/monitors")[0], 200)
        stored = (s.data_dir / "data.mdb").read_bytes() if (s.data_dir / "data.mdb").exists() else b"".join(
            f.read_bytes() for f in s.data_dir.rglob("data.mdb"))
        self.assertTrue(stored)
        self.assertNotIn(one["apiKey"].encode(), stored)

    def test_a_second_server_on_one_data_directory_says_so_and_exits_1(self):
        first = self.server().start()
        second = Server(first.data_dir)
        done = subprocess.run([BINARY, "serve", "--config", str(second.config)], capture_output=True, text=True, timeout=20)
        self.assertEqual(done.returncode, 1)
        self.assertIn("another", done.stderr.lower())
        self.assertIn(str(first.data_dir), done.stderr)
        self.assertEqual(first.project("Still works")["name"], "Still works")

    def test_stop_is_graceful(self):
        s = self.server().start()
        key = s.project()["apiKey"]
        monitor = s.api(key).ok("POST", "/monitors", {"name": "M", "type": "manual"})
        slow = s.connect(f"app.{BASE}").sock
        body = b'{"status":"up"}'
        slow.sendall(f"POST /api/monitors/{monitor['id']}/results HTTP/1.1\r\nHost: app.{BASE}\r\nx-api-key: {key}\r\n"
                     f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body[:5])
        time.sleep(0.3)
        s.process.terminate()
        time.sleep(0.3)
        slow.sendall(body[5:])
        answer = slow.recv(65536)
        self.assertTrue(answer.startswith(b"HTTP/1.1 202"), answer[:100])
        self.assertIn(b"connection: close", answer.lower())
        self.assertEqual(s.stop(), 0)
        s.start()
        self.assertEqual(len(s.api(key).ok("GET", f"/monitors/{monitor['id']}/results")), 1)

    def test_certificates_are_read_again_on_sighup(self):
        chain, secret = self.folder / "own.pem", self.folder / "own.key"

        def make(name):
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                            "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:*.{BASE},DNS:{BASE},DNS:status.customer.example",
                            "-keyout", secret, "-out", chain], check=True, capture_output=True)

        def served(host=f"app.{BASE}"):
            shown = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{s.https}", "-servername", host], input="",
                                   capture_output=True, text=True).stdout
            return shown.split("CN = ", 1)[1].split("\n")[0].strip()

        make("first")
        s = self.server(extra=f'[tls]\ncertificates = [{{ chain = "{chain}", key = "{secret}" }}]\n').start()
        self.assertEqual(served(), "first")
        make("second")
        s.process.send_signal(signal.SIGHUP)
        wait_until(lambda: served() == "second", 5, "the new certificate")
        chain.write_text("broken")
        s.process.send_signal(signal.SIGHUP)
        time.sleep(0.5)
        self.assertEqual(served(), "second")

    def test_configuration_errors_name_key_and_line(self):
        config = self.folder / "bad.toml"
        for text, needles in (
                ("data_dir = 5\n", ("data_dir", "line 1")),
                ("\n[limits]\nheaderbytes = 9\n", ("headerbytes", "line 3", "header_bytes")),
                ('[limits]\nbody_bytes = "big"\n', ("body_bytes", "line 2")),
                ('[limits]\nbody_bytes = 1\n', ("body_bytes", "line 2")),
                ('[listen]\nhttp = ["nowhere"]\n', ("http", "line 2", "nowhere")),
                ("base_domain = \"x.test\"\nbase_domain = \"y.test\"\n", ("line 2",)),
                ('base_domain = "not a domain"\n', ("base_domain", "line 1"))):
            config.write_text(text)
            for command in ("serve", "check"):
                done = subprocess.run([BINARY, command, "--config", str(config)], capture_output=True, text=True, timeout=20)
                said = done.stderr + done.stdout
                self.assertEqual(done.returncode, 1, (command, text, said))
                for needle in needles:
                    self.assertIn(needle, said, (command, text))

    def test_usage_errors_exit_2_and_help_exits_0(self):
        for args, code in ((["nonsense"], 2), ([], 2), (["serve", "--no-such"], 2), (["project", "create"], 2), (["--help"], 0),
                           (["version"], 0), (["project", "create", "--help"], 0)):
            self.assertEqual(subprocess.run([BINARY, *args], capture_output=True, timeout=20).returncode, code, args)
        self.assertEqual(self.server().start().cli("key", "create", "No such project", check=False).returncode, 1)

    def test_a_mistyped_directory_is_not_an_empty_store(self):
        for command in (["project", "list"], ["key", "create", "x"], ["key", "revoke", "key_" + "0" * 26]):
            done = subprocess.run([BINARY, *command, "--data-dir", str(self.folder / "nowhere")], capture_output=True, text=True, timeout=20)
            self.assertEqual(done.returncode, 1, command)
            self.assertFalse((self.folder / "nowhere").exists(), command)

    def test_check_accepts_a_good_configuration(self):
        s = self.server().start()
        self.assertEqual(s.cli("check", check=False).returncode, 0)


if __name__ == "__main__":
    unittest.main()
