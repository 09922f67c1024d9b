# SPDX-License-Identifier: Apache-2.0
"""The page in other people's formats, read with the parsers that other people use."""
import datetime
import json
import os
import re
import subprocess
import unittest
import urllib.parse
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import feedparser
import icalendar
import jsonschema

from harness import LiveTest

SCHEMAS = Path(__file__).parent / "schemas"
SEED = os.environ["KS_SEED_EVENTS"]
SVG = "{http://www.w3.org/2000/svg}"

HOSTILE = [
    "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "]]>", "<![CDATA[x]]>", "<!-- x --", "&amp; & &lt;", "&#0;&#x1F;",
    "\"double\" 'single' `back`", "a\\b\\n\\\"", "semi;colon,comma:colon", "BEGIN:VEVENT", "END:VCALENDAR\\, X:1", "{{7*7}} ${7*7} #{7*7}",
    "%00%0d%0a", "../../etc/passwd", "' OR 1=1 --", "javascript:alert(1)", "data:text/html,<b>", "**bold** [x](javascript:alert(1))",
    "مرحبا بالعالم", "שלום עולם", "العربية English mixed 123", "\u202eevil\u202c", "\u200f\u200e\u2066x\u2069", "e\u0301\u0323\u0302", "Zalgo h\u0336e\u0336l\u0336l\u0336o",
    "👩‍👩‍👧‍👦 family", "🇫🇮🇯🇵", "😀" * 20, "日本語のサービス", "中文服务", "한국어 서비스", "ไทย", "हिन्दी", "ქართული", "Ελληνικά", "Кириллица", "Türkçe İıŞş", "Straße ÄÖÜ",
    "ﬁ ligature ㎏", "\u00a0nbsp\u00a0", "\u2028line\u2029par", "\ufeffbom", "\ufffe\uffff", "𝕌𝕟𝕚𝕔𝕠𝕕𝕖", "\U0010ffff", "tab-less  two  blanks", "-", "0", "null", "true", "x" * 120, "W" * 120,
    "http://user:pw@host/?a=b&c=d#e", "<svg/onload=alert(1)>", "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY y \"z\">]>&y;",
]
JSON_ADDRESSES = {
    "/api/v2/summary.json": "statuspage_summary", "/api/v2/status.json": "statuspage_status", "/api/v2/components.json": "statuspage_components",
    "/api/v2/incidents.json": "statuspage_incidents", "/api/v2/incidents/unresolved.json": "statuspage_incidents",
    "/api/v2/scheduled-maintenances.json": "statuspage_maintenances", "/api/v2/scheduled-maintenances/upcoming.json": "statuspage_maintenances",
    "/api/v2/scheduled-maintenances/active.json": "statuspage_maintenances", "/badge.json": "shields", "/badge.json?type=uptime&days=30": "shields",
    "/summary.json": "instatus_summary", "/api/status-page/acme": "kuma_page", "/api/status-page/heartbeat/acme": "kuma_heartbeats",
    "/api/status-page/acme/incident-history": "kuma_incident_history", "/api/v1/endpoints/statuses": "gatus_statuses",
}
OTHER_ADDRESSES = ["/history.atom", "/history.rss", "/rss", "/status/acme/rss", "/maintenance.ics", "/badge.svg", "/badge.svg?type=response", "/embed",
                   "/api/status-page/acme/badge"]


def hexed(text):
    return text.encode("utf-8", "surrogatepass").hex() or "-"


def xml_text(text):
    """What XML 1.0 forbids becomes U+FFFD."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)


class Dialects(LiveTest):
    def setUp(self):
        super().setUp()
        self.s = self.server().start()
        self.project = self.s.project()
        self.api = self.s.api(self.project["apiKey"])
        self.api.ok("PATCH", f"/projects/{self.project['id']}", {"automaticIncidents": False})  # the incidents are the tests' own

    def seed(self, *lines):
        done = subprocess.run([SEED, str(self.s.data_dir)], input="\n".join(" ".join(map(str, line)) for line in lines) + "\n",
                              capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.split()

    def monitor(self, name, status=None, **more):
        made = self.api.ok("POST", "/monitors", {"name": name, "type": "manual", **more})
        if status:
            a_minute_ago = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=1)
            self.api.ok("POST", "/results", [{"monitorId": made["id"], "status": status, "responseTimeMs": 42, **when}
                                             for when in ({"checkedAt": a_minute_ago.isoformat()}, {})])
        return made["id"]

    def page(self, monitors, name="Acme", slug="acme", **more):
        return self.api.ok("POST", "/status-pages", {"name": name, "slug": slug, "monitorIds": monitors, **more})

    def fetch(self, path, status=200, host="acme", **more):
        got, fields, body = self.s.get(f"{host}.{self.s.base}", path, **more)
        self.assertEqual(got, status, (path, body[:300]))
        return fields, body

    def json(self, path, schema=None, host="acme"):
        fields, body = self.fetch(path, host=host)
        self.assertTrue(fields["content-type"].startswith("application/json"), path)
        value = json.loads(body)
        if schema:
            jsonschema.Draft202012Validator(json.loads((SCHEMAS / f"{schema}.json").read_text())).validate(value)
        return value

    def svg(self, path, host="acme"):
        root = ElementTree.fromstring(self.fetch(path, host=host)[1])
        self.assertEqual(root.tag, SVG + "svg")
        self.assertEqual({element.tag for element in root.iter()} - {SVG + t for t in ("svg", "title", "clipPath", "rect", "g", "text")}, set())
        return root.find(SVG + "title").text

    def busy_page(self):
        """Two groups, one monitor down, an incident with three updates, maintenance past, active, to come and weekly."""
        self.up = self.monitor("API", "up", displayGroup="Core")
        self.down = self.monitor("Web", "up", displayGroup="Core", confirmations=1)
        self.alone = self.monitor("Mail", "up")
        self.page([self.up, self.down, self.alone], timezone="Europe/Berlin")
        project = self.project["id"]
        self.incident, self.old = self.seed(
            ("incident", project, self.down, "investigating", "major", -3600, hexed("Web is slow & odd"), hexed("We look.\n\nMore **soon**.")),
            ("incident", project, "-", "investigating", "minor", -86400, hexed("Yesterday"), hexed("Hm.")))
        self.seed(("update", self.incident, "identified", hexed("Found <it>.")), ("update", self.old, "resolved", hexed("Over.")))
        self.active, self.next, self.past, self.weekly = self.seed(
            ("maintenance", project, self.alone, -600, 3000, "-", hexed("Disk, new; big"), hexed("Line\nTwo \\ three")),
            ("maintenance", project, "-", 86400, 90000, "-", hexed("Move"), "-"),
            ("maintenance", project, self.up, -90000, -86400, "-", hexed("Gone by"), "-"),
            ("maintenance", project, self.up, 172800, 176400, "FREQ=WEEKLY;COUNT=4", hexed("Weekly"), "-"))

    def test_statuspage(self):
        self.busy_page()
        summary = self.json("/api/v2/summary.json", "statuspage_summary")
        self.assertEqual(summary["page"]["name"], "Acme")
        self.assertEqual(summary["page"]["time_zone"], "Europe/Berlin")
        self.assertEqual(summary["status"], {"indicator": "major", "description": "Partial System Outage"}, "the incident raises it")
        self.assertEqual([(c["name"], c["group"], c["position"]) for c in summary["components"]],
                         [("Mail", False, 1), ("Core", True, 2), ("API", False, 1), ("Web", False, 2)])
        group = summary["components"][1]
        self.assertEqual(group["components"], [self.up, self.down])
        self.assertEqual({c["group_id"] for c in summary["components"] if c["name"] in ("API", "Web")}, {group["id"]})
        self.assertEqual([i["id"] for i in summary["incidents"]], [self.incident])
        incident = summary["incidents"][0]
        self.assertEqual([u["status"] for u in incident["incident_updates"]], ["identified", "investigating"])
        self.assertEqual([(a["old_status"], a["new_status"]) for u in incident["incident_updates"] for a in u["affected_components"]],
                         [("partial_outage", "partial_outage"), ("operational", "partial_outage")])
        self.assertEqual([c["id"] for c in incident["components"]], [self.down])
        self.assertEqual((incident["impact"], incident["resolved_at"], incident["shortlink"][-len(self.incident) - 11:]),
                         ("major", None, f"/incidents/{self.incident}"))
        self.assertEqual([(m["name"], m["status"]) for m in summary["scheduled_maintenances"]],
                         [("Disk, new; big", "in_progress"), ("Move", "scheduled"), ("Weekly", "scheduled")])
        by = {path: self.json(path, schema) for path, schema in JSON_ADDRESSES.items()}
        self.assertEqual([i["id"] for i in by["/api/v2/incidents.json"]["incidents"]], [self.incident, self.old])
        self.assertEqual(by["/api/v2/incidents.json"]["incidents"][1]["status"], "resolved")
        self.assertEqual([i["id"] for i in by["/api/v2/incidents/unresolved.json"]["incidents"]], [self.incident])
        names = {path.rsplit("/", 1)[1]: [m["name"] for m in by[path]["scheduled_maintenances"]] for path in by if "scheduled" in path}
        self.assertEqual(names, {"scheduled-maintenances.json": ["Weekly", "Move", "Disk, new; big", "Gone by"],
                                 "upcoming.json": ["Move", "Weekly"], "active.json": ["Disk, new; big"]})
        instatus = by["/summary.json"]
        self.assertEqual((instatus["page"]["status"], instatus["activeIncidents"][0]["status"], len(instatus["activeMaintenances"])),
                         ("HASISSUES", "IDENTIFIED", 3))
        again = self.json("/api/v2/components.json")
        self.assertEqual([c["id"] for c in again["components"]], [c["id"] for c in summary["components"]], "ids stay")
        self.seed(("update", self.incident, "resolved", hexed("Done.")))
        after = self.json("/api/v2/summary.json", "statuspage_summary")
        self.assertEqual((after["incidents"], after["status"]["indicator"] in ("none", "maintenance")), ([], True))

    def test_feeds(self):
        self.busy_page()
        self.seed(("maintenance", self.project["id"], "-", 30 * 86400, 30 * 86400 + 60, "FREQ=MONTHLY;COUNT=3", hexed("Monthly"), "-"))
        first = feedparser.parse(self.fetch("/history.atom")[1])
        self.assertFalse(first.bozo, first.get("bozo_exception"))
        self.assertEqual(first.version, "atom10")
        self.assertEqual((first.feed.title, first.feed.author), ("Acme - Incident History", "Acme"))
        self.assertEqual({link.rel: link.type for link in first.feed.links}, {"alternate": "text/html", "self": "application/atom+xml"})
        entry = next(e for e in first.entries if e.title == "Web is slow & odd")
        self.assertRegex(entry.id, r"^tag:status\.test,2005:Incident/\d+$")
        self.assertTrue(entry.link.endswith(f"/incidents/{self.incident}"))
        self.assertEqual(re.findall(r"<strong>([^<]*)</strong>", entry.content[0].value)[:1], ["Identified"])
        self.assertIn("Found &lt;it&gt;.", entry.content[0].value)
        titles = [e.title for e in first.entries]
        self.assertEqual(sorted(titles), sorted(["Web is slow & odd", "Yesterday", "Disk, new; big", "Move", "Gone by", "Weekly"]),
                         "a recurring window is announced a week ahead, its next time only")
        disk = next(e for e in first.entries if e.title.startswith("Disk"))
        self.assertEqual(re.findall(r"<strong>([^<]*)</strong>", disk.content[0].value), ["In progress", "Scheduled"])
        rss = feedparser.parse(self.fetch("/history.rss")[1])
        self.assertFalse(rss.bozo, rss.get("bozo_exception"))
        self.assertEqual(rss.version, "rss20")
        self.assertEqual([(e.id, e.title, e.link, e.published_parsed) for e in rss.entries],
                         [(e.id, e.title, e.link, e.published_parsed) for e in first.entries])
        # An update edits the entry in place: the same id, a later `updated`, nothing else moves.
        before = {e.id: e.updated for e in first.entries}
        self.api.ok("PATCH", f"/monitors/{self.up}", {"name": "API 2"})
        self.api.ok("POST", f"/monitors/{self.up}/results", {"status": "up"})
        same = feedparser.parse(self.fetch("/history.atom")[1])
        self.assertEqual({e.id: e.updated for e in same.entries}, before)
        self.seed(("update", self.old, "monitoring", hexed("Again.")))
        moved = feedparser.parse(self.fetch("/history.atom")[1])
        self.assertEqual({e.title for e in moved.entries if e.updated != before[e.id]}, {"Yesterday"})

    def test_calendar(self):
        self.busy_page()
        body = self.fetch("/maintenance.ics")[1]
        self.assertTrue(all(len(line) <= 75 for line in body.split(b"\r\n")))
        self.assertNotIn(b"\n", body.replace(b"\r\n", b""))
        calendar = icalendar.Calendar.from_ical(body)
        self.assertEqual(calendar["X-WR-CALNAME"], "Acme maintenance")
        events = {str(e["UID"]): e for e in calendar.walk("VEVENT")}
        disk = events[f"{self.active}@status.test"]
        self.assertEqual(str(disk["SUMMARY"]), "Disk, new; big")
        self.assertTrue(str(disk["DESCRIPTION"]).startswith("Line\nTwo \\ three\n\nMail"))
        self.assertEqual(disk["DTEND"].dt - disk["DTSTART"].dt, datetime.timedelta(hours=1))
        self.assertEqual(int(disk["SEQUENCE"]), 0)
        self.assertIn("DTSTAMP", disk)
        weekly = sorted(e["DTSTART"].dt for e in events.values() if e["SUMMARY"] == "Weekly")
        self.assertEqual([b - a for a, b in zip(weekly, weekly[1:])], [datetime.timedelta(days=7)] * 3)
        self.assertEqual(len(events), 7)

    def test_badges(self):
        self.busy_page()
        self.assertEqual(self.svg("/badge.svg"), "status: partial outage")
        self.assertEqual(self.svg(f"/badge/{self.up}.svg"), "API: up")
        self.assertEqual(self.svg(f"/badge.svg?monitor={self.up}&type=uptime&days=7"), "uptime 7d: 100%")
        self.assertEqual(self.svg(f"/badge.svg?monitor={self.up}&type=response&label=speed&color=0c7"), "speed: 42 ms")
        self.assertIn(b'fill="#00cc77"', self.fetch("/badge.svg?color=0c7")[1])
        self.assertEqual(self.json("/badge.json", "shields")["isError"], True)
        for query, field in {"type=x": "type", "days=0": "days", "days=91": "days", "color=red;": "color", "label=" + "x" * 61: "label"}.items():
            problem = json.loads(self.fetch("/badge.json?" + query, status=422)[1])
            self.assertEqual((problem["code"], problem["field"]), ("invalid_value", field))
        other = self.monitor("Elsewhere", "up")
        for path in (f"/badge/{other}.svg", "/badge/nonsense", f"/badge.svg?monitor={other}"):
            self.fetch(path, status=404)

    def test_kuma(self):
        self.busy_page()
        page = self.json("/api/status-page/acme", "kuma_page")
        self.assertEqual(page["incident"], page["incidents"][0])
        self.assertEqual((page["incident"]["style"], page["incident"]["content"]), ("danger", "Found <it>."))
        self.assertEqual([m["title"] for m in page["maintenanceList"]], ["Disk, new; big"])
        self.assertEqual([(g["name"], [m["name"] for m in g["monitorList"]]) for g in page["publicGroupList"]],
                         [("Services", ["Mail"]), ("Core", ["API", "Web"])])
        ids = {m["name"]: str(m["id"]) for g in page["publicGroupList"] for m in g["monitorList"]}
        beats = self.json("/api/status-page/heartbeat/acme", "kuma_heartbeats")
        self.assertEqual(set(beats["heartbeatList"]), set(ids.values()))
        self.assertEqual(beats["heartbeatList"][ids["API"]][-1]["status"], 1)
        self.assertEqual(beats["heartbeatList"][ids["API"]][0]["ping"], 42)
        self.assertEqual(self.json("/api/status-page/heartbeat/acme", host="app"), beats)
        self.assertEqual(self.json("/api/status-page/acme", host="app")["config"]["slug"], "acme")
        self.api.ok("POST", f"/monitors/{self.down}/results", {"status": "down"})
        beats = self.json("/api/status-page/heartbeat/acme", "kuma_heartbeats")
        self.assertEqual(beats["heartbeatList"][ids["Web"]][-1]["status"], 0)
        for kind, title in {"status": "Status: Up", "uptime": "Uptime (24h): 100%", "uptime/30d": "Uptime (30d): 100%", "ping/24": "Avg. Ping (24h): 42 ms",
                            "avg-response": "Avg. Response (24h): 42 ms", "response": "Response: 42 ms", "cert-exp": "Cert Exp.: N/A"}.items():
            self.assertEqual(self.svg(f"/api/badge/{ids['API']}/{kind}"), title)
            self.assertEqual(self.svg(f"/status/acme/api/badge/{ids['API']}/{kind}", host="app"), title)
        self.assertEqual(self.svg("/api/badge/1/status"), "N/A")
        self.assertEqual(self.svg("/api/status-page/acme/badge"), "Acme: partial outage")
        history = self.json("/api/status-page/acme/incident-history", "kuma_incident_history")
        self.assertEqual(([i["title"] for i in history["incidents"]], history["total"], history["hasMore"]), (["Web is slow & odd", "Yesterday"], 2, False))
        for path in ("/api/status-page/other", "/api/status-page/heartbeat/other", f"/api/badge/{ids['API']}/nothing"):
            self.fetch(path, status=404)
        self.fetch("/api/status-page/nobody", status=404, host="app")

    def test_gatus(self):
        self.busy_page()
        statuses = self.json("/api/v1/endpoints/statuses", "gatus_statuses")
        self.assertEqual([(e["key"], e["results"][-1]["success"]) for e in statuses], [("core_api", True), ("core_web", True), ("_mail", True)])
        self.assertEqual(statuses[0]["results"][0]["duration"], 42_000_000)
        self.assertEqual(self.json("/api/v1/endpoints/core_api/statuses", "gatus_status"), statuses[0])
        self.assertEqual(self.json("/status/acme/api/v1/endpoints/statuses", host="app"), statuses)
        self.assertEqual(self.json("/api/v1/endpoints/statuses?pageSize=1&page=3")[0]["results"], [])
        self.assertEqual(self.fetch("/api/v1/endpoints/core_api/uptimes/24h")[1], b"1.000000")
        self.assertEqual(self.fetch("/api/v1/endpoints/core_api/response-times/1h")[1], b"42")
        self.assertEqual(self.svg("/api/v1/endpoints/core_api/uptimes/7d/badge.svg"), "uptime 7d: 100%")
        self.assertEqual(self.svg("/api/v1/endpoints/core_api/response-times/30d/badge.svg"), "response time 30d: 42 ms")
        self.assertEqual(self.svg("/api/v1/endpoints/core_api/health/badge.svg"), "health: up")
        self.assertEqual(self.json("/api/v1/endpoints/core_api/health/badge.shields", "shields")["message"], "up")
        for path in ("/api/v1/endpoints/core_nobody/statuses", "/api/v1/endpoints/core_api/uptimes/2h"):
            self.fetch(path, status=404)
        self.api.ok("POST", f"/monitors/{self.down}/results", {"status": "down"})
        self.assertIs(self.json("/api/v1/endpoints/core_web/statuses")["results"][-1]["success"], False)

    def test_embed_and_its_origins(self):
        self.busy_page()
        page = self.api.ok("GET", "/status-pages")[0]
        self.assertEqual(page["embedOrigins"], [])
        policy = lambda path="/embed": self.fetch(path)[0]["content-security-policy"]
        self.assertIn("frame-ancestors 'none'", policy())
        changed = self.api.ok("PATCH", f"/status-pages/{page['id']}", {"embedOrigins": ["https://Intra.example.org", "http://x.example:8080/"]})
        self.assertEqual(changed["embedOrigins"], ["https://intra.example.org", "http://x.example:8080"])
        self.assertIn("frame-ancestors https://intra.example.org http://x.example:8080", policy())
        self.assertIn("frame-ancestors 'none'", policy("/"))
        self.api.ok("PATCH", f"/status-pages/{page['id']}", {"name": "Acme"})
        self.assertIn("x.example:8080", policy())
        self.api.ok("PATCH", f"/status-pages/{page['id']}", {"embedOrigins": ["*"]})
        self.assertTrue(policy().endswith("frame-ancestors *"))
        for bad in (["nonsense"], ["https://x.example/path"], "https://x.example", [7], ["https://x.example; script-src *"]):
            status, _, problem = self.api.call("PATCH", f"/status-pages/{page['id']}", {"embedOrigins": bad})
            self.assertEqual((status, problem["field"]), (422, "embedOrigins"), bad)
        self.api.ok("PATCH", f"/status-pages/{page['id']}", {"embedOrigins": None})
        self.assertIn("frame-ancestors 'none'", policy())
        html = self.fetch("/embed?monitors=1")[1].decode()
        self.assertIn("Partial System Outage", html)
        self.assertIn("Mail", html)
        self.assertNotIn("Mail", self.fetch("/embed")[1].decode())
        self.assertNotIn("<script", html)

    def test_the_command_line_client_sees_incidents(self):
        self.busy_page()
        status = self.json("/status/acme", host="app")
        self.assertEqual((status["status"], status["statusText"]), ("down", "Partial System Outage"))
        self.assertEqual([(m["name"], m["displayGroup"], m["status"]) for m in status["monitors"]][:2], [("API", "Core", "up"), ("Web", "Core", "up")])

    def test_sharing_and_caching(self):
        self.busy_page()
        for path in [*JSON_ADDRESSES, *OTHER_ADDRESSES]:
            fields, body = self.fetch(path)
            self.assertEqual(fields.get("access-control-allow-origin"), None if path == "/embed" else "*", path)
            self.assertLessEqual(int(re.search(r"max-age=(\d+)", fields["cache-control"]).group(1)) + 10, 30, path)
            self.assertEqual(self.fetch(path, status=304, headers={"If-None-Match": fields["etag"]})[1], b"", path)
            packed, _ = self.fetch(path, headers={"Accept-Encoding": "gzip"})
            self.assertEqual(packed.get("content-encoding"), "gzip", path)
            self.assertNotIn("x-robots-tag", fields)
        asked, _ = self.fetch("/api/v2/summary.json", status=204, method="OPTIONS", headers={"Origin": "https://x.example", "Access-Control-Request-Method": "GET"})
        self.assertEqual((asked["access-control-allow-origin"], asked["access-control-allow-methods"]), ("*", "GET, HEAD"))
        page = self.api.ok("GET", "/status-pages")[0]
        self.api.ok("PATCH", f"/status-pages/{page['id']}", {"noindex": True})
        for path in [*JSON_ADDRESSES, *OTHER_ADDRESSES, "/", "/robots.txt"]:
            self.assertEqual(self.fetch(path)[0].get("x-robots-tag"), "noindex", path)

    def test_a_hidden_page_hides_every_address(self):
        self.busy_page()
        page = self.api.ok("GET", "/status-pages")[0]
        paths = [*JSON_ADDRESSES, *OTHER_ADDRESSES, f"/badge/{self.up}.svg", "/api/v1/endpoints/core_api/statuses", "/api/badge/1/status"]
        for path in paths:
            self.s.get(f"acme.{self.s.base}", path)  # so that a cached answer would be found
        for change, status in (({"password": "correct horse"}, 401), ({"published": False}, 404)):
            self.api.ok("PATCH", f"/status-pages/{page['id']}", change)
            for path in paths:
                fields, body = self.fetch(path, status=status)
                self.assertNotIn("access-control-allow-origin", fields, path)
                self.assertEqual(fields["cache-control"], "no-store", path)
                for word in (b"Mail", b"Web", b"slow"):
                    self.assertNotIn(word, body, path)
            for path in ("/api/status-page/acme", "/api/status-page/heartbeat/acme", "/status/acme/api/v2/summary.json", "/status/acme/history.atom", "/status/acme"):
                self.fetch(path, status=status, host="app")
            asked, _ = self.fetch("/api/v2/summary.json", status=204, method="OPTIONS")
            self.assertNotIn("access-control-allow-origin", asked)

    def test_names_of_every_kind(self):
        names = [n for n in HOSTILE if self.api.call("POST", "/monitors", {"name": n, "type": "manual"})[0] == 201]
        self.assertGreaterEqual(len(names), 50)
        monitors = [m["id"] for m in self.api.ok("GET", "/monitors?limit=1000")]
        entries = [{"monitorId": m, "displayGroup": names[i] if i % 2 else None} for i, m in enumerate(monitors)]
        self.page(entries, name=names[0] + names[2], description="\n".join(names))
        self.api.ok("POST", "/results", [{"monitorId": m, "status": "up", "responseTimeMs": 5} for m in monitors])
        project = self.project["id"]
        self.seed(*[("incident", project, m, "investigating", "minor", -60 - i, hexed(HOSTILE[i]), hexed(HOSTILE[i])) for i, m in enumerate(monitors) if i < 49],
                  *[("maintenance", project, m, 600 + i, 7200, "-", hexed(HOSTILE[i]), hexed(HOSTILE[i])) for i, m in enumerate(monitors) if i < 40])
        for path, schema in JSON_ADDRESSES.items():
            self.json(path, schema)
        components = self.json("/api/v2/components.json")["components"]
        self.assertEqual(sorted(c["name"] for c in components if not c["group"]), sorted(names))
        listed = {i["name"] for i in self.json("/api/v2/incidents.json")["incidents"]}
        self.assertEqual(listed, set(HOSTILE[:49]))
        kuma = self.json("/api/status-page/acme")
        self.assertEqual(sorted(m["name"] for g in kuma["publicGroupList"] for m in g["monitorList"]), sorted(names))
        atom = self.fetch("/history.atom")[1]
        for body in (atom, self.fetch("/history.rss")[1]):
            ElementTree.fromstring(body)
            self.assertFalse(feedparser.parse(body).bozo)
        wanted = [xml_text(n) for n in HOSTILE[:49]]
        ns = {"a": "http://www.w3.org/2005/Atom"}
        titles = [e.findtext("a:title", namespaces=ns) for e in ElementTree.fromstring(atom).findall("a:entry", ns)]
        self.assertTrue(set(titles) <= set(wanted), set(titles) - set(wanted))
        contents = "".join(e.findtext("a:content", namespaces=ns) for e in ElementTree.fromstring(atom).findall("a:entry", ns))
        self.assertEqual(re.findall(r"<(?:script|img|svg)|<[^>]* on\w+=|href=.javascript", contents), [])
        ics = self.fetch("/maintenance.ics")[1]
        for line in ics.split(b"\r\n"):
            self.assertLessEqual(len(line), 75)
            line.decode("utf-8")
        events = icalendar.Calendar.from_ical(ics).walk("VEVENT")
        # This version of icalendar undoes "\\\\," twice, so the backslashes are read here.
        self.assertEqual({n for n in HOSTILE[:40] if "\\" not in n} - {str(e["SUMMARY"]) for e in events}, set())
        raw = re.findall(r"^SUMMARY:(.*)$", ics.decode().replace("\r\n ", "").replace("\r\n", "\n"), re.M)
        self.assertEqual(sorted(re.sub(r"\\([\\,;nN])", lambda m: {"n": "\n", "N": "\n"}.get(m[1], m[1]), t) for t in raw), sorted(HOSTILE[:40]))
        for i, monitor in enumerate(monitors):
            self.assertTrue(self.svg(f"/badge/{monitor}.svg").startswith(xml_text(names[i])), names[i])
        for name in HOSTILE:
            label = "&label=" + urllib.parse.quote(name[:60])
            self.assertEqual(self.svg("/badge.svg?type=status" + label), xml_text(name[:60]) + ": degraded")
        for entry in self.json("/api/v1/endpoints/statuses"):
            self.json(f"/api/v1/endpoints/{urllib.parse.quote(entry['key'], safe='')}/statuses", "gatus_status")
        html = self.fetch("/embed?monitors=1")[1].decode()
        self.assertEqual(re.findall(r"<(?:script|img)|<svg/|<[^>]* on\w+=", html), [])


if __name__ == "__main__":
    unittest.main()
