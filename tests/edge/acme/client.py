# SPDX-License-Identifier: Apache-2.0
"""Starts the ACME client's test program, and reads what it printed."""
import json
import os
import subprocess
from pathlib import Path

PROGRAM = os.environ["KS_ACME_CLIENT"]


class Client:
    """A place for account, keys, orders and challenges of one directory."""

    def __init__(self, folder, directory, ca, **options):
        self.state = Path(folder) / "state"
        self.publish = Path(folder) / "publish"
        self.state.mkdir(parents=True)
        self.publish.mkdir()
        self.options = {"directory": directory, "ca": ca, "state": self.state, "publish": self.publish, **options}

    def start(self, **options):
        arguments = [f"{name}={value}" for name, value in {**self.options, **options}.items()]
        return subprocess.Popen([PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, timeout=120, **options):
        """What each certificate came to, and the program's log."""
        process = self.start(**options)
        try:
            out, self.log = process.communicate(timeout=timeout)
        finally:
            process.kill()
        if process.returncode != 0:
            raise AssertionError(f"the client ended with {process.returncode}: {self.log}")
        return [json.loads(line) for line in out.splitlines()]

    def one(self, **options):
        (answer,) = self.run(**options)
        return answer

    def left_over(self):
        """Challenge answers that were not taken back."""
        return [path for path in self.publish.rglob("*") if path.is_file()]
