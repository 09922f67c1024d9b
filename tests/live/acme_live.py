# SPDX-License-Identifier: Apache-2.0
"""Custom domains against a real CA: from one PATCH to HTTPS, through wrong DNS, a dead CA, kill -9 and renewals under load."""
import base64
import json
import os
import socket
import ssl
import subprocess
import threading
import time
import unittest

from harness import BASE, LiveTest, free_port, wait_until
from pebble_ca import Pebble

PAGES = f"pages.{BASE}"


class Acme(LiveTest):
    challenges = ("tls-alpn-01", "http-01")

    def launch(self, challenges=challenges, ca=True, more="", dns=None):
        server = self.server("data", extra="[dns]\n")
        self.ca = Pebble(self.folder / "pebble", server.http, server.https, dns)
        if dns is None:
            self.ca.start_dns()
        self.addCleanup(self.ca.close)
        (self.folder / "control").write_text(str(self.ca.control))
        text = server.config.read_text().replace("[dns]\n", self.ca.config(challenges, more))
        server.config.write_text(text)
        if ca:
            self.ca.start_ca()
        self.s = server.start()
        self.trust()
        self.api = self.s.api(self.s.project()["apiKey"])
        return self.s

    def trust(self):
        """The development CA, which bootstraps the base domain, and Pebble's root."""
        roots = (self.s.data_dir / "ca.pem").read_text()
        if "pebble" in self.ca.processes:
            roots += self.ca.root()
            self.pebble_root = self.folder / "pebble-root.pem"
            self.pebble_root.write_text(self.ca.root())
        self.s.trust = self.folder / "trust.pem"
        self.s.trust.write_text(roots)

    def claim(self, slug, host, api=None):
        return (api or self.api).ok("POST", "/status-pages", {
            "name": f"Status {slug}", "slug": slug, "monitorIds": [], "customDomain": host})["id"]

    def status(self, page, api=None):
        return (api or self.api).ok("GET", f"/status-pages/{page}")["customDomainStatus"]

    def until(self, page, state, seconds=20, api=None):
        def reached():
            now = self.status(page, api)
            return now if now["state"] == state else None
        try:
            return wait_until(reached, seconds, state)
        except AssertionError:
            raise AssertionError(f"not {state} within {seconds} s: {self.status(page, api)}\n{self.s.log()[-3000:]}\n"
                                 f"{self.ca.log()[-2000:]}") from None

    def handshake(self, host, alpn=None):
        """The certificate (DER) that a visitor who trusts Pebble's root alone is given."""
        context = ssl.create_default_context(cafile=self.pebble_root)
        if alpn:
            context.set_alpn_protocols(alpn)
        with socket.create_connection(("127.0.0.1", self.s.https), timeout=10) as raw:
            with context.wrap_socket(raw, server_hostname=host) as tls:
                return tls.getpeercert(binary_form=True)

    def fetch(self, host):
        context = ssl.create_default_context(cafile=self.pebble_root)
        with socket.create_connection(("127.0.0.1", self.s.https), timeout=10) as raw:
            with context.wrap_socket(raw, server_hostname=host) as tls:
                tls.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
                answer = b""
                while chunk := tls.recv(65536):
                    answer += chunk
        return answer

    def check_claim_to_https(self, challenge):
        self.launch([challenge])
        host = "status.customer.test"
        page = self.claim("acme", host)
        wrong = wait_until(lambda: (s := self.status(page))["error"] and s, 10, "DNS judged")
        self.assertEqual((wrong["state"], wrong["expectedCname"], wrong["observed"], wrong["certificate"]),
                         ("pending_dns", PAGES, "127.0.0.1", None))
        self.assertIn(f"create a CNAME record to {PAGES}", wrong["error"])
        # A page is never served where DNS was not verified.
        self.assertEqual(self.s.get(host, tls=False)[0], 404)
        with self.assertRaises(ssl.SSLError):
            self.handshake(host)
        self.ca.point(host, PAGES)
        active = self.until(page, "active", 40)  # the next DNS check is at most 20 s away
        self.assertEqual((active["observed"], active["error"]), (f"CNAME {PAGES}", None))
        self.assertIn("Pebble", active["certificate"]["issuer"])
        self.assertLess(active["certificate"]["notBefore"], active["certificate"]["notAfter"])
        self.assertIn(b"Status acme", self.fetch(host))
        self.assertEqual(self.s.get(host, tls=False)[0], 308)
        # DNS that is right from the start: from the claim to HTTPS in less than 20 s.
        self.ca.point("second.customer.test", PAGES)
        begun = time.monotonic()
        self.until(self.claim("second", "second.customer.test"), "active", 20)
        self.assertIn(b"Status second", self.fetch("second.customer.test"))
        self.assertLess(time.monotonic() - begun, 20)
        self.assertEqual(self.ca.accounts(), 1)
        hosts = {line["host"]: line for line in map(json.loads, self.s.cli("cert", "list").stdout.splitlines())}
        self.assertEqual(hosts[host]["state"], "active")
        self.assertGreater(hosts[host]["notAfter"], hosts[host]["renewAt"])

    def test_claim_to_https_by_tls_alpn_01(self):
        self.check_claim_to_https("tls-alpn-01")

    def test_claim_to_https_by_http_01(self):
        self.check_claim_to_https("http-01")

    def test_the_base_domain_gets_certificates_host_by_host(self):
        self.launch()
        self.claim("acme", None)
        wait_until(lambda: self.verified(f"app.{BASE}"), 30, "the API's certificate")
        self.assertFalse(self.verified(f"acme.{BASE}"))  # a visitor's first look orders it
        wait_until(lambda: self.verified(f"acme.{BASE}"), 30, "the page's certificate")
        self.assertFalse(self.verified(f"nobody.{BASE}"))
        time.sleep(1)
        listed = [json.loads(line)["host"] for line in self.s.cli("cert", "list").stdout.splitlines()]
        self.assertEqual(sorted(listed), sorted([f"acme.{BASE}", f"app.{BASE}", PAGES]))

    def verified(self, host):
        try:
            return self.handshake(host)
        except ssl.SSLError:
            return None

    def test_the_hook_gets_the_wildcard(self):
        hook = self.folder / "hook"
        hook.write_text("#!/bin/sh -e\n"
                        'case "$1" in add) what=set-txt ;; remove) what=clear-txt ;; *) exit 2 ;; esac\n'
                        'curl -sSf --noproxy "*" -d "{\\"host\\":\\"$2.\\",\\"value\\":\\"$3\\"}" '
                        f'"http://127.0.0.1:$(cat {self.folder}/control)/$what"\n')
        hook.chmod(0o755)
        self.launch(more=f'dns_hook = "{hook}"\n')
        wait_until(lambda: self.verified(f"anything.{BASE}"), 30, f"the wildcard\n{self.s.log()}")
        self.assertTrue(self.verified(BASE))
        self.assertEqual(self.handshake(f"app.{BASE}"), self.handshake(f"pages.{BASE}"))

    def test_the_wildcard_by_rfc_2136_with_tsig(self):
        folder = self.folder / "named"
        folder.mkdir()
        port, secret = free_port(), base64.b64encode(os.urandom(32)).decode()
        (folder / "zone").write_text(f"$TTL 60\n@ SOA ns.{BASE}. root.{BASE}. 1 60 60 60 60\n@ NS ns.{BASE}.\n@ A 127.0.0.1\n* A 127.0.0.1\n")
        (folder / "named.conf").write_text(
            f'options {{ directory "{folder}"; listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }}; recursion no; '
            f'pid-file "{folder}/named.pid"; session-keyfile "{folder}/session.key"; dnssec-validation no; }};\ncontrols {{ }};\n'
            f'key "ks" {{ algorithm hmac-sha256; secret "{secret}"; }};\n'
            f'zone "{BASE}" {{ type primary; file "{folder}/zone"; allow-update {{ key ks; }}; }};\n')
        log = open(folder / "named.log", "wb")
        named = subprocess.Popen(["/usr/sbin/named", "-g", "-c", folder / "named.conf"], stdout=log, stderr=log)
        log.close()
        self.addCleanup(named.wait)
        self.addCleanup(named.kill)
        wait_until(lambda: "running" in (folder / "named.log").read_text(), 20, "bind9 runs")
        hook = self.folder / "hook"
        hook.write_text('#!/bin/sh -e\n[ "$1" = add ] && what="update add $2 60 TXT \\"$3\\"" || what="update delete $2 TXT \\"$3\\""\n'
                        f'printf "server 127.0.0.1 {port}\\n%s\\nsend\\n" "$what" | nsupdate -y hmac-sha256:ks:{secret}\n'
                        f'[ "$1" != add ] || dig +short -p {port} TXT "$2" @127.0.0.1 | grep -qF "$3"\n')
        hook.chmod(0o755)
        self.launch(more=f'dns_hook = "{hook}"\n', dns=port)
        wait_until(lambda: self.verified(f"anything.{BASE}"), 30, f"the wildcard\n{self.s.log()}")
        self.assertTrue(self.verified(BASE))
        # Nothing is left behind in the zone.
        left = subprocess.run(["dig", "+short", "-p", str(port), "TXT", f"_acme-challenge.{BASE}", "@127.0.0.1"], capture_output=True)
        self.assertEqual(left.stdout, b"")

    def test_challenges_are_for_the_ca_alone(self):
        self.launch()
        host = "status.customer.test"
        self.ca.point(host, PAGES)
        self.until(self.claim("acme", host), "active")
        for name in (host, "nobody.test"):
            with self.assertRaises(ssl.SSLError):
                self.handshake(name, ["acme-tls/1"])
        self.assertTrue(self.handshake(host, ["acme-tls/1", "http/1.1"]))
        for asked in (host, "nobody.test"):
            status, _, body = self.s.get(asked, "/.well-known/acme-challenge/token-of-mine", tls=False)
            self.assertNotIn(b"token-of-mine.", body)
            self.assertNotEqual(status, 200)

    def test_a_domain_that_moves_to_another_project_starts_from_nothing(self):
        self.launch()
        host = "status.customer.test"
        self.ca.point(host, PAGES)
        first = self.claim("first", host)
        self.until(first, "active")
        self.assertTrue(self.handshake(host))
        other = self.s.api(self.s.project("Other")["apiKey"])
        self.assertEqual(other.call("POST", "/status-pages", {
            "name": "Thief", "slug": "thief", "monitorIds": [], "customDomain": host})[0], 409)
        self.ca.unpoint(host)
        self.api.ok("PATCH", f"/status-pages/{first}", {"customDomain": None})
        heir = self.claim("heir", host, other)
        wait_until(lambda: self.status(heir, other)["error"], 10, "DNS judged")
        self.assertEqual((self.status(heir, other)["state"], self.status(heir, other)["certificate"]), ("pending_dns", None))
        with self.assertRaises(ssl.SSLError):
            self.handshake(host)
        self.ca.point(host, PAGES)
        self.until(heir, "active", 40, other)
        self.assertIn(b"Status heir", self.fetch(host))

    def test_kill_9_at_each_step_of_an_order_costs_neither_account_nor_certificate(self):
        self.launch()
        pages = {}
        for round, delay in enumerate((0.1, 0.3, 0.5, 0.8, 1.2, 1.8)):
            host = f"status{round}.customer.test"
            self.ca.point(host, PAGES)
            pages[host] = self.claim(f"page{round}", host)
            time.sleep(delay)
            self.s.kill()
            self.api.close()
            self.s.start()
        for host, page in pages.items():
            self.until(page, "active", 60)
            self.assertIn(b"Status page", self.fetch(host))
        self.assertEqual(self.ca.accounts(), 1)

    def test_a_renewal_under_load_fails_no_request(self):
        self.launch()
        host = "status.customer.test"
        self.ca.point(host, PAGES)
        page = self.claim("acme", host)
        self.until(page, "active")
        before = self.handshake(host)
        failures, answers, done = [], [0], threading.Event()

        def visit():
            while not done.is_set():
                try:
                    if b"Status acme" not in self.fetch(host):
                        failures.append("another page")
                    answers[0] += 1
                except OSError as error:
                    failures.append(str(error))

        visitors = [threading.Thread(target=visit) for _ in range(4)]
        for visitor in visitors:
            visitor.start()
        try:
            self.s.cli("cert", "renew", host)
            wait_until(lambda: self.handshake(host) != before, 30, "the new certificate is served")
            time.sleep(0.5)
        finally:
            done.set()
            for visitor in visitors:
                visitor.join()
        self.assertEqual(failures, [])
        self.assertGreater(answers[0], 20)
        self.assertEqual(self.until(page, "active")["error"], None)

    def test_a_ca_that_is_down_is_waited_for(self):
        self.launch(ca=False)
        host = "status.customer.test"
        self.ca.point(host, PAGES)
        page = self.claim("acme", host)
        failed = self.until(page, "failed", 30)
        self.assertIn("next attempt is at", failed["error"])
        # Meanwhile the page is there over plain HTTP.
        status, _, body = self.s.get(host, tls=False)
        self.assertEqual((status, b"Status acme" in body), (200, True))
        self.ca.start_ca()
        self.trust()
        self.until(page, "active", 120)
        self.assertTrue(self.handshake(host))
        self.assertEqual(self.s.get(host, tls=False)[0], 308)

    def test_import_is_checked_and_served_at_once(self):
        self.launch(ca=False)
        host = "status.customer.test"
        self.ca.point(host, PAGES)
        page = self.claim("acme", host)
        self.until(page, "failed", 30)
        chain, key = self.folder / "own.pem", self.folder / "own.key"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "90",
                        "-subj", "/CN=own", "-addext", f"subjectAltName=DNS:{host}", "-keyout", key, "-out", chain],
                       check=True, capture_output=True)
        files = ("--chain", str(chain), "--key", str(key))
        for wrong, words in ((("--host", "other.test", *files), "does not cover other.test"),
                             (("--host", host, "--chain", str(chain), "--key", str(chain)), "are not a certificate chain"),
                             (("--host", host), "takes --host")):
            done = self.s.cli("cert", "import", *wrong, check=False)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(words, done.stderr)
        self.s.cli("cert", "import", "--host", host, *files)
        self.pebble_root = chain
        self.assertIn(b"Status acme", self.fetch(host))
        self.assertEqual(self.until(page, "active")["certificate"]["issuer"], "own")


if __name__ == "__main__":
    unittest.main()
