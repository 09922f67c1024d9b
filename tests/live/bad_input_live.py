# SPDX-License-Identifier: Apache-2.0
"""Malformed, oversized, slow, duplicated, mis-encoded and unauthorised input over real sockets changes nothing."""
import json
import re
import socket
import ssl
import time
import unittest

from harness import BASE, LiveTest


class BadInput(LiveTest):
    def setUp(self):
        super().setUp()
        self.s = self.server(extra='[limits]\nhead_timeout = "1s"\nidle_timeout = "2s"\nhandshake_timeout = "1s"\n').start()
        self.key = self.s.project()["apiKey"]
        self.api = self.s.api(self.key)
        self.monitor = self.api.ok("POST", "/monitors", {"name": "M", "type": "manual"})["id"]
        self.page = self.api.ok("POST", "/status-pages", {"name": "P", "slug": "board", "monitorIds": [self.monitor]})

    def tls(self):
        context = ssl.create_default_context(cafile=self.s.ca)
        return context.wrap_socket(socket.create_connection(("127.0.0.1", self.s.https), timeout=10), server_hostname=f"app.{BASE}")

    def exchange(self, raw):
        with self.tls() as tls:
            tls.sendall(raw)
            answer = b""
            try:
                while chunk := tls.recv(65536):
                    answer += chunk
            except (ssl.SSLError, ConnectionError):
                pass
            return answer

    def everything(self):
        return self.api.ok("GET", "/status-pages"), [
            {k: v for k, v in m.items() if k != "recentResults"} for m in self.api.ok("GET", "/monitors")]

    def test_api_errors_have_the_form_of_the_contract_and_change_nothing(self):
        before = self.everything()
        page = f"/status-pages/{self.page['id']}"
        cases = [
            ("POST", "/status-pages", b"{", 400, "malformed_json", None),
            ("POST", "/status-pages", b"", 400, None, None),
            ("POST", "/status-pages", b'{"name":"\xff\xfe","slug":"ok"}', 400, None, None),
            ("POST", "/status-pages", b"[" * 5000, 400, None, None),
            ("POST", "/status-pages", {"slug": "x"}, 422, None, "name"),
            ("POST", "/status-pages", {"name": "x" * 121, "slug": "x"}, 422, None, "name"),
            ("POST", "/status-pages", {"name": "n", "slug": "UPPER"}, 422, None, "slug"),
            ("POST", "/status-pages", {"name": "n", "slug": "-x"}, 422, None, "slug"),
            ("POST", "/status-pages", {"name": "n", "slug": "app"}, 422, None, "slug"),
            ("POST", "/status-pages", {"name": "n", "slug": 5}, 422, None, "slug"),
            ("POST", "/status-pages", {"name": "n", "slug": "board"}, 409, "slug_taken", "slug"),
            ("POST", "/status-pages", {"name": "n", "slug": "n", "monitorIds": ["mon_nope"]}, 422, None, None),
            ("POST", "/status-pages", {"name": "n", "slug": "n", "monitorIds": [self.monitor, self.monitor]}, 422, None, None),
            ("POST", "/status-pages", {"name": "n", "slug": "n", "customDomain": "127.0.0.1"}, 422, None, "customDomain"),
            ("POST", "/status-pages", {"name": "n", "slug": "n", "customDomain": f"x.{BASE}"}, 422, None, "customDomain"),
            ("POST", "/status-pages", {"name": "n", "slug": "n", "theme": "pink"}, 422, None, "theme"),
            ("POST", "/status-pages", {"name": "n", "slug": "n", "accentColor": "red;}"}, 422, None, "accentColor"),
            ("POST", "/status-pages", {"name": "n", "slug": "n", "timezone": "Mars/Phobos"}, 422, None, "timezone"),
            ("POST", "/status-pages", {"name": "n", "slug": "n", "logoUrl": "javascript:alert(1)"}, 422, None, "logoUrl"),
            ("PATCH", page, {"name": ""}, 422, None, "name"),
            ("PATCH", page, {"monitorIds": None, "name": 7}, 422, None, None),
            ("POST", "/monitors", {"name": "m", "type": "http"}, 422, None, "url"),
            ("POST", "/monitors", {"name": "m", "type": "http", "url": "ftp://x.example"}, 422, None, "url"),
            ("POST", "/monitors", {"name": "m", "type": "tcp", "host": "h.example"}, 422, None, "port"),
            ("POST", "/monitors", {"name": "m", "type": "quantum"}, 422, None, "type"),
            ("POST", "/monitors", {"name": "m", "type": "manual", "interval": 0}, 422, None, "interval"),
            ("POST", "/monitors", {"name": "m", "type": "http", "url": "http://h.example", "interval": 10, "timeout": 11}, 422, None, "timeout"),
            ("POST", f"/monitors/{self.monitor}/results", {"status": "sideways"}, 422, None, "status"),
            ("POST", f"/monitors/{self.monitor}/results", {"status": "up", "checkedAt": "yesterday"}, 422, None, "checkedAt"),
            ("POST", f"/monitors/{self.monitor}/results", {"status": "up", "checkedAt": "2020-01-01T00:00:00Z"}, 422, "too_old", None),
            ("POST", f"/monitors/{self.monitor}/results", {"status": "up", "checkedAt": "2090-01-01T00:00:00Z"}, 422, "in_future", None),
            ("GET", "/status-pages?limit=0", None, 422, None, "limit"),
            ("GET", "/status-pages?limit=1001", None, 422, None, "limit"),
            ("GET", "/status-pages/sp_nope", None, 404, "not_found", None),
            ("GET", "/nothing", None, 404, "not_found", None),
            ("PUT", "/status-pages", {}, 405, "method_not_allowed", None),
        ]
        for method, path, body, status, code, field in cases:
            got, fields, answer = self.api.call(method, path, body)
            self.assertEqual(got, status, (method, path, body, answer))
            self.assertIsInstance(answer, dict, (method, path, body))
            self.assertTrue(answer["error"] and answer["code"], answer)
            self.assertIn("x-request-id", fields)
            if code:
                self.assertEqual(answer["code"], code, (path, body))
            if field:
                self.assertEqual(answer.get("field"), field, (path, body, answer))
            if status == 405:
                self.assertIn("POST", fields["allow"])
        self.assertEqual(self.api.call("POST", "/status-pages", "{}", {"Content-Type": "text/plain"})[0], 415)
        self.assertEqual(self.api.call("DELETE", page, headers={"If-Match": '"stale"'})[0], 412)
        for key in ("", "km_wrong", self.key[:-1], self.key + "x"):
            self.assertEqual(self.s.api(key).call("GET", "/monitors")[0], 401)
        self.assertEqual(self.api.call("POST", "/status-pages", b"x" * (1 << 20) + b"x")[0], 413)
        self.api.close()
        self.assertEqual(self.everything(), before)

    def test_wire_level_garbage(self):
        host = f"Host: app.{BASE}\r\n"
        for raw, status in (
                (b"GARBAGE\r\n\r\n", b"400"),
                (f"GET / HTTP/1.1\r\n{host}{host}\r\n".encode(), b"400"),
                (b"GET / HTTP/1.1\r\n\r\n", b"400"),
                (f"GET / HTTP/1.1\r\n{host}X: a\r\n folded\r\n\r\n".encode(), b"400"),
                (f"POST /api/monitors HTTP/1.1\r\n{host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n".encode(), b"400"),
                (f"GET /{'a' * 9000} HTTP/1.1\r\n{host}\r\n".encode(), b"414"),
                (f"GET / HTTP/1.1\r\n{host}X: {'a' * 40000}\r\n\r\n".encode(), b"431"),
                (f"GET / HTTP/1.1\r\n{host}{'X: y' + chr(13) + chr(10)}".encode() + b"X: y\r\n" * 200 + b"\r\n", b"431"),
                (f"GET / HTTP/3.0\r\n{host}\r\n".encode(), b"505"),
                (f"BREW / HTTP/1.1\r\n{host}\r\n".encode(), b"501"),
                (f"POST /api/monitors HTTP/1.1\r\n{host}Content-Length: 99999999\r\n\r\n".encode(), b"413")):
            answer = self.exchange(raw)
            self.assertTrue(answer.startswith(b"HTTP/1.1 " + status), (raw[:80], answer[:80]))

    def test_slow_senders_are_answered_and_closed(self):
        with self.tls() as tls:
            began = time.monotonic()
            tls.sendall(b"GET / HTTP/1.1\r\nHo")
            answer = tls.recv(65536)
            self.assertTrue(answer.startswith(b"HTTP/1.1 408"), answer[:60])
            self.assertLess(time.monotonic() - began, 4)
        with socket.create_connection(("127.0.0.1", self.s.https), timeout=10) as raw:  # no handshake at all
            began = time.monotonic()
            self.assertEqual(raw.recv(1), b"")
            self.assertLess(time.monotonic() - began, 4)
        with self.tls() as tls:  # idle after the handshake
            began = time.monotonic()
            self.assertEqual(tls.recv(1), b"")
            self.assertLess(time.monotonic() - began, 6)

    def test_pipelined_requests_are_answered_in_order(self):
        key = f"Host: app.{BASE}\r\nx-api-key: {self.key}\r\n"
        paths = [f"/api/monitors/{self.monitor}", "/api/nothing", f"/api/status-pages/{self.page['id']}", "/api/projects"] * 5
        requests = "".join(f"GET {path} HTTP/1.1\r\n{key}\r\n" for path in paths)
        answer = self.exchange((requests + f"GET /api/nothing HTTP/1.1\r\n{key}Connection: close\r\n\r\n").encode())
        marks = re.findall(rb'\{"id":"(mon|sp)_|"code":"(not_found)"|\[\{"id":"(prj)_', answer)
        self.assertEqual(["".join(m.decode() for m in mark) for mark in marks], ["mon", "not_found", "sp", "prj"] * 5 + ["not_found"])

    def test_idempotency_key_creates_once(self):
        body = {"name": "Once", "type": "manual"}
        first = self.api.call("POST", "/monitors", body, {"Idempotency-Key": "k1"})
        again = self.api.call("POST", "/monitors", body, {"Idempotency-Key": "k1"})
        self.assertEqual((first[0], first[2]), (201, again[2]))
        self.assertEqual((again[0], first[1]["location"]), (201, again[1]["location"]))
        self.assertEqual(len([m for m in self.api.ok("GET", "/monitors") if m["name"] == "Once"]), 1)
        other = self.api.call("POST", "/monitors", {"name": "Other", "type": "manual"}, {"Idempotency-Key": "k1"})
        self.assertEqual((other[0], other[2]["code"]), (422, "idempotency_mismatch"))

    def test_bulk_results_reject_one_by_one(self):
        body = [{"monitorId": self.monitor, "status": "up"}, {"monitorId": "mon_nope", "status": "up"},
                {"monitorId": self.monitor, "status": "??"}, 7, {"monitorId": self.monitor, "success": False}]
        status, _, answer = self.api.call("POST", "/results", body)
        self.assertEqual((status, answer["accepted"], [r["index"] for r in answer["rejected"]]), (200, 2, [1, 2, 3]))
        lines = "\n".join(json.dumps(b) for b in body[:2]) + "\n"
        status, _, answer = self.api.call("POST", "/results", lines, {"Content-Type": "application/x-ndjson"})
        self.assertEqual((status, answer["accepted"], len(answer["rejected"])), (200, 1, 1))


if __name__ == "__main__":
    unittest.main()
