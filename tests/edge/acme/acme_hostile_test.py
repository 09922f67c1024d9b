# SPDX-License-Identifier: Apache-2.0
"""The ACME client against a CA that limits, errs or attacks: one row a case."""
import time
import unittest

import acme_client_test
from certificates import PEM, new_key
from fake_ca import Answer, Refused

CHAIN = "application/pem-certificate-chain"


def refuse(status, kind, **fields):
    def twist(_):
        raise Refused(status, kind, "told by the test", **fields)
    return twist


def give(*values, **fields):
    return lambda _: Answer(*values, **fields)


def leaf_of(ca, names=None, key=None, **options):
    """A chain that differs from the right one in one thing."""
    def twist(request):
        right = ca.certificates[request.name]
        ordered = [one["value"] for one in ca.orders[request.name]["identifiers"]]
        leaf = ca.intermediate.leaf(names or ordered, key or right.public_key(), **options)
        return Answer(200, leaf.public_bytes(PEM).decode() + ca.intermediate.pem(), CHAIN)
    return twist


def chain_of(ca, make):
    return lambda request: Answer(200, make(ca.certificates[request.name].public_bytes(PEM).decode()), CHAIN)


class HostileCa(acme_client_test.FakeCaTest):
    def cases(self, table, **options):
        for label, step, twist, kind, *words in table:
            with self.subTest(label):
                self.ca.twist = {step: twist}
                begun = time.monotonic()
                answer = self.failed(kind, names="c" + str(self.ca.serial) + ".example", **options)
                self.assertLess(time.monotonic() - begun, 60)
                for word in words:
                    self.assertIn(word, answer["words"])

    def test_limits_and_refusals(self):
        self.cases([
            ("rate limit", "newOrder", refuse(429, "rateLimited", Retry_After="3600"), "rate_limited", "told by the test"),
            ("429 without a type", "newOrder", give(429, "slow down", "text/plain"), "rate_limited"),
            ("busy", "newOrder", give(503, "", "text/plain", Retry_After="120"), "retry_later"),
            ("down", "directory", give(500, "", "text/plain"), "retry_later"),
            ("CA's own fault", "finalize", refuse(500, "serverInternal"), "retry_later"),
            ("account deactivated", "newOrder", refuse(403, "unauthorized"), "account", "account"),
            ("policy", "newOrder", refuse(400, "rejectedIdentifier"), "domain", "another domain"),
            ("CAA at order", "newOrder", refuse(403, "caa"), "domain", "CAA record"),
            ("CSR", "finalize", refuse(400, "badCSR"), "local", "report"),
            ("unheard type", "newOrder", refuse(418, "teapot"), "bad_answer", "teapot"),
        ])

    def test_retry_after_is_handed_on(self):
        for asked, low, high in (("3600", 3600, 3600), ("999999999", 604800, 604800), ("-5", 0, 0), ("soon", 0, 0),
                                 ("99999999999999999999999", 604800, 604800),
                                 (time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 600)), 590, 600),
                                 ("Mon, 01 Jan 2024 00:00:00 GMT", 0, 0)):
            with self.subTest(asked):
                self.ca.twist["newOrder"] = refuse(429, "rateLimited", Retry_After=asked)
                self.assertTrue(low <= self.failed("rate_limited")["retryAfter"] <= high)

    def test_malformed_answers(self):
        base = self.ca.base
        whole = {step: f"{base}/{step}" for step in ("newNonce", "newAccount", "newOrder")}
        order = {"status": "pending", "identifiers": [{"type": "dns", "value": "x.example"}], "finalize": base + "/finalize/1",
                 "authorizations": []}
        self.cases([
            ("not JSON", "directory", give(200, "<html>"), "bad_answer", "acme.directory"),
            ("no object", "directory", give(200, "[]"), "bad_answer"),
            ("deep JSON", "directory", give(200, "[" * 100_000), "bad_answer"),
            ("a name twice", "directory", give(200, '{"newNonce":"a","newNonce":"b"}'), "bad_answer"),
            ("no newOrder", "directory", give(200, {**whole, "newOrder": 7}), "bad_answer"),
            ("plain http", "directory", give(200, {**whole, "newOrder": "http://localhost/x"}), "bad_answer", "https"),
            ("file URL", "directory", give(200, {**whole, "newNonce": "file:///etc/passwd"}), "bad_answer", "https"),
            ("redirect", "directory", give(302, "", Location=base + "/elsewhere"), "bad_answer", "redirect"),
            ("huge body", "directory", give(200, b" " * (2 << 20)), "bad_answer", "larger"),
            ("huge head", "directory", give(200, {}, X="y" * 60_000, Y="y" * 60_000), "bad_answer", "larger"),
            ("no account address", "newAccount", give(201, {"status": "valid"}), "bad_answer", "address"),
            ("account revoked", "newAccount", give(200, {"status": "revoked"}, Location=base + "/account/9"), "account", "revoked"),
            ("redirect of an order", "newOrder", give(307, "", Location=base + "/x"), "bad_answer", "redirect"),
            ("no order address", "newOrder", give(201, order), "bad_answer", "address"),
            ("file address", "newOrder", give(201, order, Location="file:///etc/passwd"), "bad_answer", "address"),
            ("other names", "newOrder", give(201, order, Location=base + "/order/1"), "bad_answer", "other names"),
            ("unknown status", "newOrder", give(201, {**order, "status": "odd"}, Location=base + "/order/1"), "bad_answer", "status"),
            ("wrong types", "newOrder", give(201, {"status": 1, "identifiers": 2}, Location=base + "/order/1"), "bad_answer"),
            ("no status", "authorization", give(200, {"identifier": {"type": "dns", "value": "x"}}), "bad_answer"),
            ("a name that was not ordered", "authorization", give(200, {
                "status": "pending", "identifier": {"type": "dns", "value": "bank.example"}, "challenges": []}), "bad_answer", "bank.example"),
            ("null", "authorization", give(200, "null"), "bad_answer"),
        ])

    def test_tokens_that_are_paths(self):
        for token in ("../../../../../../tmp/ks-token-that-escapes", "short", "x" * 200, "AAAAAAAAAAAAAAAAAAAAAAAAAAAA/B", "", 7):
            with self.subTest(token):
                self.ca.twist["authorization"] = give(200, {
                    "status": "pending", "identifier": {"type": "dns", "value": "x.example"},
                    "challenges": [{"type": "http-01", "status": "pending", "url": self.ca.base + "/challenge/1/http-01",
                                    "token": token}]})
                self.assertIn("token", self.failed("bad_answer")["words"])

    def test_silence_and_broken_connections(self):
        self.cases([
            ("silent directory", "directory", lambda _: time.sleep(5), "retry_later", "in time"),
            ("silent order", "newOrder", lambda _: time.sleep(3), "retry_later", "in time"),
            ("cut", "newOrder", lambda _: "cut", "retry_later"),
        ], transfer_ms=1500)

    def test_orders_that_wait_for_a_dead_directory_fail_together(self):
        self.ca.twist["directory"] = give(500, "", "text/plain")
        answers = self.client.run(names=";".join(f"n{i}.example" for i in range(10)), gap_max_ms=20_000)
        self.assertEqual({answer["kind"] for answer in answers}, {"retry_later"})
        self.assertEqual(self.ca.count("directory"), 3)

    def test_unreachable_untrusted_and_plain(self):
        answer = self.failed("retry_later", directory="https://localhost:1/directory")
        self.assertIn("localhost:1 cannot be reached", answer["words"])
        self.assertIn("set acme.ca_file", self.failed("retry_later", ca="")["words"])
        self.assertIn("acme.ca_file", self.failed("account", ca="/nowhere.pem")["words"])
        plain = self.ca.directory.replace("https", "http")
        self.assertIn("not an https URL", self.failed("bad_answer", directory=plain)["words"])

    def test_passing_trouble_is_sat_out(self):
        hits = {"directory": 0, "authorization": 0, "certificate": 0}

        def twice(step):
            def twist(_):
                hits[step] += 1
                if hits[step] <= 2:
                    raise Refused(503, "serverInternal", "busy")
            return twist
        self.ca.twist = {step: twice(step) for step in hits}
        self.issued()
        self.assertTrue(all(count >= 3 for count in hits.values()), hits)

    def test_wrong_certificates_are_not_used(self):
        ca = self.ca
        broken = ca.intermediate.pem()[:100] + "!!!!" + ca.intermediate.pem()[104:]
        self.cases([
            ("other names", "certificate", leaf_of(ca, names=["bank.example"]), "bad_answer", "names bank.example instead of"),
            ("one name more", "certificate", leaf_of(ca, names=["c.example", "bank.example"]), "bad_answer", "names"),
            ("another key", "certificate", leaf_of(ca, key=new_key().public_key()), "bad_answer", "another key"),
            ("expired", "certificate", leaf_of(ca, days=(-90, -1)), "bad_answer", "expired"),
            ("of the future", "certificate", leaf_of(ca, days=(1, 90)), "bad_answer", "not valid yet"),
            ("order turned round", "certificate", chain_of(ca, lambda leaf: ca.intermediate.pem() + leaf), "bad_answer", "another key"),
            ("foreign issuer", "certificate", chain_of(ca, lambda leaf: leaf + ca.root.pem()), "bad_answer", "broken"),
            ("issuer is a leaf", "certificate", chain_of(ca, lambda leaf: leaf + leaf), "bad_answer", "broken"),
            ("chain out of order", "certificate",
             chain_of(ca, lambda leaf: leaf + ca.root.pem() + ca.intermediate.pem()), "bad_answer", "out of order"),
            ("truncated", "certificate", chain_of(ca, lambda leaf: leaf + ca.intermediate.pem()[:200]), "bad_answer", "PEM"),
            ("spoilt", "certificate", chain_of(ca, lambda leaf: leaf + broken), "bad_answer"),
            ("empty", "certificate", give(200, "", CHAIN), "bad_answer", "PEM"),
            ("a hundred", "certificate", chain_of(ca, lambda leaf: leaf + ca.intermediate.pem() * 99), "bad_answer", "more than"),
            ("wrong type", "certificate", give(200, "{}"), "bad_answer", "application/json"),
        ])
        self.ca.twist = {}
        self.issued(names="good.example")

    def test_only_certificates_come_through(self):
        secret = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
        self.ca.twist["certificate"] = chain_of(self.ca, lambda leaf: secret + "words\n" + leaf + self.ca.intermediate.pem())
        answer = self.issued()
        self.assertNotIn("PRIVATE", answer["chain"])
        self.assertNotIn("words", answer["chain"])
        self.assertEqual(answer["chain"].count("BEGIN CERTIFICATE"), 2)


if __name__ == "__main__":
    unittest.main()
