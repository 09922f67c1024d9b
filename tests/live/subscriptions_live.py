# SPDX-License-Identifier: Apache-2.0
"""Subscriptions end to end: double opt-in through the page's forms, a real SMTP server and a real receiver of webhooks,
each update once for each subscriber, across kill -9, refusals, bounces and one-click unsubscription."""
import hashlib
import hmac
import os
import re
import subprocess
import unittest
from urllib.parse import urlencode, urlsplit

from harness import BASE, LiveTest, wait_until
from mail_server import MailServer, Receiver

PAGE = f"acme.{BASE}"
QUICK = '[subscriptions]\nretry_pause = "300ms"\nretry_pause_max = "2s"\ngive_up = "1h"\n'


def smtp(port):
    return f'[smtp]\nurl = "smtp://127.0.0.1:{port}"\nfrom = "status@acme.test"\ntls = "off"\nrate = 1000\n'


class Subscriptions(LiveTest):
    def setUp(self):
        super().setUp()
        self.mail, self.hooks = MailServer(), Receiver()
        self.addCleanup(self.mail.stop)  # bound now: a test may take another server
        self.addCleanup(self.hooks.stop)

    def begin(self, extra=None):
        self.s = self.server(extra=(smtp(self.mail.port) if extra is None else extra) + QUICK).start()
        made = self.s.project()
        self.project, self.api = made["id"], self.s.api(made["apiKey"])
        self.web, self.db = (self.api.ok("POST", "/monitors", {"name": name, "type": "manual"})["id"] for name in ("Web", "Db"))
        self.page = self.api.ok("POST", "/status-pages", {"name": "Acme", "slug": "acme",
                                                          "monitorIds": [self.web, self.db]})["id"]

    def form(self, path, fields=None, **headers):
        status, _, body = self.s.get(PAGE, path, method="POST", body=urlencode(fields or {}, doseq=True),
                                     headers={"Content-Type": "application/x-www-form-urlencoded", **headers})
        return status, body.decode()

    def count(self):
        return self.api.ok("GET", f"/subscribers/count?statusPageId={self.page}")

    def add(self, **target):
        return self.api.ok("POST", "/subscribers", {"statusPageId": self.page, "skipConfirmation": True, **target})

    def say(self, title, monitors=()):
        words = ["incident", self.project, ",".join(monitors) or "-", "investigating", "major", "0",
                 title.encode().hex(), f"{title}: we look.".encode().hex()]
        subprocess.run([os.environ["KS_SEED_EVENTS"], str(self.s.data_dir)], input=" ".join(words) + "\n", check=True,
                       capture_output=True, text=True, timeout=30)

    def mails(self, recipient, count, seconds=10):
        wait_until(lambda: len(self.mail.to(recipient)) >= count, seconds, f"{count} mails to {recipient}")
        return self.mail.to(recipient)

    @staticmethod
    def link(message, part):
        text = message.get_body(("plain",)).get_content()
        return urlsplit(re.search(rf"https://\S+/{part}/\S+", text).group(0)).path

    def test_double_opt_in_choice_and_one_click(self):
        self.begin()
        status, _, body = self.s.get(PAGE, "/subscribe")
        self.assertEqual(status, 200)
        self.assertIn(b'name="email"', body)
        self.assertIn(self.web.encode(), body)
        self.assertNotIn(b"<script", body)
        asked = self.form("/subscribe", {"email": "Reader@A.example", "monitor": [self.web]})
        self.assertEqual(asked[0], 200)
        first = self.mails("Reader@a.example", 1)[0]
        self.assertIn("Confirm your subscription to Acme", first["Subject"])
        self.say("Before", [self.web])
        path = self.link(first, "subscribe/confirm")
        status, _, body = self.s.get(PAGE, path)
        self.assertIn(b'<form method="post">', body)
        self.assertEqual(self.count(), {"email": 0, "webhook": 0, "pending": 1}, "a mail scanner's GET confirms nothing")
        self.assertEqual(self.form(path)[0], 200)
        self.assertEqual(self.count(), {"email": 1, "webhook": 0, "pending": 0})
        # The same answer whoever asks, and nothing is sent.
        again = self.form("/subscribe", {"email": "reader@a.example"})
        self.assertEqual(again, asked)
        robot = self.form("/subscribe", {"email": "robot@a.example", "website": "x"})
        self.assertEqual(robot, asked)
        self.assertEqual(self.form("/subscribe", {"email": "x@a.example"}, Origin="https://evil.example")[0], 422)
        self.assertEqual(self.form("/subscribe", {"email": "a@b.example\r\nBcc: c@d.example"})[0], 422)

        self.say("Db is slow", [self.db])
        self.say("Web is down", [self.web])
        mails = self.mails("Reader@a.example", 2)
        self.assertEqual([m["Subject"] for m in mails[1:]], ["[Acme] Investigating: Web is down"], "only what was chosen")
        mail = mails[1]
        self.assertEqual(mail["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        self.assertEqual(mail.get_content_type(), "multipart/alternative")
        self.assertIn("Web is down: we look.", mail.get_body(("html",)).get_content())

        manage = self.link(mail, "subscribe/manage")
        self.assertIn(b" checked>", self.s.get(PAGE, manage)[2])
        self.assertEqual(self.form(manage, {"monitor": [self.db]})[0], 200)
        self.say("Db is down", [self.db])
        self.assertEqual(self.mails("Reader@a.example", 3)[2]["Subject"], "[Acme] Investigating: Db is down")

        leave = urlsplit(mail["List-Unsubscribe"].strip("<>")).path
        self.assertEqual(self.s.get(PAGE, leave)[0], 200)
        self.assertEqual(self.count()["email"], 1, "a GET removes nothing")
        self.assertEqual(self.form(leave[:-1] + ("A" if leave[-1] != "A" else "B"))[0], 404, "a forged token")
        self.assertEqual(self.form(leave, {"List-Unsubscribe": "One-Click"})[0], 200)
        self.assertEqual(self.count(), {"email": 0, "webhook": 0, "pending": 0})
        self.assertEqual(self.form(leave)[0], 404)
        self.assertFalse(self.mail.to("robot@a.example"))

    def test_refusals_are_told_apart(self):
        self.begin()
        ids = {name: self.add(email=f"{name}@a.example")["id"] for name in ("gone", "grey", "full", "policy", "good")}
        self.mail.refuse = {"gone@a.example": "550 5.1.1 no such user", "grey@a.example": "451 4.7.1 greylisted, later",
                            "full@a.example": "452 4.2.2 mailbox full", "policy@a.example": "550 5.7.1 relaying denied"}
        self.say("Down")
        for name in ("good", "grey", "full"):
            self.assertEqual(len(self.mails(f"{name}@a.example", 1)), 1)
        wait_until(lambda: self.api.call("GET", f"/subscribers/{ids['gone']}")[0] == 404, 5, "the bounced one removed")
        self.assertEqual(self.count()["email"], 4, "policy is not the recipient's fault")
        self.assertEqual(self.mail.to("policy@a.example"), [])
        del self.mail.refuse["policy@a.example"]
        self.mails("policy@a.example", 1)

        report = (b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
                  b"Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; FULL@a.example\r\nAction: failed\r\n"
                  b"Status: 5.2.2\r\n\r\n--b--\r\n")
        for body, kind in ((report, "message/rfc822"), ('{"recipient": "good@a.example", "kind": "complaint"}', "application/json")):
            self.assertEqual(self.api.ok("POST", "/subscribers/bounces", body, {"Content-Type": kind}), {"removed": 1})
        self.assertEqual(self.count()["email"], 2)

    def test_starttls_and_password(self):
        server = MailServer(self.folder, login=(b"acme", b"secret"))
        self.addCleanup(server.stop)
        (self.folder / "password").write_text("secret\n")
        self.mail = server
        self.begin(f'[smtp]\nurl = "smtp://localhost:{server.port}"\nfrom = "status@acme.test"\nusername = "acme"\n'
                   f'password_file = "password"\nca_file = "{self.folder}/mail.pem"\n')
        self.add(email="a@a.example")
        self.say("Down")
        self.mails("a@a.example", 1)

    def test_webhooks(self):
        self.begin()
        self.assertEqual(self.form("/subscribe", {"url": self.hooks.url + "/one"})[0], 200)
        first = wait_until(lambda: self.hooks.documents("/one"), 5, "the webhook's confirmation")[0]
        secret = first["confirm"]["signing_secret"]
        self.assertEqual(self.form(urlsplit(first["confirm"]["url"]).path)[0], 200)
        self.add(webhookUrl=self.hooks.url + "/slow")
        self.add(webhookUrl=self.hooks.url + "/gone")
        self.add(webhookUrl=self.hooks.url + "/moved")
        self.add(webhookUrl=self.hooks.url + "/broken")
        self.hooks.status = {"/gone": 410, "/moved": 302, "/broken": 500}
        self.hooks.delay = {"/slow": 3}
        self.say("Down", [self.web])
        document = wait_until(lambda: self.hooks.documents("/one")[1:], 2, "a slow receiver delays no other")[0]
        self.assertEqual(document["incident"]["name"], "Down")
        self.assertEqual(document["incident"]["incident_updates"][0]["body"], "Down: we look.")
        self.assertEqual(document["page"]["id"], self.page)
        self.assertEqual(document["page"]["status_indicator"], "major")
        self.assertEqual(document["page"]["status_description"], "Partial System Outage")
        _, headers, body = [one for one in self.hooks.got if one[0] == "/one"][1]
        self.assertEqual(headers["X-Kamustatus-Signature"], "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest())
        wait_until(lambda: self.count()["webhook"] == 4, 5, "410 removes")
        wait_until(lambda: len(self.hooks.documents("/broken")) >= 3, 10, "an error is tried again")
        self.assertEqual(len({h["X-Kamustatus-Delivery"] for p, h, _ in self.hooks.got if p == "/broken"}), 1)
        self.assertEqual(self.hooks.documents("/elsewhere"), [])
        self.hooks.status = {}
        wait_until(lambda: len(self.hooks.documents("/slow")) == 1, 5, "the slow one once")
        self.assertEqual(self.form(urlsplit(document["meta"]["unsubscribe"]).path)[0], 200)
        self.assertEqual(self.count()["webhook"], 3)

    def test_without_mail_and_guarded(self):
        self.begin('[probe]\nallow_private = false\n')
        body = self.s.get(PAGE, "/subscribe")[2].decode()
        self.assertNotIn('name="email"', body)
        self.assertIn('name="url"', body)
        self.assertEqual(self.form("/subscribe", {"email": "a@a.example"})[0], 422)
        self.assertEqual(self.form("/subscribe", {"url": self.hooks.url + "/x"})[0], 200)
        wait_until(lambda: "not allowed: 127.0.0.1 (loopback)" in self.s.log(), 5, "the guard's refusal")
        self.assertEqual(self.hooks.got, [])

    def test_killed_in_the_middle(self):
        """At most what was under way (4 connections) is sent a second time, with the same Message-ID, after a kill."""
        self.begin()
        self.mail.delay = 0.01
        everyone = [f"u{i}@a.example" for i in range(200)]
        for address in everyone:
            self.add(email=address)
        hooks = [f"/u{i}" for i in range(60)]
        for path in hooks:
            self.add(webhookUrl=self.hooks.url + path)
        kills = 4
        self.say("Down")
        for kill in range(kills):
            wait_until(lambda: len(self.mail.mails) > kill * 45 + 20, 60, "some delivered", step=0.001)
            self.s.kill()
            self.s.start()
            self.api.close()
        self.assertLess(len(self.mail.mails), 200, "the last kill came before the end")
        wait_until(lambda: all(len(self.mail.to(a)) for a in everyone), 60, "everyone told")
        wait_until(lambda: all(self.hooks.documents(p) for p in hooks), 60, "every webhook told")
        self.assertEqual(len(self.mail.mails), 200, "one Message-ID for each")
        twice = sum(len(copies) - 1 for copies in self.mail.mails.values())
        self.assertLessEqual(twice, 4 * kills)
        deliveries = {}
        for path, headers, _ in self.hooks.got:
            deliveries.setdefault(path, set()).add(headers["X-Kamustatus-Delivery"])
        self.assertEqual({len(ids) for ids in deliveries.values()}, {1})
        self.s.stop()
        self.s.start()
        self.api.close()
        self.add(email="last@a.example")
        self.say("Again")
        self.mails("last@a.example", 1, 60)
        wait_until(lambda: len(self.mail.mails) == 401, 60, "the next update for all")


if __name__ == "__main__":
    unittest.main()
