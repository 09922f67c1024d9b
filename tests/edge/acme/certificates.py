# SPDX-License-Identifier: Apache-2.0
"""Keys and certificates for the tests' CAs and servers."""
import datetime
import hashlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PEM = serialization.Encoding.PEM
DER = serialization.Encoding.DER
ACME_IDENTIFIER = x509.ObjectIdentifier("1.3.6.1.5.5.7.1.31")


def new_key():
    return ec.generate_private_key(ec.SECP256R1())


def key_pem(key):
    return key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def common_name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Issuer:
    """A CA certificate with its key."""

    def __init__(self, name, parent=None, key=None, subject_of=None):
        self.key = key or (subject_of.key if subject_of else new_key())
        self.name = name
        self.certificate = self._sign(parent or self, common_name(name), self.key.public_key(), ca=True)

    def _sign(self, issuer, subject, public_key, ca, names=(), days=(-1, 90), key_id=True):
        now = datetime.datetime.utcnow()
        builder = (x509.CertificateBuilder().subject_name(subject).issuer_name(common_name(issuer.name))
                   .public_key(public_key).serial_number(x509.random_serial_number())
                   .not_valid_before(now + datetime.timedelta(days=days[0]))
                   .not_valid_after(now + datetime.timedelta(days=days[1]))
                   .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
                   .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False))
        if key_id:
            builder = builder.add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False)
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(n) for n in names]), critical=False)
        return builder.sign(issuer.key, hashes.SHA256())

    def leaf(self, names, public_key, **more):
        return self._sign(self, x509.Name([]), public_key, ca=False, names=names, **more)

    def pem(self):
        return self.certificate.public_bytes(PEM).decode()


def challenge_certificate(name, key_authorization):
    """RFC 8737 section 3: (certificate PEM, key PEM)."""
    key = new_key()
    digest = b"\x04\x20" + hashlib.sha256(key_authorization.encode()).digest()
    now = datetime.datetime.utcnow()
    certificate = (x509.CertificateBuilder().subject_name(common_name("challenge")).issuer_name(common_name("challenge"))
                   .public_key(key.public_key()).serial_number(x509.random_serial_number())
                   .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
                   .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
                   .add_extension(x509.UnrecognizedExtension(ACME_IDENTIFIER, digest), critical=True)
                   .sign(key, hashes.SHA256()))
    return certificate.public_bytes(PEM), key_pem(key)
