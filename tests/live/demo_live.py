# SPDX-License-Identifier: Apache-2.0
"""`kamustatus demo` as a stranger meets it."""
import os
import re
import ssl
import subprocess
import threading
import time
import unittest
import urllib.parse

from browser import Browser
from harness import BINARY, LiveTest, free_port, wait_until


class Demo(LiveTest):
    def start(self):
        self.http, self.https = free_port(), free_port()
        self.process = subprocess.Popen(
            [BINARY, "demo", "--data-dir", str(self.folder / "demo"), "--http", f"127.0.0.1:{self.http}", "--https", f"127.0.0.1:{self.https}"],
            stdout=subprocess.PIPE, stderr=open(self.folder / "demo.log", "ab"), text=True)
        facts = {}
        deadline = threading.Timer(90, self.process.kill)
        deadline.start()
        for line in self.process.stdout:
            if line.startswith("try: "):
                facts["try"] = line[5:].strip()
                break
            word, _, value = line.strip().partition(" ")
            facts.setdefault(word, []).append(value)
        deadline.cancel()
        self.assertIn("try", facts, (self.folder / "demo.log").read_text()[-2000:])
        return facts

    def stop(self):
        self.process.terminate()
        self.assertEqual(self.process.wait(20), 0)
        self.process.stdout.close()

    def fetch(self, address):
        host = urllib.parse.urlsplit(address).hostname
        return subprocess.run(["curl", "-sS", "--noproxy", "*", "--cacert", self.ca, "--resolve", f"{host}:{self.https}:127.0.0.1", address],
                              capture_output=True, text=True, timeout=20, check=True).stdout

    def all_chunks(self, address, html):
        """A page and what its links to further monitors lead to, one after the other."""
        texts = [html]
        while found := re.search(r'rel="next" href="([^"]+)"', texts[-1]):
            texts.append(self.fetch(urllib.parse.urljoin(address, found.group(1).replace("&amp;", "&"))))
        return "".join(texts)

    def test_a_first_start_that_was_cut_short_begins_anew(self):
        first = subprocess.Popen([BINARY, "demo", "--data-dir", str(self.folder / "demo"), "--http", "127.0.0.1:0", "--https", "127.0.0.1:0"],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(lambda: (self.folder / "demo/data.mdb").exists(), 10, "the making begins", step=0.01)
        time.sleep(0.2)
        first.kill()
        first.wait()
        self.assertTrue((self.folder / "demo/demo-unfinished").exists(), "killed while it was made")
        facts = self.start()
        self.stop()
        self.assertGreaterEqual(len(facts["page"]), 3)

    def test_pages_facts_and_change(self):
        facts = self.start()
        try:
            self.ca = facts["ca"][0]
            self.assertGreaterEqual(len(facts["page"]), 3)
            self.assertRegex(facts["api-key"][0], r"^km_")
            self.assertTrue(facts["api"][0].startswith("https://app."))
            tried = subprocess.run(["sh", "-c", facts["try"]], capture_output=True, text=True, timeout=20)
            self.assertEqual(tried.returncode, 0, tried.stderr)
            self.assertIn("sp_", tried.stdout + "")
            pages = {address: self.fetch(address) for address in facts["page"]}
            whole = {address: self.all_chunks(address, html) for address, html in pages.items()}
            big = [html for html in whole.values() if html.count('class="row ') == 1000]
            self.assertEqual(len(big), 1, {a: h.count('class="row ') for a, h in whole.items()})
            self.assertEqual(len(set(re.findall(r'data-g="([^"]*)"', big[0]))), 20)
            self.assertGreater(len(set(re.findall(r"<b>([0-9.]+%)</b>", big[0]))), 50, "plausible, so not all alike")
            acme = next(a for a in facts["page"] if "//acme." in a)
            browser = Browser()
            look = browser.look(acme)
            browser.close()
            self.assertEqual((look["status"], look["problems"]), (200, []))
            self.assertIn("over 90 days", look["rows"][0]["bar"])
            before = (self.folder / "demo/demo-ports").read_text()
            second = subprocess.run([BINARY, "demo", "--data-dir", str(self.folder / "demo")], capture_output=True, text=True, timeout=30)
            self.assertEqual(second.returncode, 1)
            self.assertIn("another server", second.stderr)
            self.assertEqual((self.folder / "demo/demo-ports").read_text(), before, "the running demo is left alone")
            seen = set()

            def changed():
                seen.add(tuple(re.findall(r'<li class="row (\w)" id="([^"]+)"', self.fetch(acme))))
                return len(seen) > 1

            wait_until(changed, 120, "a state on the page changes", step=1)
        finally:
            self.stop()
        again = self.start()
        self.assertEqual(again["api-key"], facts["api-key"], "a second start keeps the demo")
        self.stop()


if __name__ == "__main__":
    unittest.main()
