# SPDX-License-Identifier: Apache-2.0
"""The ACME client against Pebble in strict mode with every fifth nonce refused: challenges over real sockets."""
import subprocess
import tempfile
import unittest
from pathlib import Path

from cryptography import x509

from client import Client
from fake_ca import b64
from pebble import Pebble, Responder


def certificates(chain):
    end = "-----END CERTIFICATE-----\n"
    return [x509.load_pem_x509_certificate((part + end).encode()) for part in chain.split(end) if part.strip()]


class WithPebble(unittest.TestCase):
    def bring_up(self, eab_keys=None, **environment):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.responder = Responder(self.folder / "client/publish")
        self.addCleanup(self.responder.close)
        self.pebble = Pebble(self.folder, self.responder, eab_keys, **environment)
        self.addCleanup(self.pebble.close)
        self.client = Client(self.folder / "client", self.pebble.directory, self.pebble.ca_file, email="ops@example.com")

    def issued(self, **options):
        answers = self.client.run(**options)
        for answer in answers:
            self.assertTrue(answer["ok"], answer)
        self.assertEqual(self.client.left_over(), [])
        return answers

    def assert_trusted(self, chain, name, root):
        """By OpenSSL's own judgement."""
        (self.folder / "root.pem").write_text(root)
        (self.folder / "chain.pem").write_text(chain)
        done = subprocess.run(["openssl", "verify", "-CAfile", self.folder / "root.pem", "-untrusted", self.folder / "chain.pem",
                               "-verify_hostname", name, "-purpose", "sslserver", self.folder / "chain.pem"],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr + done.stdout)

    def test_twenty_certificates_by_both_challenges(self):
        self.bring_up(PEBBLE_AUTHZREUSE="0")
        for kind in ("http-01", "tls-alpn-01"):
            names = [f"{kind}-{i}.customer.example" for i in range(10)]
            answers = self.issued(names=";".join(names), kinds=kind)
            self.assertEqual(len(answers), 10)
            found = set()
            for answer in answers:
                leaf = certificates(answer["chain"])[0]
                (name,) = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value.get_values_for_type(x509.DNSName)
                self.assert_trusted(answer["chain"], name, self.pebble.root())
                found.add(name)
            self.assertEqual(found, set(names))
            self.assertIn(kind, self.responder.asked)
        log = self.pebble.log()
        self.assertEqual(log.count("accounts in memory"), 1)
        # Three such requests a certificate: more have come only because some were refused and sent anew.
        self.assertGreater(sum(log.count("POST /" + path) for path in ("order-plz", "chalZ/", "finalize-order/")), 60)

    def test_authorizations_are_used_again(self):
        self.bring_up(PEBBLE_AUTHZREUSE="100")
        for _ in range(3):
            self.issued(names="again.customer.example", kinds="http-01")
        first = self.responder.asked.count("http-01")
        self.assertGreater(first, 0)
        self.issued(names="again.customer.example", kinds="http-01")
        self.assertEqual(self.responder.asked.count("http-01"), first)

    def test_second_kind_where_the_first_does_not_get_through(self):
        self.bring_up(PEBBLE_AUTHZREUSE="0")
        self.responder.close_tls()
        self.issued(names="fallback.customer.example", kinds="tls-alpn-01,http-01")
        self.assertEqual(set(self.responder.asked), {"http-01"})

    def test_nobody_answers(self):
        self.bring_up(PEBBLE_AUTHZREUSE="0")
        self.responder.close()
        answer = self.client.one(names="dead.customer.example")
        self.assertEqual((answer["ok"], answer["kind"], answer["type"]), (False, "domain", "connection"), answer)
        self.assertIn("ports 80 and 443 must be open", answer["words"])
        self.assertEqual(self.client.left_over(), [])

    def test_external_account_binding(self):
        secret = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W"
        self.bring_up(eab_keys={"kid-1": secret})
        without = self.client.one(names="eab.customer.example")
        self.assertEqual((without["kind"], without["type"]), ("account", "externalAccountRequired"), without)
        wrong = self.client.one(names="eab.customer.example", eab_id="kid-1", eab_key=b64(b"x" * 48))
        self.assertFalse(wrong["ok"])
        self.issued(names="eab.customer.example", eab_id="kid-1", eab_key=secret)

    def test_alternate_roots(self):
        self.bring_up(PEBBLE_ALTERNATE_ROOTS="2", PEBBLE_CHAIN_LENGTH="2")
        (plain,) = self.issued(names="roots.customer.example")
        wanted = x509.load_pem_x509_certificate(self.pebble.root(2).encode()).subject
        self.assertNotEqual(certificates(plain["chain"])[-1].issuer, wanted)
        name = wanted.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value
        (other,) = self.issued(names="roots.customer.example", preferred_chain=name)
        self.assertEqual(certificates(other["chain"])[-1].issuer, wanted)
        self.assert_trusted(other["chain"], "roots.customer.example", self.pebble.root(2))

    def test_revoke(self):
        self.bring_up()
        (answer,) = self.issued(names="gone.customer.example")
        (self.folder / "chain.pem").write_text(answer["chain"])
        self.assertTrue(self.client.one(mode="revoke", chain=self.folder / "chain.pem")["ok"])
        self.assertTrue(self.client.one(mode="revoke", chain=self.folder / "chain.pem")["ok"], "twice is no failure")


if __name__ == "__main__":
    unittest.main()
