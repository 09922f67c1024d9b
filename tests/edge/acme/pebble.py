# SPDX-License-Identifier: Apache-2.0
"""Debian's Pebble with challtestsrv as its DNS, and a server that answers challenges from the client's files."""
import http.server
import json
import os
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

from certificates import PEM, Issuer, challenge_certificate, key_pem, new_key


def free_port(kind=socket.SOCK_STREAM):
    with socket.socket(socket.AF_INET, kind) as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Responder:
    """HTTP-01 and TLS-ALPN-01 answers, as files in `publish`: KIND/NAME/TOKEN or KIND/NAME/answer."""

    def __init__(self, publish):
        self.publish, self.asked = publish, []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                token = self.path.removeprefix("/.well-known/acme-challenge/")
                path = publish / "http-01" / self.headers["Host"].split(":")[0] / token
                outer.asked.append("http-01")
                body = path.read_bytes() if path.is_file() else b"no such challenge"
                self.send_response(200 if path.is_file() else 404)
                self.end_headers()
                self.wfile.write(body)

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True).start()
        self.tls = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    http_port = property(lambda self: self.http.server_address[1])
    tls_port = property(lambda self: self.tls.getsockname()[1])

    def _accept(self):
        while True:
            try:
                connection, _ = self.tls.accept()
            except OSError:
                return
            threading.Thread(target=self._shake, args=(connection,), daemon=True).start()

    def _context(self, name):
        answer = self.publish / "tls-alpn-01" / name / "answer"
        certificate, key = challenge_certificate(name, answer.read_text())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_alpn_protocols(["acme-tls/1"])
        with tempfile.NamedTemporaryFile(suffix=".pem") as file:
            file.write(certificate + key)
            file.flush()
            context.load_cert_chain(file.name)
        return context

    def _shake(self, connection):
        def choose(link, name, _):
            self.asked.append("tls-alpn-01")
            link.context = self._context(name)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_alpn_protocols(["acme-tls/1"])
        context.sni_callback = choose
        try:
            context.wrap_socket(connection, server_side=True).close()
        except (OSError, ValueError):
            connection.close()

    def close_tls(self):
        if self.tls.fileno() >= 0:
            self.tls.shutdown(socket.SHUT_RDWR)  # the thread in accept() holds it open else
            self.tls.close()

    def close(self):
        self.http.shutdown()
        self.http.server_close()
        self.close_tls()


class Pebble:
    def __init__(self, folder, responder, eab_keys=None, **environment):
        self.folder = Path(folder)
        self.processes = []
        tls = Issuer("Pebble TLS root")
        key = new_key()
        leaf = tls.leaf(["localhost"], key.public_key())
        (self.folder / "tls.pem").write_bytes(leaf.public_bytes(PEM))
        (self.folder / "tls.key").write_bytes(key_pem(key))
        self.ca_file = self.folder / "ca.pem"
        self.ca_file.write_text(tls.pem())
        port, self.management_port, dns, control = (free_port() for _ in range(4))
        config = {"pebble": {
            "listenAddress": f"127.0.0.1:{port}", "managementListenAddress": f"127.0.0.1:{self.management_port}",
            "certificate": str(self.folder / "tls.pem"), "privateKey": str(self.folder / "tls.key"),
            "httpPort": responder.http_port, "tlsPort": responder.tls_port, "ocspResponderURL": "",
            "certificateValidityPeriod": 7776000, "externalAccountBindingRequired": bool(eab_keys),
            "externalAccountMACKeys": eab_keys or {}}}
        (self.folder / "pebble.json").write_text(json.dumps(config))
        self._start(["pebble-challtestsrv", "-defaultIPv4", "127.0.0.1", "-defaultIPv6", "", "-dns01", f"127.0.0.1:{dns}",
                     "-http01", "", "-https01", "", "-tlsalpn01", "", "-management", f"127.0.0.1:{control}"], {})
        self._start(["pebble", "-config", str(self.folder / "pebble.json"), "-dnsserver", f"127.0.0.1:{dns}", "-strict"],
                    {"PEBBLE_VA_NOSLEEP": "1", "PEBBLE_WFE_NONCEREJECT": "20", **environment})
        self.directory = f"https://localhost:{port}/dir"
        self._wait(port)
        self._wait(control)

    def _start(self, command, environment):
        log = open(self.folder / (command[0] + ".log"), "wb")
        self.processes.append(subprocess.Popen(command, env={**os.environ, **environment}, stdout=log, stderr=log))
        log.close()

    def _wait(self, port):
        until = time.monotonic() + 20
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("Pebble did not start: " + self.log())

    def log(self):
        return (self.folder / "pebble.log").read_text(errors="replace")

    def root(self, number=0):
        context = ssl.create_default_context(cafile=self.ca_file)
        url = f"https://localhost:{self.management_port}/roots/{number}"
        with urllib.request.urlopen(url, context=context, timeout=5) as answer:
            return answer.read().decode()

    def close(self):
        for process in self.processes:
            process.kill()
            process.wait()
