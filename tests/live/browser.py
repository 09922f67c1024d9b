# SPDX-License-Identifier: Apache-2.0
"""One Chromium for a test; see browser.mjs."""
import json
import os
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent


class Browser:
    def __init__(self):
        modules = os.environ.get("KS_NODE_MODULES", str(HERE.parents[1] / "build/node_modules"))
        self.process = subprocess.Popen(["node", str(HERE / "browser.mjs")], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, env={**os.environ, "KS_NODE_MODULES": modules})

    def look(self, url, **options):
        self.process.stdin.write(json.dumps({"url": url, **options}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError("the browser did not answer; is playwright-core installed (tools/test does it)?")
        seen = json.loads(line)
        if "error" in seen:
            raise AssertionError(seen["error"])
        return seen

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.process.stdout.close()
