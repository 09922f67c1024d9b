# SPDX-License-Identifier: Apache-2.0
"""The ACME client against our own CA: what a good CA may do, step by step."""
import datetime
import tempfile
import threading
import unittest
from pathlib import Path

from cryptography import x509

from client import Client
from fake_ca import Answer, FakeCa, Refused, b64


def names_of(answer):
    leaf = x509.load_pem_x509_certificate(answer["chain"].encode())
    return leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value.get_values_for_type(x509.DNSName)


class FakeCaTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.ca = FakeCa(self.folder, self.folder / "client/publish")
        self.addCleanup(self.ca.close)
        self.client = Client(self.folder / "client", self.ca.directory, self.ca.ca_file, gap_ms=50, gap_max_ms=200,
                             validation_ms=30_000, processing_ms=30_000, names="status.customer.example")

    def issued(self, **options):
        answer = self.client.one(**options)
        self.assertTrue(answer["ok"], answer)
        self.assertEqual(self.client.left_over(), [])
        return answer

    def failed(self, kind, **options):
        answer = self.client.one(**options)
        self.assertEqual((answer["ok"], answer.get("kind")), (False, kind), answer)
        self.assertEqual(self.client.left_over(), [])
        return answer


class GoodCa(FakeCaTest):
    def test_issue_by_each_kind(self):
        for kind in ("http-01", "tls-alpn-01", "dns-01"):
            with self.subTest(kind):
                answer = self.issued(kinds=kind, names=f"{kind}.customer.example")
                self.assertEqual(names_of(answer), [f"{kind}.customer.example"])
                self.assertEqual(answer["issuer"], "Fake Intermediate")
        self.assertEqual(len(self.ca.accounts), 1)

    def test_base_and_wildcard_in_one_order(self):
        seen = []
        self.ca.twist["challenge"] = lambda _: seen.append(len(self.client.left_over()))
        answer = self.issued(names="base.example,*.base.example", kinds="http-01,dns-01")
        self.assertEqual(sorted(names_of(answer)), ["*.base.example", "base.example"])
        self.assertEqual(seen, [2, 2], "both answers stand before the CA is told of the first")

    def test_many_at_once_share_one_account(self):
        answers = self.client.run(names=";".join(f"n{i}.customer.example" for i in range(20)))
        self.assertEqual([a["ok"] for a in answers], [True] * 20, answers)
        self.assertEqual(self.ca.count("newAccount"), 1)
        self.assertEqual(self.ca.count("directory"), 1)

    def test_valid_authorizations_are_used_again(self):
        def all_valid(request):
            answer = self.ca.do_newOrder(request)
            for one in self.ca.authorizations.values():
                one["status"] = "valid"
            return answer
        self.ca.twist["newOrder"] = all_valid
        self.issued()
        self.assertEqual(self.ca.count("challenge"), 0)

    def test_next_kind_where_the_first_fails(self):
        self.ca.twist["challenge"] = lambda request: self.ca.fail(request, "connection", "refused") \
            if request.name.endswith("tls-alpn-01") else None
        self.issued(kinds="tls-alpn-01,http-01")
        self.assertEqual(self.ca.count("newOrder"), 2)

    def test_all_kinds_fail(self):
        self.ca.twist["challenge"] = lambda request: self.ca.fail(request, "connection", "10.0.0.1 refused")
        answer = self.failed("domain", kinds="tls-alpn-01,http-01")
        self.assertEqual((answer["type"], answer["domain"]), ("connection", "status.customer.example"))
        self.assertEqual(answer["words"], "The CA could not connect to the domain: 10.0.0.1 refused. Its A and AAAA records must "
                                          "lead to this server, and ports 80 and 443 must be open to everybody.")
        self.assertEqual(self.ca.count("newOrder"), 2)

    def test_caa_is_not_tried_by_another_kind(self):
        self.ca.twist["challenge"] = lambda request: self.ca.fail(request, "caa", "CAA forbids")
        self.assertEqual(self.failed("domain")["type"], "caa")
        self.assertEqual(self.ca.count("newOrder"), 1)

    def test_one_of_two_names_fails_and_nothing_stays_pending(self):
        self.ca.twist["challenge"] = lambda request: self.ca.fail(request, "rejectedIdentifier", "no") \
            if request.name.startswith("3/") else Answer(200, {})
        answer = self.failed("domain", names="a.example,b.example", validation_ms=500)
        self.assertEqual(answer["type"], "rejectedIdentifier")
        self.assertNotIn("pending", [one["status"] for one in self.ca.authorizations.values()])

    def test_no_kind_offered(self):
        self.ca.kinds = ["dns-01", "new-kind-99"]
        self.assertIn("it offers dns-01, new-kind-99", self.failed("unsupported")["words"])
        self.assertEqual([one["status"] for one in self.ca.authorizations.values()], ["deactivated"])

    def test_refused_nonces(self):
        self.ca.refuse_nonces = 5
        self.issued()

    def test_nonces_refused_for_ever(self):
        self.ca.refuse_nonces = 10**9
        self.assertEqual(self.failed("retry_later")["type"], "badNonce")
        self.assertEqual(self.ca.count("newAccount"), 8)

    def test_slow_order_and_retry_after(self):
        times = []

        def slow_finalize(request):
            answer = self.ca.do_finalize(request)
            self.ca.orders[request.name]["status"] = "processing"
            return Answer(200, self.ca.orders[request.name], Retry_After="1") if answer else None

        def slow_order(request):
            order = self.ca.orders[request.name]
            if order["status"] != "processing":
                return None
            times.append(datetime.datetime.now())
            if len(times) == 2:
                order["status"] = "valid"
            return Answer(200, order, Retry_After="1")
        self.ca.twist.update(finalize=slow_finalize, order=slow_order)
        self.issued()
        self.assertEqual(len(times), 2)
        self.assertGreaterEqual((times[1] - times[0]).total_seconds(), 0.95)

    def test_order_that_never_ends_is_taken_up_again(self):
        def stuck(request):
            self.ca.do_finalize(request)
            order = self.ca.orders[request.name]
            return Answer(200, {**order, "status": "processing"})
        self.ca.twist.update(finalize=stuck, order=lambda request: Answer(200, {**self.ca.orders[request.name], "status": "processing"})
                             if self.ca.orders[request.name]["status"] == "valid" else None)
        self.assertIn("goes on later", self.failed("retry_later", processing_ms=700)["words"])
        self.ca.twist.clear()
        self.issued()
        self.assertEqual((self.ca.count("newOrder"), self.ca.count("finalize")), (1, 1))

    def test_validation_that_never_ends(self):
        self.ca.twist["challenge"] = lambda _: Answer(200, {})
        self.assertIn("not yet decided", self.failed("retry_later", validation_ms=500)["words"])

    def test_order_not_ready_is_asked_again(self):
        tries = []

        def not_yet(request):
            tries.append(request)
            if len(tries) < 3:
                raise Refused(403, "orderNotReady", "wait")
        self.ca.twist["finalize"] = not_yet
        self.issued()
        self.assertEqual(len(tries), 3)

    def test_lost_answer_to_finalize(self):
        def lost(request):
            self.ca.do_finalize(request)
            self.ca.twist.pop("finalize")
            return "cut"
        self.ca.twist["finalize"] = lost
        self.issued()
        self.assertEqual(self.ca.count("newOrder"), 1)

    def test_resumed_order_of_no_use_gives_way(self):
        for case in ("gone", "invalid", "other names"):
            with self.subTest(case):
                name = case.replace(" ", "-") + ".example"
                self.ca.twist["challenge"] = lambda _: Answer(200, {})
                self.failed("retry_later", names=name, validation_ms=200)
                self.ca.twist.clear()
                (number, order), = [(n, o) for n, o in self.ca.orders.items() if o["identifiers"][0]["value"] == name]
                if case == "gone":
                    def gone(request, number=number):
                        if request.name == number:
                            raise Refused(404, "malformed", "no such order")
                    self.ca.twist["order"] = gone
                elif case == "invalid":
                    order["status"] = "invalid"
                else:
                    order["identifiers"] = [{"type": "dns", "value": "else.example"}]
                self.assertEqual(names_of(self.issued(names=name)), [name])

    def test_profiles(self):
        self.ca.meta["profiles"] = {"classic": "https://ca/classic", "shortlived": "https://ca/short"}
        self.assertEqual(self.issued(profile="shortlived")["profile"], "shortlived")
        self.assertEqual([o.get("profile") for o in self.ca.orders.values()], ["shortlived"])
        self.assertEqual(self.issued(profile="unheard", names="b.example")["profile"], "")
        self.assertIn("acme_profile_unknown", self.client.log)

    def test_alternate_chain(self):
        def topmost(answer):
            chain = answer["chain"].split("-----END CERTIFICATE-----\n")
            return x509.load_pem_x509_certificate((chain[-2] + "-----END CERTIFICATE-----\n").encode()).issuer.rfc4514_string()
        self.assertEqual(topmost(self.issued()), "CN=Fake Root")
        self.assertEqual(topmost(self.issued(preferred_chain="Other Root")), "CN=Other Root")
        self.assertEqual(topmost(self.issued(preferred_chain="Nobody Root")), "CN=Fake Root")
        self.assertIn("acme_chain_not_offered", self.client.log)

    def test_external_account_binding(self):
        self.ca.meta["externalAccountRequired"] = True
        self.ca.eab_keys["kid-7"] = b64(b"k" * 32)
        self.assertIn("acme.eab_key_id", self.failed("account")["words"])
        self.assertIn("acme.eab_hmac_key", self.failed("account", eab_id="kid-7", eab_key="!")["words"])
        self.failed("account", eab_id="kid-7", eab_key=b64(b"x" * 32))
        self.issued(eab_id="kid-7", eab_key=b64(b"k" * 32), email="ops@example.com")

    def test_terms(self):
        self.ca.meta["termsOfService"] = "https://ca.example/terms"
        self.assertIn("read https://ca.example/terms, then set acme.agree_tos", self.failed("account", tos="0")["words"])
        self.assertEqual(self.ca.count("newAccount"), 0)
        self.issued()

    def test_new_terms_later(self):
        self.issued()

        def changed(_):
            raise Refused(403, "userActionRequired", "new terms", instance="https://ca.example/agree")
        self.ca.twist["newOrder"] = changed
        self.assertIn("see https://ca.example/agree", self.failed("account")["words"])

    def test_ca_forgot_the_account(self):
        self.issued()
        self.ca.accounts.clear()
        self.issued(names="second.example")
        self.assertEqual(len(self.ca.accounts), 1)
        self.assertEqual(self.client.one(names="third.example")["ok"], True)
        self.assertEqual(len(self.ca.accounts), 1)

    def test_one_account_whatever_step_the_process_dies_at(self):
        for step in ("newAccount", "directory", "newOrder", "authorization", "challenge", "finalize", "order", "certificate"):
            with self.subTest(step):
                reached, go_on = threading.Event(), threading.Event()

                def hold(request, step=step):
                    answer = getattr(self.ca, "do_" + step)(request)  # the CA has done it, the client never hears of it
                    reached.set()
                    go_on.wait(60)
                    return answer
                self.ca.twist[step] = hold
                name = step.lower() + ".example"
                process = self.client.start(names=name)
                self.assertTrue(reached.wait(60), "step was never reached")
                process.kill()
                process.communicate()
                go_on.set()
                self.ca.twist.clear()
                for path in self.client.left_over():
                    path.unlink()
                self.assertEqual(names_of(self.issued(names=name)), [name])
                self.assertEqual(len(self.ca.accounts), 1)
        self.assertLessEqual(self.ca.count("newOrder"), 9, "only the order whose address was lost is placed twice")

    def test_old_nonces_and_directories_are_not_used(self):
        for apart, nonces, directories in ((1, 0, 1), (600, 1, 1), (25 * 3600, 1, 2)):
            with self.subTest(apart):
                before = [self.ca.count(step) for step in ("newNonce", "directory")]
                answers = self.client.run(names=f"a{apart}.example;b{apart}.example", apart_s=apart)
                self.assertEqual([answer["ok"] for answer in answers], [True, True], answers)
                after = [self.ca.count(step) for step in ("newNonce", "directory")]
                # A new directory brings a nonce along.
                self.assertEqual(after[1] - before[1], directories)
                self.assertEqual(after[0] - before[0], nonces if directories == 1 else after[0] - before[0])

    def test_addresses_that_moved_are_read_anew(self):
        def moved(request):
            if not request.name:
                self.ca.twist["directory"] = lambda _: Answer(200, {
                    **{step: f"{self.ca.base}/{step}" for step in ("newNonce", "newAccount")},
                    "newOrder": self.ca.base + "/newOrder/moved"})
                raise Refused(404, "malformed", "no such page")
        self.ca.twist["newOrder"] = moved
        answers = self.client.run(names="first.example;second.example", apart_s=60)
        self.assertEqual([answer["ok"] for answer in answers], [False, True], answers)

    def test_challenge_under_way_is_kept(self):
        seen = []

        def under_way(request):
            authorization = self.ca.authorizations[request.name]
            seen.append([path.parent.parent.name for path in self.client.left_over()])
            if len(seen) == 1:
                authorization["challenges"][0]["status"] = "processing"
            else:
                authorization["status"] = "valid"
            return Answer(200, authorization)
        self.ca.twist["authorization"] = under_way
        self.issued(kinds="tls-alpn-01,http-01")
        self.assertEqual((seen, self.ca.count("challenge")), ([[], ["http-01"]], 0))

    def test_contact(self):
        seen = []
        self.ca.twist["newAccount"] = lambda request: seen.append(request.payload)
        self.issued(email="ops@example.com")
        self.assertEqual(seen, [{"termsOfServiceAgreed": True, "contact": ["mailto:ops@example.com"]}])

    def test_replaces(self):
        first = self.issued()
        self.issued(replaces=first["ariId"])
        self.assertEqual([o.get("replaces") for o in self.ca.orders.values()], [None, first["ariId"]])

    def test_replaces_is_dropped_after_one_refusal(self):
        for status, kind in ((409, "alreadyReplaced"), (409, "conflict"), (400, "malformed"), (404, "malformed")):
            with self.subTest(kind):
                def refuse(request, status=status, kind=kind):
                    if "replaces" in request.payload:
                        raise Refused(status, kind, "no such replacement")
                self.ca.twist["newOrder"] = refuse
                before = self.ca.count("newOrder")
                self.issued(replaces="abc.def")
                self.assertEqual(self.ca.count("newOrder") - before, 2)

    def test_renewal_info(self):
        answer = self.issued()
        info = self.client.one(mode="renewal-info", ari_id=answer["ariId"])
        start = datetime.datetime(2026, 12, 1, tzinfo=datetime.timezone.utc).timestamp()
        self.assertEqual(info, {"ok": True, "start": start, "end": start + 2.5 * 86400, "pollAfter": 7200,
                                "explanation": "https://ca.example/why"})
        self.assertEqual(self.client.one(mode="renewal-info", ari_id="abc.def")["status"], 404)
        fields = {"suggestedWindow": {"start": "2026-12-02T00:00:00Z", "end": "2026-12-01T00:00:00Z"}}
        self.ca.twist["renewalInfo"] = lambda _: Answer(200, fields)
        self.assertEqual(self.client.one(mode="renewal-info", ari_id="abc.def")["kind"], "bad_answer")
        fields["suggestedWindow"]["end"] = "2026-12-03T00:00:00Z"
        for asked, told in ((None, 21600), ("1", 60), ("999999", 86400), ("soon", 21600)):
            self.ca.twist["renewalInfo"] = lambda _, asked=asked: Answer(200, fields, **({"Retry_After": asked} if asked else {}))
            self.assertEqual(self.client.one(mode="renewal-info", ari_id="abc.def")["pollAfter"], told)

    def test_renewal_info_that_is_not_offered(self):
        self.ca.twist["directory"] = lambda _: Answer(200, {step: f"{self.ca.base}/{step}" for step in
                                                            ("newNonce", "newAccount", "newOrder")})
        self.assertEqual(self.client.one(mode="renewal-info", ari_id="abc.def")["kind"], "unsupported")

    def test_revoke(self):
        answer = self.issued()
        chain = self.folder / "chain.pem"
        chain.write_text(answer["chain"])
        self.assertTrue(self.client.one(mode="revoke", chain=chain)["ok"])

        def already(_):
            raise Refused(400, "alreadyRevoked", "done")
        self.ca.twist["revokeCert"] = already
        self.assertTrue(self.client.one(mode="revoke", chain=chain)["ok"])


if __name__ == "__main__":
    unittest.main()
