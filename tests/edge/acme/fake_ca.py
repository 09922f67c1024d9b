# SPDX-License-Identifier: Apache-2.0
"""A small ACME server (RFC 8555, RFC 9773, profiles) that checks what it is sent and that tests can make slow, stingy or
hostile: ca.twist["newOrder"] = function(request) -> answer, or None to go on as usual."""
import base64
import datetime
import hashlib
import hmac
import http.server
import json
import os
import ssl
import threading

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from certificates import DER, PEM, Issuer, key_pem, new_key

URN = "urn:ietf:params:acme:error:"


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text):
    if "=" in text:
        raise Refused(400, "malformed", "padding in base64url")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Answer:
    def __init__(self, status=200, body=b"", kind="application/json", **fields):
        self.status = status
        self.body = body if isinstance(body, bytes) else body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.fields = {"Content-Type": kind, **{name.replace("_", "-"): value for name, value in fields.items()}}


class Refused(Exception):
    def __init__(self, status, kind, detail="", **more):
        super().__init__(detail)
        fields = {name: more.pop(name) for name in ("Retry_After",) if name in more}
        self.answer = Answer(status, {"type": URN + kind, "detail": detail, **more}, "application/problem+json", **fields)


class Request:
    """A request that has been checked; `url` is the signed one."""
    payload = None
    account = None


class FakeCa:
    def __init__(self, folder, publish):
        self.publish = publish  # where the client puts challenge answers
        self.root = Issuer("Fake Root")
        self.other_root = Issuer("Other Root")
        self.intermediate = Issuer("Fake Intermediate", self.root)
        self.cross = Issuer("Fake Intermediate", self.other_root, subject_of=self.intermediate)
        self.twist, self.log, self.nonces, self.accounts = {}, [], set(), {}
        self.orders, self.authorizations, self.certificates, self.kinds = {}, {}, {}, ["http-01", "tls-alpn-01", "dns-01"]
        self.meta, self.eab_keys, self.refuse_nonces, self.lock = {}, {}, 0, threading.RLock()
        self.leaf_options, self.serial = {}, 0
        self._listen(folder)

    def _listen(self, folder):
        tls = Issuer("Test TLS root")
        key = new_key()
        (folder / "tls.pem").write_bytes(tls.leaf(["localhost"], key.public_key()).public_bytes(PEM) + key_pem(key))
        (folder / "ca.pem").write_text(tls.pem())
        self.ca_file = folder / "ca.pem"
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "tls.pem")
        ca = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_any(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                answer = ca.answer(self.command, self.path, self.headers, body)
                if answer is None:  # cut the connection
                    self.close_connection = True
                    return
                self.send_response(answer.status)
                for name, value in answer.fields.items():
                    self.send_header(name, value)
                self.send_header("Replay-Nonce", ca.new_nonce())
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(answer.body)

            do_GET = do_POST = do_HEAD = do_any

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # clients that were killed
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.base = f"https://localhost:{self.server.server_address[1]}"
        self.directory = self.base + "/directory"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def new_nonce(self):
        nonce = b64(os.urandom(16))
        self.nonces.add(nonce)
        return nonce

    def new_id(self):
        self.serial += 1
        return str(self.serial)

    def count(self, step):
        return self.log.count(step)

    # -- requests ------------------------------------------------------------------------------------------------
    def answer(self, method, path, headers, body):
        step, _, name = path.strip("/").partition("/")
        with self.lock:
            self.log.append(step)
        request = Request()
        request.method, request.url, request.step, request.name = method, self.base + path, step, name
        try:
            if method == "POST":
                self._check(request, headers, body)
            twisted = self.twist.get(step)
            answer = twisted(request) if twisted else None
            if answer is None:
                with self.lock:
                    answer = getattr(self, "do_" + step)(request)
            return None if answer == "cut" else answer
        except Refused as refused:
            return refused.answer

    def _check(self, request, headers, body):
        if headers["Content-Type"] != "application/jose+json" or not headers["User-Agent"].startswith("kamustatus/"):
            raise Refused(415, "malformed", "wrong content type or no user agent")
        jws = json.loads(body)
        head = json.loads(unb64(jws["protected"]))
        if head["alg"] != "ES256" or head["url"] != request.url or ("jwk" in head) == ("kid" in head):
            raise Refused(400, "malformed", "wrong alg, url, or both or none of jwk and kid")
        with self.lock:
            if head["nonce"] not in self.nonces:
                raise Refused(400, "badNonce", "used or unknown")
            self.nonces.discard(head["nonce"])
            if self.refuse_nonces > 0:
                self.refuse_nonces -= 1
                raise Refused(400, "badNonce", "refused by the test")
        if ("jwk" in head) != (request.step == "newAccount"):
            raise Refused(400, "malformed", "jwk only for newAccount")
        if "kid" in head and head["kid"] not in self.accounts:
            raise Refused(400, "accountDoesNotExist", "no such account")
        request.jwk = head.get("jwk") or self.accounts[head["kid"]]
        request.account = head.get("kid")
        signature = unb64(jws["signature"])
        der = utils.encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
        numbers = ec.EllipticCurvePublicNumbers(*(int.from_bytes(unb64(request.jwk[c]), "big") for c in "xy"), ec.SECP256R1())
        try:
            if len(signature) != 64:
                raise InvalidSignature
            numbers.public_key().verify(der, (jws["protected"] + "." + jws["payload"]).encode(), ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            raise Refused(400, "malformed", "wrong signature") from None
        text = unb64(jws["payload"])
        request.payload = json.loads(text) if text else None

    def do_directory(self, _):
        steps = ("newNonce", "newAccount", "newOrder", "revokeCert", "renewalInfo")
        return Answer(200, {**{step: f"{self.base}/{step}" for step in steps}, "meta": self.meta})

    def do_newNonce(self, _):
        return Answer(200)

    def do_newAccount(self, request):
        for url, jwk in self.accounts.items():
            if jwk == request.jwk:
                return Answer(200, {"status": "valid"}, Location=url)
        if request.payload.get("onlyReturnExisting"):
            raise Refused(400, "accountDoesNotExist", "none with this key")
        if not request.payload.get("termsOfServiceAgreed"):
            raise Refused(403, "userActionRequired", "agree first", instance=self.base + "/terms.html")
        if self.eab_keys:
            self._check_binding(request)
        url = f"{self.base}/account/{self.new_id()}"
        self.accounts[url] = request.jwk
        return Answer(201, {"status": "valid"}, Location=url)

    def _check_binding(self, request):
        binding = request.payload["externalAccountBinding"]
        head = json.loads(unb64(binding["protected"]))
        secret = unb64(self.eab_keys[head["kid"]])
        mac = hmac.digest(secret, (binding["protected"] + "." + binding["payload"]).encode(), "sha256")
        if (head["alg"], head["url"], "nonce" in head) != ("HS256", request.url, False) \
                or json.loads(unb64(binding["payload"])) != request.jwk or unb64(binding["signature"]) != mac:
            raise Refused(403, "unauthorized", "wrong binding")

    # -- orders --------------------------------------------------------------------------------------------------
    def do_newOrder(self, request):
        number = self.new_id()
        names = [one["value"] for one in request.payload["identifiers"]]
        order = {"status": "pending", "identifiers": request.payload["identifiers"],
                 "finalize": f"{self.base}/finalize/{number}", "authorizations": [],
                 "expires": (datetime.datetime.utcnow() + datetime.timedelta(days=1)).isoformat() + "Z",
                 **{key: request.payload[key] for key in ("profile", "replaces") if key in request.payload}}
        for name in names:
            one = self.new_id()
            wildcard = name.startswith("*.")
            kinds = ["dns-01"] if wildcard else self.kinds
            self.authorizations[one] = {
                "status": "pending", "identifier": {"type": "dns", "value": name.removeprefix("*.")},
                **({"wildcard": True} if wildcard else {}),
                "challenges": [{"type": kind, "status": "pending", "token": b64(os.urandom(20)),
                                "url": f"{self.base}/challenge/{one}/{kind}"} for kind in kinds]}
            order["authorizations"].append(f"{self.base}/authorization/{one}")
        self.orders[number] = order
        return Answer(201, order, Location=f"{self.base}/order/{number}")

    def do_order(self, request):
        order = self.orders[request.name]
        states = [self.authorizations[url.rsplit("/", 1)[1]]["status"] for url in order["authorizations"]]
        if order["status"] == "pending" and all(state == "valid" for state in states):
            order["status"] = "ready"
        if "invalid" in states:
            order["status"] = "invalid"
        return Answer(200, order)

    def do_authorization(self, request):
        authorization = self.authorizations[request.name]
        if request.payload == {"status": "deactivated"}:
            authorization["status"] = "deactivated"
        return Answer(200, authorization)

    def do_challenge(self, request):
        one, kind = request.name.split("/")
        authorization = self.authorizations[one]
        (challenge,) = [c for c in authorization["challenges"] if c["type"] == kind]
        if request.payload != {}:
            raise Refused(400, "malformed", "a challenge wants {}")
        jwk = {name: request.jwk[name] for name in ("crv", "kty", "x", "y")}
        thumbprint = b64(hashlib.sha256(json.dumps(jwk, separators=(",", ":"), sort_keys=True).encode()).digest())
        folder = self.publish / kind / authorization["identifier"]["value"]
        path = folder / ("answer" if kind == "tls-alpn-01" else challenge["token"])
        good = path.exists() and path.read_text() == challenge["token"] + "." + thumbprint
        challenge["status"] = authorization["status"] = "valid" if good else "invalid"
        if not good:
            challenge["error"] = {"type": URN + "incorrectResponse", "detail": "not published"}
        return Answer(200, challenge)

    def fail(self, request, kind, detail):
        """For a twist of "challenge"."""
        one, name = request.name.split("/")
        authorization = self.authorizations[one]
        (challenge,) = [c for c in authorization["challenges"] if c["type"] == name]
        challenge["status"] = authorization["status"] = "invalid"
        challenge["error"] = {"type": URN + kind, "detail": detail}
        return Answer(200, challenge)

    def do_finalize(self, request):
        order = self.orders[request.name]
        self.do_order(request)
        if order["status"] != "ready":
            raise Refused(403, "orderNotReady", "the order is " + order["status"])
        csr = x509.load_der_x509_csr(unb64(request.payload["csr"]))
        names = csr.extensions.get_extension_for_class(x509.SubjectAlternativeName).value.get_values_for_type(x509.DNSName)
        wanted = sorted(one["value"] for one in order["identifiers"])
        if sorted(names) != wanted or len(csr.subject) != 0 or not csr.is_signature_valid:
            raise Refused(400, "badCSR", f"names {names}, subject {csr.subject}")
        leaf = self.intermediate.leaf(names, csr.public_key(), **self.leaf_options)
        self.certificates[request.name] = leaf
        order["status"], order["certificate"] = "valid", f"{self.base}/certificate/{request.name}"
        return Answer(200, order)

    def do_certificate(self, request):
        number, _, other = request.name.partition("/")
        leaf = self.certificates[number].public_bytes(PEM).decode()
        if other:
            return Answer(200, leaf + self.cross.pem(), "application/pem-certificate-chain")
        return Answer(200, leaf + self.intermediate.pem(), "application/pem-certificate-chain; charset=us-ascii",
                      Link=f'<{self.directory}>;rel="index", <{self.base}/certificate/{number}/other>;rel="alternate"')

    def ari_id(self, leaf):
        key_id = leaf.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier
        return b64(key_id) + "." + b64(leaf.serial_number.to_bytes(leaf.serial_number.bit_length() // 8 + 1, "big"))

    def do_renewalInfo(self, request):
        if request.method != "GET" or request.name not in [self.ari_id(leaf) for leaf in self.certificates.values()]:
            raise Refused(404, "malformed", "no such certificate")
        return Answer(200, {"suggestedWindow": {"start": "2026-12-01T00:00:00.5+00:00", "end": "2026-12-03T12:00:00Z"},
                            "explanationURL": "https://ca.example/why"}, Retry_After="7200")

    def do_revokeCert(self, request):
        der = unb64(request.payload["certificate"])
        if der not in [leaf.public_bytes(DER) for leaf in self.certificates.values()] or request.payload["reason"] != 4:
            raise Refused(404, "malformed", "no such certificate")
        return Answer(200)
