#!/usr/bin/env python3
"""Imports a bundle into a running Superset and looks at it, as its API and as a browser shows it.

check.py import SUPERSET ZIP             imports it, with the database password of DATABASE_PASSWORD
check.py charts SUPERSET SLUG TOTALS     asks for the data of every chart and compares it with TOTALS
check.py browser SUPERSET SLUG PNG       opens the dashboard, finds every chart drawn, takes a picture

The login is SUPERSET_USER and SUPERSET_PASSWORD of the environment. Exit code 1: something is
wrong, which is said in a line for each chart.
"""

import base64
import json
import os
import shutil
import sys
import tempfile
import time
from decimal import Decimal

import requests
from selenium import webdriver
from selenium.webdriver.common.keys import Keys

DRAWN_SECONDS = 90
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
    return Decimal(str(value)).quantize(Decimal("0.01"))


def expectations(totals):
    """By chart, what its rows must be; every chart is here."""
    views, purchases = totals["views"], totals["purchases"]
    revenue = Decimal(totals["revenue"])

    def one(metric, value):
        return lambda got: number(got[0][metric]) == number(value)

    def adds_up(metric, value, count):
        return lambda got: len(got) == count and number(sum(row[metric] for row in got)) == number(
            value
        )

    def ranked(got):
        values = [row["revenue"] for row in got]
        return len(got) == FEW and values == sorted(values, reverse=True) and values[-1] > 0

    days = totals["days"]
    steps = {"Views": views, "Carts": totals["carts"], "Purchases": purchases}
    return {
        "Revenue": one("revenue", revenue),
        "Orders": one("orders", purchases),
        "Average order": one("average_order", revenue / purchases),
        "Conversion": lambda got: abs(got[0]["conversion_rate"] - purchases / views) < 1e-6,
        "Revenue per day": adds_up("revenue", revenue, days),
        "From view to purchase": lambda got: {r["step"]: r["events"] for r in got} == steps,
        "Revenue by category": ranked,
        "Top brands": ranked,
        "Conversion per day": lambda got: len(got) == days,
        "Funnel per day": adds_up("purchases", purchases, days),
        "Revenue per minute, the last three hours": lambda got: 60 < len(got) <= 180,
    }


def charts(superset, slug, totals):
    with open(totals, encoding="utf-8") as file:
        expected = expectations(json.load(file))
    faults = 0
    for chart in superset.call("GET", f"dashboard/{slug}/charts")["result"]:
        name = chart["slice_name"]
        as_expected = expected.pop(name)
        got = rows(superset, chart["form_data"])
        if isinstance(got, str):
            faults += 1
            print(f"FAILED  {name}: {got}")
        elif not as_expected(got):
            faults += 1
            print(f"DIFFERS {name}: {len(got)} rows, the first is {got[0]}")
        else:
            print(f"agrees  {name}: {len(got)} rows")
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
  if (holder.querySelector('[data-test="loading-indicator"], .loading')) return [name, 'waiting', ''];
  const drawn = holder.querySelector('.slice_container canvas, .slice_container svg, '
      + '.slice_container .header-line, .slice_container tbody tr');
  return [name, drawn ? 'drawn' : 'waiting', ''];
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


def browser(url, slug, picture, expected):
    with tempfile.TemporaryDirectory() as profile:
        page = chromium(profile)
        try:
            log_in(page, url)
            page.get(f"{url}/superset/dashboard/{slug}/?standalone=1")
            found = []
            until = time.monotonic() + DRAWN_SECONDS
            while time.monotonic() < until:
                found = page.execute_script(LOOK)
                if len(found) >= expected and all(state != "waiting" for _, state, _ in found):
                    break
                time.sleep(0.5)
            time.sleep(2)  # charts grow when they appear
            found = page.execute_script(LOOK)
            photograph(page, picture)
        finally:
            page.quit()
    faults = max(0, expected - len(found))
    if faults:
        print(f"FAILED  {faults} of {expected} charts are not on the page")
    for name, state, says in found:
        if state == "drawn":
            print(f"drawn   {name}")
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
        slug, picture = more
        on_it = len(superset.call("GET", f"dashboard/{slug}/charts")["result"])
        return browser(url, slug, picture, on_it)
    sys.exit(__doc__)


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    sys.exit(1 if main(*sys.argv[1:]) else 0)
