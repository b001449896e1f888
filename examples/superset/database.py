#!/usr/bin/env python3
"""The database of the check, named by a JDBC URL as ROLLCALL_JDBC and ROLLCALL_MYSQL do.

database.py login JDBC     prints how Superset reaches it, with the URL's own user
database.py reader JDBC    the same, with a new user who may only read; for embedded servers only
database.py break JDBC     empties one table and takes another away; for embedded servers only

Two lines are printed: the password, and an SQLAlchemy URI with XXXXXXXXXX in its place.
"""

import secrets
import sys
from urllib.parse import parse_qs, quote, urlsplit

import sqlalchemy
import sqlalchemy.exc

READER = "shop_reader"
HIDDEN = "XXXXXXXXXX"


class Database:
    def __init__(self, jdbc):
        parts = urlsplit(jdbc.removeprefix("jdbc:"))
        options = parse_qs(parts.query)
        self.postgres = parts.scheme == "postgresql"
        self.dialect = "postgresql+psycopg2" if self.postgres else "mysql"
        self.place = parts.hostname + (f":{parts.port}" if parts.port else "")
        self.name = parts.path.strip("/") or ("postgres" if self.postgres else "shop_db")
        self.user = options.get("user", [None])[0]
        self.password = options.get("password", [None])[0]

    def uri(self, user, password):
        login = user and quote(user, safe="") + (f":{quote(password, safe='')}" if password else "")
        return f"{self.dialect}://{login + '@' if login else ''}{self.place}/{self.name}"

    def execute(self, *statements):
        uri = self.uri(self.user, self.password).replace("mysql:", "mysql+pymysql:", 1)
        try:
            with sqlalchemy.create_engine(uri).begin() as connection:
                for statement in statements:
                    connection.execute(sqlalchemy.text(statement))
        except sqlalchemy.exc.DBAPIError as e:  # its message quotes the statement
            sys.exit(f"database.py: {self.place}/{self.name}: {type(e.orig).__name__}")

    def login(self):
        print(self.password or "")
        print(self.uri(self.user, self.password and HIDDEN))

    def reader(self):
        password = secrets.token_hex(12)
        if self.postgres:
            self.execute(
                f"CREATE ROLE {READER} LOGIN PASSWORD '{password}'",
                f"GRANT pg_read_all_data TO {READER}",
            )
        # the embedded MariaDB has no users: it takes any name and password, and makes none
        print(password)
        print(self.uri(READER, HIDDEN))

    def break_(self):
        self.execute(
            "DELETE FROM sales_per_brand",
            "ALTER TABLE revenue_per_minute RENAME TO revenue_of_no_minute",
        )


if __name__ == "__main__":
    command, url = sys.argv[1:]
    database = Database(url)
    {"login": database.login, "reader": database.reader, "break": database.break_}[command]()
