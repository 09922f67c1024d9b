# SPDX-License-Identifier: Apache-2.0
"""Debian's Pebble as the CA and its challtestsrv as everybody's DNS, on loopback ports of their own."""
import json
import os
import re
import socket
import ssl
import subprocess
import urllib.request
from pathlib import Path

from harness import free_port, wait_until


class Pebble:
    def __init__(self, folder, http_port, https_port, dns=None, valid_seconds=7776000):
        self.folder = Path(folder)
        self.folder.mkdir()
        self.port, self.management, self.dns, self.control = (free_port() for _ in range(4))
        self.dns = dns or self.dns  # another DNS server than challtestsrv
        self.ca_file = self.folder / "tls.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                        "-subj", "/CN=pebble", "-addext", "subjectAltName=DNS:localhost", "-keyout", self.folder / "tls.key",
                        "-out", self.ca_file], check=True, capture_output=True)
        (self.folder / "pebble.json").write_text(json.dumps({"pebble": {
            "listenAddress": f"127.0.0.1:{self.port}", "managementListenAddress": f"127.0.0.1:{self.management}",
            "certificate": str(self.ca_file), "privateKey": str(self.folder / "tls.key"),
            "httpPort": http_port, "tlsPort": https_port, "ocspResponderURL": "",
            "certificateValidityPeriod": valid_seconds, "externalAccountBindingRequired": False}}))
        self.processes = {}

    def config(self, challenges=("tls-alpn-01", "http-01"), more=""):
        return (f'[dns]\nservers = ["127.0.0.1:{self.dns}"]\n'
                f'[acme]\ndirectory = "https://localhost:{self.port}/dir"\nagree_tos = true\nca_file = "{self.ca_file}"\n'
                f'challenges = {json.dumps(list(challenges))}\n{more}')

    def start_dns(self):
        self._start("dns", ["pebble-challtestsrv", "-defaultIPv4", "127.0.0.1", "-defaultIPv6", "", "-dns01", f"127.0.0.1:{self.dns}",
                            "-http01", "", "-https01", "", "-tlsalpn01", "", "-management", f"127.0.0.1:{self.control}"], self.control)
        return self

    def start_ca(self):
        self._start("pebble", ["pebble", "-config", str(self.folder / "pebble.json"), "-dnsserver", f"127.0.0.1:{self.dns}", "-strict"],
                    self.port)
        return self

    def _start(self, name, command, port):
        log = open(self.folder / f"{name}.log", "ab")
        environment = {**os.environ, "PEBBLE_VA_NOSLEEP": "1", "PEBBLE_WFE_NONCEREJECT": "20"}
        self.processes[name] = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        log.close()

        def answers():
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return True
            except OSError:
                return False
        wait_until(answers, 60, f"{name} listens\n{self.log(name)[-2000:]}")

    def log(self, name="pebble"):
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def accounts(self):
        """How many accounts Pebble has."""
        return max((int(n) for n in re.findall(r"There are now (\d+) accounts", self.log())), default=0)

    def root(self):
        context = ssl.create_default_context(cafile=self.ca_file)
        with urllib.request.urlopen(f"https://localhost:{self.management}/roots/0", context=context, timeout=5) as answer:
            return answer.read().decode()

    def tell(self, path, **body):
        request = urllib.request.Request(f"http://127.0.0.1:{self.control}/{path}", data=json.dumps(body).encode())
        urllib.request.urlopen(request, timeout=5).read()

    def point(self, host, target):
        self.tell("set-cname", host=f"{host}.", target=f"{target}.")

    def unpoint(self, host):
        self.tell("clear-cname", host=f"{host}.")

    def stop(self, name):
        process = self.processes.pop(name, None)
        if process:
            process.kill()
            process.wait()

    def close(self):
        for name in list(self.processes):
            self.stop(name)
