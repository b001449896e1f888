#!/usr/bin/env python3
"""The two bundles: shop-postgresql is written by hand, shop-mysql is made of it.

bundle.py derive             writes shop-mysql anew
bundle.py check              fails if shop-mysql is not what derive would write
bundle.py zip FOLDER ZIP     packs a bundle for Superset; a third argument, an SQLAlchemy URI, says
                             where its database is (Superset asks for a password XXXXXXXXXX)

Both have ids of their own, so that one Superset can hold both. Nothing but Python is needed.
"""

import re
import sys
import uuid
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
WRITTEN = HERE / "shop-postgresql"
DERIVED = HERE / "shop-mysql"
UUID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
URI = re.compile(r"^sqlalchemy_uri: .*$", re.MULTILINE)
DIFFERENCES = [
    ("Shop (PostgreSQL)", "Shop (MySQL)"),
    ("shop-postgresql", "shop-mysql"),
    (
        "postgresql+psycopg2://shop_reader:XXXXXXXXXX@localhost:5432/postgres",
        "mysql://shop_reader:XXXXXXXXXX@localhost:3306/shop_db",
    ),
    # moments are UTC there, without a zone
    (
        "extra:\n  engine_params:\n    connect_args:\n      options: -c timezone=UTC\n",
        "extra: {}\n",
    ),
]


def of_mysql(text):
    for ours, theirs in DIFFERENCES:
        text = text.replace(ours, theirs)
    return UUID.sub(lambda id: str(uuid.uuid5(uuid.UUID(id.group()), "mysql")), text)


def contents(folder):
    return {
        str(file.relative_to(folder)): file.read_text(encoding="utf-8")
        for file in sorted(folder.rglob("*.yaml"))
    }


def expected():
    return {name: of_mysql(text) for name, text in contents(WRITTEN).items()}


def derive():
    for file in DERIVED.rglob("*.yaml"):
        file.unlink()
    for name, text in expected().items():
        (DERIVED / name).parent.mkdir(parents=True, exist_ok=True)
        (DERIVED / name).write_text(text, encoding="utf-8")


def check():
    there, wanted = contents(DERIVED), expected()
    stale = [name for name in sorted({*there, *wanted}) if there.get(name) != wanted.get(name)]
    if stale:
        sys.exit(
            f"bundle.py: shop-mysql/{stale[0]} is not of shop-postgresql; run: bundle.py derive"
        )


def pack(folder, target, uri=None):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, text in contents(Path(folder)).items():
            if uri and name.startswith("databases/"):
                text = URI.sub(lambda _: f"sqlalchemy_uri: {uri}", text)
            bundle.writestr(f"shop/{name}", text)


def main(arguments):
    match arguments:
        case ["derive"]:
            derive()
        case ["check"]:
            check()
        case ["zip", folder, target, *uri] if len(uri) < 2:
            pack(folder, target, *uri)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
