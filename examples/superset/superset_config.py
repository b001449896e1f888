"""The Superset of check.sh: one process, its own data in a file. Not for use by people."""

import os

import pymysql

SECRET_KEY = os.environ["SUPERSET_SECRET_KEY"]
SQLALCHEMY_DATABASE_URI = "sqlite:///" + os.environ["SUPERSET_METADATA"]

# Superset 6.1 asks MySQLdb for the types of columns, whichever driver is in use. The real one,
# mysqlclient, has to be compiled; PyMySQL can stand in for it.
pymysql.install_as_MySQLdb()
