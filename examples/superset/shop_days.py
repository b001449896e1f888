#!/usr/bin/env python3
"""Two weeks of an invented shop as a CSV file of the REES46 form, the same for ever.

shop_days.py EVENTS.csv TOTALS.json

`rollcall run commerce-analytics` has an invented shop of its own, whose few hundred sessions all
begin within minutes; a dashboard wants days that differ. TOTALS.json is what a dashboard of these
events must show, added up here and nowhere else.
"""

import csv
import datetime
import json
import random
import sys
import uuid
from collections import Counter, defaultdict

OPENING = datetime.datetime(2019, 10, 1)
CLOSING = datetime.datetime(2019, 10, 14, 21)
SESSIONS_PER_DAY = 1_500
VISITS_BY_HOUR = (
    [2, 1, 1, 1, 2, 3, 5, 7, 9, 10, 10, 10] + [11, 10, 10, 10, 11, 13, 15, 16, 15, 12, 8, 4]
)
VISITS_BY_WEEKDAY = [1.0, 0.95, 0.97, 1.0, 1.1, 1.35, 1.3]  # from Monday

# category code, cheapest and dearest, how much it is looked at, brands; "" as in the real data
CATEGORIES = [
    ("electronics.smartphone", 120, 1200, 30, "samsung apple xiaomi huawei oppo".split()),
    ("electronics.audio.headphone", 15, 250, 14, "apple sony jbl xiaomi".split()),
    ("electronics.video.tv", 150, 1400, 9, "samsung lg sony haier".split()),
    ("electronics.clocks", 20, 450, 9, "apple casio garmin".split()),
    ("computers.notebook", 300, 1900, 8, "lenovo acer hp asus apple".split()),
    ("appliances.kitchen.washer", 180, 700, 6, "lg samsung beko indesit".split()),
    ("appliances.kitchen.refrigerators", 200, 1100, 5, "lg bosch beko".split()),
    ("appliances.environment.vacuum", 40, 450, 6, "dyson philips samsung".split()),
    ("furniture.living_room.sofa", 200, 1200, 3, ["brw", "ikea", ""]),
    ("apparel.shoes", 20, 150, 12, ["nike", "adidas", "baden", ""]),
    ("construction.tools.drill", 30, 250, 4, "makita bosch patriot".split()),
    ("kids.toys", 5, 90, 6, ["lego", "hasbro", ""]),
    ("sport.bicycle", 120, 900, 3, "stels trek".split()),
    ("", 5, 300, 14, ["samsung", "xiaomi", "bosch", ""]),
]
PRODUCTS_PER_CATEGORY = 24
HEADER = (
    "event_time event_type product_id category_id category_code brand price user_id user_session"
)


def products(draw):
    """Each with what its category is looked at; cheaper ones more than dear ones."""
    all_products, weights = [], []
    for number, (code, cheapest, dearest, weight, brands) in enumerate(CATEGORIES):
        for k in range(PRODUCTS_PER_CATEGORY):
            cents = int(cheapest * 100 * (dearest / cheapest) ** draw.random())
            product = {
                "product_id": 1_000_000 + 1_000 * number + k,
                "category_id": 2_053_013_552_000_000_000 + 1_000_003 * number,
                "category_code": code,
                "brand": draw.choice(brands),
                "price": f"{cents // 100}.{cents % 100:02d}",
            }
            all_products.append(product)
            weights.append(weight / (1 + k))
    return all_products, weights


def visit(draw, begin, shelf):
    """The events of a session: no two agree in time, type and product."""
    now = begin
    visitor = {
        "user_id": 512_000_000 + draw.randrange(9_000),
        "user_session": str(uuid.UUID(int=draw.getrandbits(128), version=4)),
    }
    cart = []

    def event(kind, product):
        nonlocal now
        now += datetime.timedelta(seconds=1 + draw.randrange(45))
        return {"event_time": f"{now} UTC", "event_type": kind, **product, **visitor}

    while True:
        product = draw.choices(*shelf)[0]
        yield event("view", product)
        if draw.random() < 0.11:
            yield event("cart", product)
            if draw.random() < 0.15:
                yield event("remove_from_cart", product)
            else:
                cart.append(product)
        if draw.random() > 0.66:
            break
    if draw.random() < 0.55:
        for product in cart:
            yield event("purchase", product)


def events():
    draw = random.Random("rollcall")
    shelf = products(draw)
    hour = OPENING
    while hour < CLOSING:
        growth = 1 + 0.012 * (hour - OPENING).days
        share = VISITS_BY_HOUR[hour.hour] / sum(VISITS_BY_HOUR)
        sessions = SESSIONS_PER_DAY * share * VISITS_BY_WEEKDAY[hour.weekday()] * growth
        for _ in range(round(sessions * draw.uniform(0.9, 1.1))):
            begin = hour + datetime.timedelta(seconds=draw.randrange(3_600))
            yield from visit(draw, begin, shelf)
        hour += datetime.timedelta(hours=1)


def money(cents):
    return f"{cents // 100}.{cents % 100:02d}"


def totals_of(shop):
    kinds, days, revenue = Counter(), defaultdict(Counter), defaultdict(Counter)
    newest = datetime.datetime.fromisoformat(shop[-1]["event_time"][:16])
    for event in shop:
        kind, minute = event["event_type"], event["event_time"][:16]
        cents = int(event["price"].replace(".", "")) if kind == "purchase" else 0
        kinds[kind] += 1
        days[minute[:10]][kind] += 1
        revenue["all"]["all"] += cents
        revenue["day"][minute[:10]] += cents
        revenue["category"][event["category_code"] or "(no category)"] += cents
        if event["brand"]:
            revenue["brand"][event["brand"]] += cents
        if datetime.datetime.fromisoformat(minute) > newest - datetime.timedelta(hours=3):
            revenue["minute"][minute] += cents
    return {
        "events": len(shop),
        "kinds": kinds,
        "kinds_per_day": days,
        "revenue": money(revenue.pop("all")["all"]),
        **{
            f"revenue_per_{group}": {key: money(cents) for key, cents in sums.items()}
            for group, sums in revenue.items()
        },
    }


def main():
    shop = sorted(events(), key=lambda event: event["event_time"])
    with open(sys.argv[1], "w", newline="", encoding="utf-8") as file:
        lines = csv.DictWriter(file, HEADER.split(), lineterminator="\n")
        lines.writeheader()
        lines.writerows(shop)
    totals = totals_of(shop)
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump(totals, file, indent=2)


if __name__ == "__main__":
    main()
