"""Settings of the Superset of docker-compose.yml."""

import os

import pymysql

SQLALCHEMY_DATABASE_URI = os.environ["SUPERSET_METADATA"]

# Superset 6.1 asks MySQLdb for the types of columns; the real one would have to be compiled here
pymysql.install_as_MySQLdb()
