#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A cached 20-monitor page over TLS: kamustatus with one reactor against nginx with one worker.

Both serve the same bytes with the same certificate and keep-alive from core 0, in alternation; wrk drives from core 1.
Prints a line a round and the medians; --json FILE appends one JSON line a round. CPU per request is what the kernel
accounted to the server process.
"""
import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/live"))
from harness import BASE, Server, free_port, wait_until  # noqa: E402

TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid):
    """utime + stime of the process and, for nginx, of its one worker."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    total = (int(fields[11]) + int(fields[12])) / TICK
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return total + sum(cpu_seconds(int(child)) for child in children)


def pin(pid, core):
    for task in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(task.name), {core})


def seed(server, entries):
    api = server.api(server.project()["apiKey"])
    monitors = []
    now = int(time.time())
    for n in range(entries):
        monitor = api.ok("POST", "/monitors", {"name": f"Service {n + 1}", "type": "manual", "interval": 3600, "displayGroup": f"Group {n // 5}"})
        results = [{"monitorId": monitor["id"], "status": "down" if (n * 7 + h) % 211 == 0 else "up", "responseTimeMs": 40 + n,
                    "checkedAt": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now - h * 3600))} for h in range(89 * 24)]
        for start in range(0, len(results), 1000):
            api.ok("POST", "/results", results[start:start + 1000])
        monitors.append(monitor["id"])
    api.ok("POST", "/status-pages", {"name": "Acme Status", "slug": "acme", "monitorIds": monitors})


class Peer:
    """nginx serving the very bytes, plain and precompressed, as kamustatus answered them."""

    def __init__(self, folder, server):
        self.port = free_port()
        files = folder / "html"
        files.mkdir()
        for encoding, suffix in (("", ""), ("gzip", ".gz")):
            _, _, body = server.get(f"acme.{BASE}", headers={"Accept-Encoding": encoding} if encoding else {})
            (files / f"index.html{suffix}").write_bytes(body)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
                        "/CN=x", "-addext", f"subjectAltName=DNS:*.{BASE},DNS:{BASE}", "-keyout", folder / "key.pem", "-out", folder / "chain.pem"],
                       check=True, capture_output=True)
        (folder / "nginx.conf").write_text(f"""
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log; user root;
events {{ worker_connections 4096; }}
http {{ access_log off; sendfile on; tcp_nodelay on; keepalive_requests 1000000; open_file_cache max=100; default_type text/html;
  gzip_static on; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u;
  scgi_temp_path {folder}/s; ssl_protocols TLSv1.2 TLSv1.3; ssl_session_cache off;
  server {{ listen 127.0.0.1:{self.port} ssl reuseport; ssl_certificate {folder}/chain.pem; ssl_certificate_key {folder}/key.pem; root {files};
    add_header Cache-Control "public, max-age=15, must-revalidate"; }} }}
""")
        self.process = subprocess.Popen(["taskset", "-c", "0", "/usr/sbin/nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)])
        time.sleep(0.5)

    def stop(self):
        self.process.terminate()
        self.process.wait()


def drive(port, pid, seconds, connections, headers):
    """(requests per second, CPU microseconds per request) as wrk and the kernel counted."""
    before = cpu_seconds(pid)
    out = subprocess.run(["taskset", "-c", "1", "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-H", f"Host: acme.{BASE}", *headers,
                          f"https://127.0.0.1:{port}/"], capture_output=True, text=True, check=True).stdout
    used = cpu_seconds(pid) - before
    requests = int(re.search(r"(\d+) requests in", out).group(1))
    if "Non-2xx" in out or "Socket errors" in out:
        raise SystemExit(f"errors under load:\n{out}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1)), used / requests * 1e6


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=int, default=4)
    options.add_argument("--connections", type=int, default=64)
    options.add_argument("--json")
    options = options.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="ks-bench-"))
    peer_folder = folder / "nginx"
    peer_folder.mkdir()
    server = Server(folder / "data", extra='[limits]\nrequests_per_connection = 1000000\n', reactors=1)
    peer = None
    try:
        server.start()
        seed(server, 20)
        peer = Peer(peer_folder, server)
        # The same certificate for both: nginx's, as an operator's certificate.
        server.stop()
        with open(server.config, "a") as config:
            config.write(f'[tls]\ncertificates = [{{ chain = "{peer_folder}/chain.pem", key = "{peer_folder}/key.pem" }}]\n')
        server.start()
        pin(server.process.pid, 0)
        for name, headers in (("plain", ()), ("gzip", ("-H", "Accept-Encoding: gzip"))):
            ratios, cpu_ratios = [], []
            for turn in range(options.rounds):
                ours = drive(server.https, server.process.pid, options.seconds, options.connections, headers)
                theirs = drive(peer.port, peer.process.pid, options.seconds, options.connections, headers)
                ratios.append(ours[0] / theirs[0])
                cpu_ratios.append(theirs[1] / ours[1])
                row = {"scenario": f"cached page, {name}, h1 TLS", "round": turn, "kamustatus_rps": round(ours[0]), "nginx_rps": round(theirs[0]),
                       "kamustatus_cpu_us": round(ours[1], 2), "nginx_cpu_us": round(theirs[1], 2)}
                print(json.dumps(row), flush=True)
                if options.json:
                    with open(options.json, "a") as out:
                        out.write(json.dumps(row) + "\n")
            print(f"{name}: requests/s {statistics.median(ratios):.2f} x nginx (min {min(ratios):.2f}, max {max(ratios):.2f}); "
                  f"CPU per request {statistics.median(cpu_ratios):.2f} x better (min {min(cpu_ratios):.2f}, max {max(cpu_ratios):.2f})")
    finally:
        server.stop()
        if peer:
            peer.stop()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
