#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Compares our HTTP/1 reading with python3-h11's, an implementation that shares no line with ours.

Usage: h11_test.py VERDICTS FOLDER [SEED [COUNT]]

Anything that we accept and h11 refuses is a failure, and so is a request that both accept but read
differently. The exceptions are EXCUSED, each with its reason. Being stricter than h11 is no
failure: it is the point of the gate.
"""

import subprocess
import sys

import h11

# A test on (bytes that h11 began this request with, whether it was in the body, its complaint), and
# why we are right.
EXCUSED = [
    (lambda rest, in_body, why: rest.startswith(b"\r\n") and why == "no request line received",
     "RFC 9112 section 2.2: one empty line before a request line should be ignored"),
    (lambda rest, in_body, why: in_body and why in TRAILER_VALUES,
     "we drop trailers unread: a framing field there, which RFC 9110 section 6.5.1 forbids, frames "
     "nothing"),
]
TRAILER_VALUES = ("bad Content-Length", "conflicting Content-Length headers",
                  "multiple Transfer-Encoding headers",
                  "Only Transfer-Encoding: chunked is supported")


def h11_requests(data):
    """What h11 makes of the bytes: requests, and (bytes, in body, complaint) where it refused."""
    connection = h11.Connection(h11.SERVER, max_incomplete_event_size=1 << 20)
    connection.receive_data(data)
    seen = []
    rest, in_body = data, False
    while True:
        try:
            event = connection.next_event()
        except h11.RemoteProtocolError as error:
            return seen, (rest, in_body, str(error))
        if isinstance(event, h11.Request):
            request, body, in_body = event, b"", True
        elif isinstance(event, h11.Data):
            body += bytes(event.data)
        elif isinstance(event, h11.EndOfMessage):
            seen.append((bytes(request.method), bytes(request.target),
                         [(bytes(n), bytes(v)) for n, v in request.headers], body))
            connection.send(h11.Response(status_code=404, headers=[("content-length", "0")]))
            connection.send(h11.EndOfMessage())
            if not (connection.their_state is connection.our_state is h11.DONE):
                return seen, None
            rest, in_body = connection.trailing_data[0], False
            connection.start_next_cycle()
        else:
            return seen, None


def without_empty_query(target):
    return target[:-1] if target.endswith(b"?") else target


def differs(ours, theirs):
    """What two accepted requests disagree about, or None."""
    method, target, fields, body = ours
    if method != theirs[0]:
        return "method"
    if theirs[1][:1] in b"/*" and without_empty_query(target) != without_empty_query(theirs[1]):
        return "target"
    if body != theirs[3]:
        return "body"
    mine = [tuple(line.split(b":", 1)) for line in fields.split(b"\n")[:-1]]
    mine = [(n, v.lower() if n == b"transfer-encoding" else v) for n, v in mine]  # as h11 does
    # We drop names with an underscore.
    if mine != [(n, v) for n, v in theirs[2] if b"_" not in n]:
        return "fields"
    return None


def judge(ours, data):
    """A complaint about one input, or None."""
    theirs, refused = h11_requests(data)
    for index, request in enumerate(ours):
        if index >= len(theirs):
            break
        what = differs(request, theirs[index])
        if what:
            both = f"  ours {request}\n  h11  {theirs[index]}"
            return f"request {index + 1} is read differently: {what}\n{both}"
    if len(ours) > len(theirs) and refused and not any(test(*refused) for test, _ in EXCUSED):
        return f"accepted by us, refused by h11: {refused[2]}"
    return None


def main():
    verdicts, folder = sys.argv[1:3]
    seed, count = (sys.argv[3:5] + ["1", "60"][len(sys.argv) - 3:])[:2]
    run = subprocess.run([verdicts, folder, seed, count], check=True, stdout=subprocess.PIPE)
    lines = run.stdout.splitlines()
    failures = accepted = 0
    for line in lines:
        name, requests, _status, data, *parsed = line.decode().split("\t")
        ours = [tuple(bytes.fromhex(part) for part in request.split(",")) for request in parsed]
        accepted += int(requests)
        complaint = judge(ours, bytes.fromhex(data))
        if complaint:
            failures += 1
            print(f"{bytes.fromhex(name).decode()}\n  {bytes.fromhex(data)}\n  {complaint}")
    print(f"{len(lines)} inputs, {accepted} requests accepted, {failures} failures (seed {seed})")
    # Without inputs that both accept the comparison would prove nothing.
    sys.exit(1 if failures or accepted < 100 else 0)


if __name__ == "__main__":
    main()
