# SPDX-License-Identifier: Apache-2.0
"""Every address form of the product over real TLS, and who is refused."""
import ssl
import socket
import subprocess
import unittest

from harness import BASE, LiveTest


class Hosts(LiveTest):
    def setUp(self):
        super().setUp()
        self.s = self.server().start()
        self.key = self.s.project()["apiKey"]
        self.api = self.s.api(self.key)
        monitor = self.api.ok("POST", "/monitors", {"name": "Web", "type": "manual"})
        self.page = self.api.ok("POST", "/status-pages", {
            "name": "Acme Status", "slug": "acme", "monitorIds": [monitor["id"]], "customDomain": "status.customer.example"})

    def code(self, url, *args):
        return self.s.curl(url, "-o", "/dev/null", "-w", "%{http_code} %{redirect_url}", *args).stdout.decode().split()

    def test_each_host_answers_over_tls(self):
        self.assertEqual(self.code(f"https://app.{BASE}/")[0], "200")
        self.assertEqual(self.code(f"https://app.{BASE}/api/status-pages")[0], "401")
        self.assertEqual(self.code(f"https://app.{BASE}/api/status-pages", "-H", f"x-api-key: {self.key}")[0], "200")
        beat = self.api.ok("POST", "/monitors", {"name": "Beat", "type": "heartbeat"})
        token = beat["pingUrl"].rsplit("/", 1)[1]
        self.assertEqual(self.code(f"https://app.{BASE}/ping/{token}")[0], "200")
        self.assertEqual(self.api.ok("GET", f"/monitors/{beat['id']}")["status"], "up")
        self.assertEqual(self.code(f"https://app.{BASE}/ping/nobody")[0], "404")
        for path in ("/status/acme", "/api/status/acme"):
            self.assertIn('"monitors":[', self.s.curl(f"https://app.{BASE}{path}").stdout.decode())
        self.assertEqual(self.code(f"https://{BASE}/")[0], "404")
        page = self.s.curl(f"https://acme.{BASE}/").stdout.decode()
        self.assertIn("Acme Status", page)
        self.assertIn("<li class=\"row", page)
        self.assertIn(f"pages.{BASE}", self.s.curl(f"https://pages.{BASE}/").stdout.decode())
        self.assertEqual(self.s.curl("https://status.customer.example/").stdout.decode().count("Acme Status"),
                         page.count("Acme Status"))

    def test_host_matching_ignores_case_dot_and_port(self):
        for field in (f"ACME.{BASE}", f"acme.{BASE}.", f"acme.{BASE}:{self.s.https}", f"Acme.{BASE.upper()}.:{self.s.https}"):
            status, _, body = self.s.get(f"acme.{BASE}", host_field=field)
            self.assertEqual((status, b"Acme Status" in body), (200, True), field)

    def test_unknown_names(self):
        self.assertEqual(self.code(f"https://nobody.{BASE}/")[0], "404")
        self.assertEqual(self.s.get(f"acme.{BASE}", host_field="elsewhere.example")[0], 404)
        self.assertEqual(self.s.get("elsewhere.example", tls=False)[0], 404)
        with self.assertRaises(ssl.SSLError) as caught:
            self.s.get("elsewhere.example")
        self.assertIn("UNRECOGNIZED_NAME", str(caught.exception).upper().replace(" ", "_"))

    def test_known_host_that_the_certificate_does_not_cover_is_misdirected(self):
        self.assertEqual(self.s.get(f"acme.{BASE}", host_field="status.customer.example")[0], 421)
        self.assertEqual(self.s.get("status.customer.example", host_field=f"acme.{BASE}")[0], 421)

    def test_no_sni_gets_the_base_certificate(self):
        context = ssl.create_default_context(cafile=self.s.ca)
        context.check_hostname = False
        raw = socket.create_connection(("127.0.0.1", self.s.https), timeout=10)
        with context.wrap_socket(raw) as tls:
            names = [name for _, name in tls.getpeercert()["subjectAltName"]]
            self.assertTrue(f"*.{BASE}" in names or BASE in names, names)
            tls.sendall(f"GET / HTTP/1.1\r\nHost: acme.{BASE}\r\nConnection: close\r\n\r\n".encode())
            answer = b""
            while chunk := tls.recv(65536):
                answer += chunk
        self.assertTrue(answer.startswith(b"HTTP/1.1 200"), answer[:60])

    def test_plain_http_redirects_to_the_advertised_port(self):
        for host in (f"app.{BASE}", f"acme.{BASE}", "status.customer.example"):
            status, target = self.code(f"http://{host}/some/path?x=1")
            self.assertEqual((status, target), ("308", f"https://{host}:{self.s.https}/some/path?x=1"))

    def test_tls_versions_and_no_resumption_across_hosts(self):
        for version in ("-tls1_2", "-tls1_3"):
            session = self.folder / f"session{version}"
            first = self.s_client(f"acme.{BASE}", version, "-sess_out", str(session))
            self.assertIn("New, ", first)
            self.assertIn("Reused, ", self.s_client(f"acme.{BASE}", version, "-sess_in", str(session)))
            self.assertIn("New, ", self.s_client("status.customer.example", version, "-sess_in", str(session)))
        self.assertIn("alert protocol version", self.s_client(f"acme.{BASE}", "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"))

    def s_client(self, name, *args):
        request = f"GET /robots.txt HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n"
        done = subprocess.run(
            ["openssl", "s_client", "-connect", f"127.0.0.1:{self.s.https}", "-servername", name, "-CAfile", self.s.ca,
             "-ign_eof", *args], input=request, capture_output=True, text=True, timeout=20)
        return done.stdout + done.stderr

    def test_slug_change_frees_the_old_name_and_deleting_ends_both_hosts(self):
        self.api.ok("PATCH", f"/status-pages/{self.page['id']}", {"slug": "acme2"})
        self.assertEqual(self.code(f"https://acme.{BASE}/")[0], "404")
        self.assertEqual(self.code(f"https://acme2.{BASE}/")[0], "200")
        self.api.ok("DELETE", f"/status-pages/{self.page['id']}")
        self.assertEqual(self.code(f"https://acme2.{BASE}/")[0], "404")
        with self.assertRaises(ssl.SSLError):
            self.s.get("status.customer.example")

    def test_operators_own_certificate_is_served(self):
        chain, key = self.folder / "own.pem", self.folder / "own.key"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                        "-subj", "/CN=own", "-addext", f"subjectAltName=DNS:{BASE},DNS:*.{BASE},DNS:status.customer.example",
                        "-keyout", key, "-out", chain], check=True, capture_output=True)
        own = self.server("own", extra=f'[tls]\ncertificates = [{{ chain = "{chain}", key = "{key}" }}]\n').start()
        own.trust = chain
        api = own.api(own.project()["apiKey"])
        api.ok("POST", "/status-pages", {"name": "Own", "slug": "own", "monitorIds": [], "customDomain": "status.customer.example"})
        self.assertIn("Own", own.curl("https://status.customer.example/").stdout.decode())
        context = ssl.create_default_context(cafile=str(chain))
        for host in (f"app.{BASE}", f"anything.{BASE}", "status.customer.example"):
            raw = socket.create_connection(("127.0.0.1", own.https), timeout=10)
            with context.wrap_socket(raw, server_hostname=host) as tls:
                self.assertIn(("commonName", "own"), [pair for rdn in tls.getpeercert()["subject"] for pair in rdn])


if __name__ == "__main__":
    unittest.main()
