#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Start-up and memory with very many monitors stored: seeds a store (bench_seed), starts the server, times the first page,
opens 100 pages and reads the process's memory. `--monitors 1000000` is the size the targets name."""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/live"))
from harness import BASE, Server  # noqa: E402


def memory(pid):
    """Resident megabytes: (all, of which mapped file pages)."""
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return tuple(int(fields[name].split()[0]) / 1024 for name in ("VmRSS", "RssFile"))


def drop_caches():
    try:
        os.sync()
        Path("/proc/sys/vm/drop_caches").write_text("3")
        return "page cache dropped"
    except OSError:
        return "page cache warm (dropping it is not permitted here)"


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--monitors", type=int, default=1_000_000)
    options.add_argument("--pages", type=int, default=100)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seed", default=str(ROOT / "build/release/bench/micro/bench_seed"))
    options = options.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="ks-scale-"))
    server = Server(folder / "data")
    try:
        began = time.monotonic()
        subprocess.run([options.seed, str(folder / "data"), str(options.monitors), str(options.pages)], check=True)
        size = sum(f.stat().st_blocks * 512 for f in (folder / "data").rglob("*") if f.is_file())
        print(f"seeded {options.monitors} monitors on {options.pages} pages in {time.monotonic() - began:.0f} s; "
              f"{size / 1e6:.0f} MB on disk, {size / options.monitors:.0f} bytes a monitor")
        server.start()
        server.stop()  # the development CA exists from here on
        for turn in range(options.rounds):
            state = drop_caches()
            began = time.monotonic()
            server.start()
            up = time.monotonic() - began
            status, _, body = server.get(f"p0.{BASE}")
            first = time.monotonic() - began
            assert status == 200 and body.count(b'class="row ') == 20
            print(f"listening after {up:.3f} s, first page after {first:.3f} s ({state})")
            if turn + 1 < options.rounds:
                server.stop()
        for encoding in ("identity", "gzip", "br"):
            for page in range(options.pages):
                assert server.get(f"p{page}.{BASE}", headers={"Accept-Encoding": encoding})[0] == 200
        everything, mapped = memory(server.process.pid)
        print(f"resident with {options.pages} pages in use: {everything:.0f} MB, of which mapped file pages {mapped:.0f} MB")
    finally:
        server.stop()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
