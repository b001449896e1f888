#!/usr/bin/env python3
"""Imports a bundle into a running Superset and looks at it, as its API and as a browser shows it.

check.py import SUPERSET ZIP             imports it, with the database password of DATABASE_PASSWORD
check.py charts SUPERSET SLUG TOTALS     asks for the data of every chart, compares it with TOTALS
check.py browser SUPERSET SLUG TOTALS PNG
                                         opens the dashboard, finds every chart drawn, compares the
                                         rows that the page asked for, takes a picture

The login is SUPERSET_USER and SUPERSET_PASSWORD of the environment. Exit code 1: something is
wrong, which is said in a line for each chart.
"""

import base64
import datetime
import json
import os
import shutil
import sys
import tempfile
import time
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import requests
from selenium import webdriver
from selenium.webdriver.common.keys import Keys

DRAWN_SECONDS = 180
WIDTH = 1400
MASKED_DATABASE = "databases/shop.yaml"
FEW = 10  # what a ranking shows


def login():
    return os.environ["SUPERSET_USER"], os.environ["SUPERSET_PASSWORD"]


class Superset:
    """Its API, logged in."""

    def __init__(self, url):
        self.url = url
        self.session = requests.Session()
        self.session.headers["Accept"] = "application/json"
        user, password = login()
        token = self.call(
            "POST",
            "security/login",
            json={"username": user, "password": password, "provider": "db"},
        )
        self.session.headers["Authorization"] = "Bearer " + token["access_token"]
        self.session.headers["Referer"] = url
        self.session.headers["X-CSRFToken"] = self.call("GET", "security/csrf_token/")["result"]

    def send(self, method, path, **more):
        return self.session.request(method, f"{self.url}/api/v1/{path}", timeout=120, **more)

    def call(self, method, path, **more):
        reply = self.send(method, path, **more)
        if not reply.ok:
            sys.exit(f"check.py: {method} {path}: {reply.status_code} {reply.text[:500]}")
        return reply.json()

    def charts(self, slug):
        return self.call("GET", f"dashboard/{slug}/charts")["result"]


# --- import -----------------------------------------------------------------------------------


def bring(superset, bundle):
    with open(bundle, "rb") as file:
        content = file.read()

    def send(**form):
        files = {"formData": (os.path.basename(bundle), content, "application/zip")}
        return superset.send("POST", "dashboard/import/", files=files, data=form)

    password = os.environ.get("DATABASE_PASSWORD")
    if password:
        without = send()
        if without.ok or "Must provide a password" not in without.text:
            sys.exit(f"check.py: the import asked for no password: {without.text[:500]}")
        reply = send(passwords=json.dumps({MASKED_DATABASE: password}), overwrite="true")
    else:
        reply = send(overwrite="true")
    if not reply.ok:
        sys.exit(f"check.py: import of {bundle}: {reply.status_code} {reply.text[:1000]}")


# --- charts, by the API -----------------------------------------------------------------------


def query(form):
    """What a chart of this form asks, as its plugin in the browser would."""
    filters = [
        {"col": one["subject"], "op": one["operator"], "val": one.get("comparator")}
        for one in form["adhoc_filters"]
    ]
    asked = {"filters": filters, "row_limit": form.get("row_limit", 1)}
    if form.get("query_mode") == "raw":
        return {**asked, "columns": form["all_columns"]}
    asked["metrics"] = form.get("metrics") or [form["metric"]]
    asked["orderby"] = [[asked["metrics"][0], False]]
    asked["columns"] = list(form.get("groupby", []))
    if "time_grain_sqla" in form:
        asked["orderby"] = []
        asked["columns"].append(
            {
                "label": form["x_axis"],
                "sqlExpression": form["x_axis"],
                "expressionType": "SQL",
                "columnType": "BASE_AXIS",
                "timeGrain": form["time_grain_sqla"],
            }
        )
    elif "x_axis" in form:
        asked["columns"].append(form["x_axis"])
    return asked


def rows(superset, form):
    """The rows of a chart, or a text that says what is wrong."""
    dataset, kind = form["datasource"].split("__")
    reply = superset.send(
        "POST",
        "chart/data",
        json={
            "datasource": {"id": int(dataset), "type": kind},
            "queries": [query(form)],
            "result_format": "json",
            "result_type": "full",
        },
    )
    if not reply.ok:
        return f"{reply.status_code} {reply.text[:300]}"
    result = reply.json()["result"][0]
    if result.get("error"):
        return str(result["error"])[:300]
    return result["data"] or "no rows"


def number(value):
    return Decimal(str(value)).quantize(Decimal("0.0001"))


def group(value):
    """A moment comes in milliseconds."""
    if isinstance(value, (int, float)):
        moment = datetime.datetime.fromtimestamp(value / 1000, datetime.timezone.utc)
        return f"{moment:%Y-%m-%d %H:%M}"
    return value


def expectations(file):
    """By chart: the column of its groups if it has any, that of its values, what they must be."""
    with open(file, encoding="utf-8") as opened:
        totals = json.load(opened)
    views, purchases = totals["kinds"]["view"], totals["kinds"]["purchase"]

    def by_day(values):
        return {f"{day} 00:00": value for day, value in values.items()}

    def most(values):
        ranked = sorted(values.items(), key=lambda one: Decimal(one[1]), reverse=True)
        return dict(ranked[:FEW])

    steps = {"Views": "view", "Carts": "cart", "Purchases": "purchase"}
    days = totals["kinds_per_day"]
    return {
        "Revenue": (None, "revenue", totals["revenue"]),
        "Orders": (None, "orders", purchases),
        "Average order": (None, "average_order", Decimal(totals["revenue"]) / purchases),
        "Conversion": (None, "conversion_rate", Decimal(purchases) / views),
        "Revenue per day": ("day", "revenue", by_day(totals["revenue_per_day"])),
        "From view to purchase": (
            "step",
            "events",
            {step: totals["kinds"][kind] for step, kind in steps.items()},
        ),
        "Revenue by category": ("category", "revenue", most(totals["revenue_per_category"])),
        "Top brands": ("brand", "revenue", most(totals["revenue_per_brand"])),
        "Conversion per day": (
            "day",
            "conversion_rate",
            by_day({day: Decimal(of["purchase"]) / of["view"] for day, of in days.items()}),
        ),
        "Funnel per day": (
            "day",
            "carts",
            by_day({day: of["cart"] for day, of in days.items()}),
        ),
        "Revenue per minute, the last three hours": (
            "window_start",
            "revenue",
            totals["revenue_per_minute"],
        ),
    }


def differences(got, groups, values, expected):
    there = {group(row[groups]) if groups else None: number(row[values]) for row in got}
    wanted = expected if groups else {None: expected}
    return [
        f"{key}: {there.get(key)} instead of {wanted.get(key)}"
        for key in {**wanted, **there}
        if key not in there or key not in wanted or there[key] != number(wanted[key])
    ]


def judge(name, got, wanted):
    """Says how a chart's rows, or a text in their place, compare; 1 if they do not agree."""
    if isinstance(got, str):
        print(f"FAILED  {name}: {got}")
        return 1
    wrong = differences(got, *wanted)
    if wrong:
        print(f"DIFFERS {name}: {len(wrong)} of {len(got)} rows, {wrong[0]}")
        return 1
    print(f"agrees  {name}: {len(got)} rows")
    return 0


def charts(superset, slug, totals):
    expected = expectations(totals)
    faults = 0
    for chart in superset.charts(slug):
        name = chart["slice_name"]
        faults += judge(name, rows(superset, chart["form_data"]), expected.pop(name))
    for name in expected:
        faults += 1
        print(f"MISSING {name}")
    return faults


# --- the dashboard, in a browser --------------------------------------------------------------

# What each chart of the page is: drawn, waiting, or what it says instead.
LOOK = """
return [...document.querySelectorAll('.dashboard-component-chart-holder')].map(holder => {
  const text = selector => holder.querySelector(selector)?.innerText.trim();
  const name = text('[data-test="editable-title"]') || text('.header-title') || '';
  const wrong = text('[role="alert"]') ?? text('.ant-alert') ?? text('.ant-empty');
  if (wrong !== undefined) return [name, 'wrong', wrong || text('.slice_container') || 'empty'];
  const waiting = holder.querySelector('[data-test="loading-indicator"], .loading');
  const drawn = holder.querySelector('.slice_container canvas, .slice_container svg, '
      + '.slice_container .header-line, .slice_container tbody tr');
  return [name, drawn && !waiting ? 'drawn' : 'waiting', ''];
});
"""


def chromium(profile):
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome")
    for flag in (
        "headless no-sandbox disable-gpu disable-quic no-first-run disable-background-networking"
        " disable-component-update disable-sync disable-dev-shm-usage hide-scrollbars"
        f" force-device-scale-factor=1 window-size={WIDTH},2300"
    ).split():
        options.add_argument("--" + flag)
    options.add_argument("--user-data-dir=" + profile)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    driver = webdriver.ChromeService(shutil.which("chromedriver"))
    return webdriver.Chrome(options=options, service=driver)


def log_in(page, url):
    """What is typed before the page has come to life is lost: so again until it is not."""
    page.get(f"{url}/login/")
    until = time.monotonic() + DRAWN_SECONDS
    while "/login" in page.current_url:
        if time.monotonic() > until:
            sys.exit("check.py: the browser could not log in")
        for field, text in zip(("username", "password"), login()):
            for found in page.find_elements("id", field):
                found.send_keys(Keys.CONTROL, "a")
                found.send_keys(text)
        for button in page.find_elements("css selector", "[data-test='login-button']"):
            button.click()
        time.sleep(2)


def photograph(page, picture):
    """From the top to the end of the last chart."""
    end = page.execute_script(
        "return Math.max(...[...document.querySelectorAll('.dashboard-component-chart-holder')]"
        ".map(holder => holder.getBoundingClientRect().bottom), 200)"
    )
    clip = {"x": 0, "y": 0, "width": WIDTH, "height": int(end) + 16, "scale": 1}
    taken = page.execute_cdp_cmd("Page.captureScreenshot", {"clip": clip})
    with open(picture, "wb") as file:
        file.write(base64.b64decode(taken["data"]))


def received(page):
    """By the number of its chart, the rows of each reply that the page has had."""
    replies = {}
    for entry in page.get_log("performance"):
        event = json.loads(entry["message"])["message"]
        if event["method"] != "Network.responseReceived":
            continue
        url = urlsplit(event["params"]["response"]["url"])
        if url.path != "/api/v1/chart/data":
            continue
        number = json.loads(parse_qs(url.query)["form_data"][0])["slice_id"]
        asked = {"requestId": event["params"]["requestId"]}
        body = page.execute_cdp_cmd("Network.getResponseBody", asked)["body"]
        result = json.loads(body).get("result", [{}])[0]
        replies[number] = result.get("data") or result.get("error") or "no rows"
    return replies


def drawn(page, expected):
    """Waits until no chart is waited for, and a little more: charts grow when they appear."""
    until = time.monotonic() + DRAWN_SECONDS
    while time.monotonic() < until:
        found = page.execute_script(LOOK)
        if len(found) >= expected and all(state != "waiting" for _, state, _ in found):
            break
        time.sleep(0.5)
    time.sleep(2)
    return page.execute_script(LOOK)


def browser(superset, slug, totals, picture):
    charts, expected = superset.charts(slug), expectations(totals)
    with tempfile.TemporaryDirectory() as profile:
        page = chromium(profile)
        try:
            log_in(page, superset.url)
            page.get(f"{superset.url}/superset/dashboard/{slug}/?standalone=1")
            found = {name: (state, says) for name, state, says in drawn(page, len(charts))}
            replies = received(page)
            photograph(page, picture)
        finally:
            page.quit()
    faults = 0
    for chart in charts:
        name = chart["slice_name"]
        state, says = found.get(name, ("missing", "is not on the page"))
        if state == "drawn":
            got = replies.get(chart["id"], "drawn, but the page has asked for no data")
            faults += judge(name, got, expected[name])
        else:
            faults += 1
            print(f"FAILED  {name}: {' '.join(says.split())[:300] or 'was not drawn in time'}")
    return faults


def main(command, url, *more):
    superset = Superset(url)
    if command == "import":
        return bring(superset, *more) or 0
    if command == "charts":
        return charts(superset, *more)
    if command == "browser":
        return browser(superset, *more)
    sys.exit(__doc__)


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    sys.exit(1 if main(*sys.argv[1:]) else 0)
