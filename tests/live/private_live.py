# SPDX-License-Identifier: Apache-2.0
"""Private pages of the real server: every address of the route table, Chromium at the form, cookies, limits, restart."""
import base64
import re
import urllib.parse
from pathlib import Path

from browser import Browser
from harness import LiveTest

ROUTES = Path(__file__).resolve().parents[2] / "edge/page/page_routes.cpp"
SECRET_NAME = "Ledger of the inner circle"
PASSWORD = "correct horse & battery"
HOST = "inner.status.test"


def addresses():
    """(method, path) of every row of the server's own table, so that a new row is walked over, too."""
    rows = re.findall(r'\{k(\w+), "([^"]+)", Guard::', ROUTES.read_text())
    assert ("Get", "/") in rows and len(rows) >= 4, rows
    return [(method.upper(), re.sub(r":\w+", "x", pattern)) for method, pattern in rows]


class PrivatePages(LiveTest):
    def setUp(self):
        super().setUp()
        self.live = self.server().start()
        self.api = self.live.api(self.live.project()["apiKey"])
        monitor = self.api.ok("POST", "/monitors", {"name": SECRET_NAME, "type": "manual"})
        self.api.ok("POST", f"/monitors/{monitor['id']}/results", {"status": "up"})
        self.page, self.other = (self.api.ok("POST", "/status-pages", {
            "name": f"Page {slug}", "slug": slug, "password": PASSWORD, "monitorIds": [monitor["id"]]}) for slug in ("inner", "other"))

    def sign_in(self, password=PASSWORD, to="/", host=HOST, headers=None):
        body = urllib.parse.urlencode({"password": password, "to": to})
        return self.live.get(host, "/sign-in", method="POST", body=body,
                             headers={"Content-Type": "application/x-www-form-urlencoded", **(headers or {})})

    def cookie(self, **how):
        status, fields, _ = self.sign_in(**how)
        self.assertEqual(status, 303)
        return fields["set-cookie"].split(";")[0]

    def status(self, cookie=None, path="/", host=HOST, **headers):
        return self.live.get(host, path, headers={**({"Cookie": cookie} if cookie else {}), **headers})[0]

    def test_every_address_of_the_table_is_behind_the_password(self):
        cookie = self.cookie()
        for method, path in addresses() + [("GET", "/nothing"), ("GET", "/x.json")]:
            for accept in ("text/html", "application/json"):
                status, fields, body = self.live.get(HOST, path, method=method, headers={"Accept": accept})
                self.assertEqual(status, 303 if path == "/sign-out" else 401, (method, path))
                self.assertNotIn(SECRET_NAME.encode(), body)
                self.assertNotIn(b"Page inner", body)
                self.assertEqual(fields["cache-control"], "no-store", path)
                self.assertNotIn("access-control-allow-origin", fields)
            if method == "GET":
                status, fields, _ = self.live.get(HOST, path, headers={"Cookie": cookie})
                self.assertNotEqual(status, 401, path)
                self.assertIn("private", fields["cache-control"], path)
                self.assertIn("Cookie", fields["vary"], path)
                self.assertNotIn("access-control-allow-origin", fields, path)
                # And nothing that was made for the one is kept for the next.
                self.assertEqual(self.status(path=path), 401, path)
        self.assertEqual(self.live.get("app.status.test", "/status/inner")[0], 401)

    def test_cookies(self):
        cookie = self.cookie()
        self.assertEqual(self.status(cookie), 200)
        for forged in (cookie[:-1] + ("A" if cookie[-1] != "A" else "E"), cookie.replace("=", "=9", 1), cookie[:-1]):
            self.assertEqual(self.status(forged), 401, forged)
        self.assertEqual(self.status(cookie, host="other.status.test"), 401)
        self.assertEqual(self.status(self.cookie(host="other.status.test"), host="other.status.test"), 200)
        self.live.kill()
        self.live.start()
        self.assertEqual(self.status(cookie), 200, "a restart signed the visitor out")
        self.api.close()
        self.api.ok("PATCH", f"/status-pages/{self.page['id']}", {"password": "another horse"})
        self.assertEqual(self.status(cookie), 401, "a new password did not sign the visitor out")

    def test_guessing_is_limited_but_not_whoever_is_in(self):
        cookie = self.cookie()
        statuses = []
        for _ in range(12):
            statuses.append(self.sign_in("guess")[0])
            self.assertEqual(self.status(cookie), 200)
        self.assertEqual(statuses, [401] * 10 + [429] * 2)
        status, fields, body = self.sign_in()
        self.assertEqual(status, 429)
        self.assertLessEqual(int(fields["retry-after"]), 60)
        self.assertIn(b'role="alert"', body)

    def test_no_other_sites_form_and_no_way_out(self):
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
            self.assertEqual(self.sign_in(headers=headers)[0], 403, headers)
        for to in ("//evil.example", "https://evil.example/", "/\\evil.example", "/\r\nX: y"):
            self.assertEqual(self.sign_in(to=to)[1]["location"], "/", to)

    def test_basic_for_scripts(self):
        def basic(password):
            return {"Authorization": "Basic " + base64.b64encode(f"any:{password}".encode()).decode()}
        self.assertEqual(self.status(**basic(PASSWORD)), 200)
        self.assertEqual(self.status(path="/robots.txt", **basic(PASSWORD)), 200)
        self.assertEqual(self.status(**basic("wrong")), 401)
        done = self.live.curl(f"https://{HOST}/", "-u", f"me:{PASSWORD}", "-w", "%{http_code}", "-o", "/dev/null")
        self.assertEqual(done.stdout, b"200")

    def test_a_browser_signs_in_without_javascript_and_out_again(self):
        for script in (False, True):
            browser = Browser()
            self.addCleanup(browser.close)
            url = f"https://{HOST}:{self.live.https}/?utm_source=mail"
            form = browser.look(url, script=script)
            self.assertEqual((form["status"], form["rowCount"]), (401, 0))
            wrong = browser.look(url, script=script, form={"password": "wrong"})
            self.assertEqual(wrong["alert"], "That is not the password of this page. Please try again.")
            shown = browser.look(url, script=script, form={"password": PASSWORD})
            self.assertEqual((shown["at"], shown["rowCount"]), ("/?utm_source=mail", 1))
            self.assertEqual(shown["rows"][0]["name"], SECRET_NAME)
            left = browser.look(url, script=script, form={"password": PASSWORD}, press="form[action='/sign-out'] button")
            self.assertEqual((left["at"], left["rowCount"]), ("/", 0))


if __name__ == "__main__":
    import unittest
    unittest.main()
