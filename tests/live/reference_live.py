# SPDX-License-Identifier: Apache-2.0
"""The reference document's own curl lines, word for word but for ids, key and host."""
import unittest

from harness import BASE, LiveTest

LIST = 'curl https://app.kamustatus.com/api/status-pages -H "x-api-key: km_your_api_key"'
GET = 'curl https://app.kamustatus.com/api/status-pages/:statusPageId -H "x-api-key: km_your_api_key"'
CREATE = '''curl -X POST https://app.kamustatus.com/api/status-pages \\
-H "x-api-key: km_your_api_key" \\
-H "Content-Type: application/json" \\
-d '{
"name": "Acme Status",
"slug": "acme",
"monitorIds": ["mon_abc123", "mon_def456"]
}' '''
UPDATE = '''curl -X PATCH https://app.kamustatus.com/api/status-pages/:statusPageId \\
-H "x-api-key: km_your_api_key" \\
-H "Content-Type: application/json" \\
-d '{
"name": "Acme Service Status",
"monitorIds": ["mon_abc123", "mon_def456", "mon_ghi789"]
}' '''
DOMAIN = '''curl -X PATCH https://app.kamustatus.com/api/status-pages/:statusPageId \\
-H "x-api-key: km_your_api_key" \\
-H "Content-Type: application/json" \\
-d '{
"customDomain": "status.example.com"
}' '''
DELETE = 'curl -X DELETE https://app.kamustatus.com/api/status-pages/:statusPageId -H "x-api-key: km_your_api_key"'


class Reference(LiveTest):
    def run_line(self, line, page=""):
        return self.s.run_line(line, {"km_your_api_key": self.key, ":statusPageId": page, "mon_abc123": self.monitors[0],
                                      "mon_def456": self.monitors[1], "mon_ghi789": self.monitors[2]})

    def test_every_line_of_the_document(self):
        self.s = self.server().start()
        self.key = self.s.project()["apiKey"]
        api = self.s.api(self.key)
        self.monitors = [api.ok("POST", "/monitors", {"name": n, "type": "manual"})["id"] for n in ("One", "Two", "Three")]
        self.assertEqual(self.run_line(LIST), (200, []))
        code, page = self.run_line(CREATE)
        self.assertEqual((code, page["name"], page["slug"], page["monitorIds"]), (201, "Acme Status", "acme", self.monitors[:2]))
        self.assertEqual(page["url"], f"https://acme.{BASE}:{self.s.https}")
        self.assertIn("Acme Status", self.s.curl(f"https://acme.{BASE}/").stdout.decode())
        self.assertEqual(self.run_line(GET, page["id"]), (200, page))
        code, updated = self.run_line(UPDATE, page["id"])
        self.assertEqual((code, updated["name"], updated["monitorIds"]), (200, "Acme Service Status", self.monitors))
        self.assertEqual([p["id"] for p in self.run_line(LIST)[1]], [page["id"]])
        code, domain = self.run_line(DOMAIN, page["id"])
        self.assertEqual((code, domain["customDomain"], domain["name"]), (200, "status.example.com", "Acme Service Status"))
        self.assertIn("Acme Service Status", self.s.curl("https://status.example.com/").stdout.decode())
        self.assertEqual(self.run_line(DELETE, page["id"]), (204, None))
        self.assertEqual(self.run_line(GET, page["id"])[0], 404)
        self.assertEqual(self.s.curl(f"https://acme.{BASE}/", "-o", "/dev/null", "-w", "%{http_code}").stdout, b"404")

    def test_groups_in_every_accepted_form(self):
        self.s = self.server().start()
        api = self.s.api(self.s.project()["apiKey"])
        a, b, c = [api.ok("POST", "/monitors", {"name": n, "type": "manual", "displayGroup": g})["id"]
                   for n, g in (("Alpha", None), ("Beta", "Own default"), ("Gamma", None))]
        page = api.ok("POST", "/status-pages", {"name": "G", "slug": "g", "monitorIds": [
            {"monitorId": a, "displayGroup": "API"}, b, {"monitor_id": c, "display_group": "API", "display_name": "Third"}]})
        self.assertEqual([(m["monitorId"], m["displayGroup"], m["displayName"]) for m in page["monitors"]],
                         [(a, "API", None), (b, None, None), (c, "API", "Third")])
        html = self.s.curl(f"https://g.{BASE}/").stdout.decode()
        self.assertLess(html.index("<h3>API</h3>"), html.index("<h3>Own default</h3>"))
        self.assertLess(html.index("Third"), html.index("Beta"))  # gathered under the group's first entry
        # A string-only update keeps group and display name of what stays.
        page = api.ok("PATCH", f"/status-pages/{page['id']}", {"monitorIds": [c, a]})
        self.assertEqual([(m["monitorId"], m["displayGroup"], m["displayName"]) for m in page["monitors"]],
                         [(c, "API", "Third"), (a, "API", None)])
        page = api.ok("PATCH", f"/status-pages/{page['id']}", {"monitors": [{"monitorId": b, "displayGroup": "Edge"}]})
        self.assertEqual(page["monitorIds"], [b])
        self.assertIn("<h3>Edge</h3>", self.s.curl(f"https://g.{BASE}/").stdout.decode())


if __name__ == "__main__":
    unittest.main()
