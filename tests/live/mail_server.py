# SPDX-License-Identifier: Apache-2.0
"""A real SMTP server (aiosmtpd) and an HTTP receiver that keep what they get, and refuse what a test tells them to."""
import collections
import email
import email.policy
import json
import ssl
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from harness import free_port


class MailServer:
    """Mails by Message-ID; `refuse[address]` is a reply to RCPT, used up unless it starts with 5; `delay` seconds pass
    before a message is accepted."""

    def __init__(self, folder=None, login=None):
        self.mails = collections.defaultdict(list)  # message id: [(recipient, message)]
        self.refuse, self.delay, self.sessions = {}, 0, 0
        self.lock = threading.Lock()
        options = {}
        if login:
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                            "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", f"{folder}/mail.key",
                            "-out", f"{folder}/mail.pem"], check=True, capture_output=True)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(f"{folder}/mail.pem", f"{folder}/mail.key")
            options = {"tls_context": context, "require_starttls": True, "auth_required": True,
                       "authenticator": lambda _s, _n, _e, _m, data: AuthResult(
                           success=isinstance(data, LoginPassword) and (data.login, data.password) == login)}
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, **options)
        self.controller.start()

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        self.sessions += 1
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        reply = self.refuse.get(address)
        if reply and not reply.startswith("5"):
            del self.refuse[address]
        if reply:
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        import asyncio
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        with self.lock:
            for recipient in envelope.rcpt_tos:
                self.mails[message["Message-ID"]].append((recipient, message))
        if self.delay:
            await asyncio.sleep(self.delay)
        return "250 taken"

    def to(self, recipient):
        """Messages to one recipient, each Message-ID once."""
        with self.lock:
            return [mails[0][1] for mails in self.mails.values() if mails[0][0] == recipient]

    def stop(self):
        self.controller.stop()


class Receiver:
    """Keeps every POST: (path, headers, document); `status[path]` is what it answers, `delay[path]` how late."""

    def __init__(self):
        self.got, self.status, self.delay = [], {}, {}
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                owner.got.append((self.path, dict(self.headers), body))
                time.sleep(owner.delay.get(self.path, 0))
                self.send_response(owner.status.get(self.path, 204))
                if owner.status.get(self.path) == 302:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def documents(self, path):
        return [json.loads(body) for at, _, body in list(self.got) if at == path]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
