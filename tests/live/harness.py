# SPDX-License-Identifier: Apache-2.0
"""Starts the real binary on loopback and talks to it as its users do. Standard library only."""
import http.client
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import unittest
import warnings
from pathlib import Path

BINARY = os.environ.get("KS_BINARY", str(Path(__file__).resolve().parents[2] / "build/release/kamustatus"))
BASE = "status.test"


def wait_until(condition, seconds, what, step=0.05):
    """Polls until condition() is true; fails the test with `what` after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(step)
    raise AssertionError(f"not within {seconds} s: {what}")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """One `kamustatus serve` on ports of its own; stop() is graceful, kill() is kill -9."""

    def __init__(self, data_dir, extra="", base=BASE, reactors=2):
        self.data_dir = Path(data_dir)
        self.base = base
        self.http, self.https = free_port(), free_port()
        self.config = self.data_dir.parent / f"{self.data_dir.name}.toml"
        self.config.write_text(
            f'data_dir = "{self.data_dir}"\nbase_domain = "{base}"\n'
            f'[listen]\nhttp = ["127.0.0.1:{self.http}"]\nhttps = ["127.0.0.1:{self.https}"]\nreactors = {reactors}\n'
            + ("" if "[dns]" in extra else "[dns]\nverify = false\n")
            + ("" if "[probe]" in extra else "[probe]\nallow_private = true\n") + extra)
        self.process = None
        self.trust = None  # an operator's root instead of the development CA
        self.log_path = self.data_dir.parent / f"{self.data_dir.name}.log"

    def start(self, wait=True):
        log = open(self.log_path, "ab")
        log.write(b"---- start\n")
        log.flush()
        self.process = subprocess.Popen([BINARY, "serve", "--config", str(self.config)], stderr=log, stdout=log)
        log.close()
        if wait:
            wait_until(self._ready, 20, f"server ready\n{self.log()[-2000:]}", step=0.005)
        return self

    def _ready(self):
        if self.process.poll() is not None:
            raise AssertionError(f"server exited {self.process.returncode}:\n{self.log()[-3000:]}")
        try:
            socket.create_connection(("127.0.0.1", self.https), timeout=1).close()
            return True
        except OSError:
            return False

    def log(self):
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, seconds=15):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(seconds)
        return self.process.returncode if self.process else None

    def cli(self, *args, check=True):
        done = subprocess.run([BINARY, *args, "--config", str(self.config)], capture_output=True, text=True, timeout=60)
        if check and done.returncode != 0:
            raise AssertionError(f"{args}: exit {done.returncode}\n{done.stderr}")
        return done

    def project(self, name="Acme", *more):
        return json.loads(self.cli("project", "create", name, *more).stdout)

    def api(self, key):
        return Api(self, key)

    @property
    def ca(self):
        return str(self.trust or self.data_dir / "ca.pem")

    def curl(self, url, *args, check=True):
        """curl with every name of this server resolved to it and the development CA trusted."""
        host = re.match(r"https?://([^/:]+)", url).group(1)
        url = re.sub(r"^(https://[^/:]+)(?=[/?]|$)", rf"\1:{self.https}", url)
        url = re.sub(r"^(http://[^/:]+)(?=[/?]|$)", rf"\1:{self.http}", url)
        done = subprocess.run(
            ["curl", "-sS", "--max-time", "20", "--noproxy", "*", "--cacert", self.ca,
             "--resolve", f"{host}:{self.https}:127.0.0.1", "--resolve", f"{host}:{self.http}:127.0.0.1", *args, url],
            capture_output=True, timeout=30)
        if check and done.returncode != 0:
            raise AssertionError(f"curl {url}: {done.returncode} {done.stderr.decode()}")
        return done

    def run_line(self, line, words):
        """Runs a curl line of a document in a shell, its sample `words` replaced: (status, parsed body)."""
        for old, new in {"app.kamustatus.com": f"app.{self.base}:{self.https}", **words}.items():
            line = line.replace(old, new)
        done = subprocess.run(["sh", "-c", f"{line} -sS -w '\\n%{{http_code}}' --noproxy '*' --cacert {self.ca} "
                               f"--resolve app.{self.base}:{self.https}:127.0.0.1"], capture_output=True, text=True, timeout=20)
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        body, _, code = done.stdout.rpartition("\n")
        return int(code), json.loads(body) if body else None

    def get(self, host, path="/", headers=None, method="GET", body=None, tls=True, sni=None, host_field=None):
        """One exchange: (status, fields as a dict with lower-case names, body)."""
        connection = self.connect(host if sni is None else sni, tls)
        try:
            fields = {"Host": host_field or host, **(headers or {})}
            connection.request(method, path, body=body, headers=fields)
            reply = connection.getresponse()
            return reply.status, {k.lower(): v for k, v in reply.getheaders()}, reply.read()
        finally:
            connection.close()

    def connect(self, sni, tls=True):
        raw = socket.create_connection(("127.0.0.1", self.https if tls else self.http), timeout=20)
        if tls:
            context = ssl.create_default_context(cafile=self.ca)
            raw = context.wrap_socket(raw, server_hostname=sni)
        connection = http.client.HTTPConnection("127.0.0.1")
        connection.sock = raw
        return connection


class Api:
    """The API with one key over one kept connection."""

    def __init__(self, server, key):
        self.server, self.key, self.connection = server, key, None

    def call(self, method, path, body=None, headers=None):
        fields = {"Host": f"app.{self.server.base}", "x-api-key": self.key, **(headers or {})}
        if body is not None:
            fields.setdefault("Content-Type", "application/json")
            body = body if isinstance(body, (bytes, str)) else json.dumps(body)
        for attempt in (1, 2):
            if self.connection is None:
                self.connection = self.server.connect(f"app.{self.server.base}")
                attempt = 2
            try:
                self.connection.request(method, f"/api{path}", body=body, headers=fields)
                reply = self.connection.getresponse()
                text = reply.read()
                break
            except (OSError, http.client.HTTPException):
                self.close()
                if attempt == 2 or method != "GET":
                    raise
        parsed = json.loads(text) if text and "json" in (reply.headers.get("content-type") or "") else text
        return reply.status, {k.lower(): v for k, v in reply.getheaders()}, parsed

    def ok(self, method, path, body=None, headers=None):
        status, _, parsed = self.call(method, path, body, headers)
        if status >= 300:
            raise AssertionError(f"{method} {path}: {status} {parsed}")
        return parsed

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None


warnings.simplefilter("ignore", ResourceWarning)  # connections end with the server


class LiveTest(unittest.TestCase):
    """A folder for each test, removed at its end; servers made by self.server() are stopped."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="ks-live-"))
        self.servers = []
        self.addCleanup(self._end)  # also when a test's own setUp fails

    def _end(self):
        for server in self.servers:
            try:
                server.stop()
            except subprocess.TimeoutExpired:
                server.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def server(self, name="data", **options):
        server = Server(self.folder / name, **options)
        self.servers.append(server)
        return server
