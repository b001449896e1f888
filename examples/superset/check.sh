#!/usr/bin/env bash
# Proves the two bundles: fills the tables, imports each bundle into a real Superset, asks for the
# data of every chart and compares it with the events, opens the dashboard in a browser, takes a
# picture, and then breaks two tables to see that the check finds out.
#
#   examples/superset/check.sh [--pictures DIR] [postgresql] [mysql]     default: both
#
# Needs what ./rollcall needs, Python 3.10 to 3.12 with venv, chromium and chromedriver. Superset
# comes from PyPI into .rollcall/superset-venv, which is kept; everything else is thrown away.
#
#   ROLLCALL_JDBC, ROLLCALL_MYSQL  a PostgreSQL, MySQL or MariaDB to use, without shop events in it;
#                                  else embedded ones. One of yours is not broken in the end.
#   ROLLCALL_PYTHON                which Python; else python3
set -euo pipefail

here=$(CDPATH='' cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$(dirname "$here")")
venv=$root/.rollcall/superset-venv
pictures=
bundles=()
begun=$SECONDS

fail() {
  printf 'check.sh: %s\n' "$1" >&2
  exit "${2:-1}"
}

say() {
  printf '%4d s  %s\n' "$((SECONDS - begun))" "$1"
}

while [ $# -gt 0 ]; do
  case $1 in
    --pictures) pictures=${2:?a folder}; shift ;;
    postgresql | mysql) bundles+=("$1") ;;
    *) fail "got '$1', expected postgresql, mysql or --pictures DIR" 2 ;;
  esac
  shift
done
[ ${#bundles[@]} -gt 0 ] || bundles=(postgresql mysql)
for program in chromium chromedriver; do
  command -v "$program" >/dev/null \
    || fail "no $program on the PATH; on Debian: apt-get install chromium chromium-driver" 2
done

work=$(mktemp -d)
rollcall_pid='' superset_pid=''

stop() {
  [ -z "$1" ] || { kill "$1" 2>/dev/null && wait "$1" 2>/dev/null; } || true
}

cleanup() {
  local code=$?
  stop "$superset_pid"
  stop "$rollcall_pid"
  [ "$code" = 0 ] || tail -n 25 "$work"/*.log >&2 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

# --- Superset, once -----------------------------------------------------------------------------

install_superset() {
  local lock
  lock=$(sha256sum "$here/requirements.txt")
  [ "$(cat "$venv/lock" 2>/dev/null)" = "$lock" ] && return
  say "Installing Superset into .rollcall/superset-venv …"
  rm -rf "$venv"
  "${ROLLCALL_PYTHON:-python3}" -m venv "$venv" \
    || fail "no venv; on Debian: apt-get install python3-venv" 2
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt" \
    >"$work/pip.log" 2>&1 || fail "pip could not install requirements.txt"
  printf '%s\n' "$lock" >"$venv/lock"
}

secret() {
  "$venv/bin/python" -c 'import secrets; print(secrets.token_urlsafe(32))'
}

# An empty Superset with one user, to be copied: of SQLite's, none can hold both bundles.
prepare_superset() {
  say "Preparing Superset's own tables …"
  export SUPERSET_CONFIG_PATH=$here/superset_config.py FLASK_APP=superset
  SUPERSET_SECRET_KEY=$(secret) SUPERSET_USER=owner SUPERSET_PASSWORD=$(secret)
  export SUPERSET_SECRET_KEY SUPERSET_USER SUPERSET_PASSWORD SUPERSET_METADATA=$work/empty.db
  {
    "$venv/bin/superset" db upgrade
    "$venv/bin/superset" fab create-admin --username "$SUPERSET_USER" --firstname Shop \
      --lastname Owner --email owner@example.com --password "$SUPERSET_PASSWORD"
    "$venv/bin/superset" init
  } >"$work/prepare.log" 2>&1 || fail "Superset could not be prepared"
}

start_superset() {
  local port
  cp "$work/empty.db" "$work/$1.db"
  port=$("$venv/bin/python" -c \
    'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])')
  superset=http://127.0.0.1:$port
  SUPERSET_METADATA=$work/$1.db "$venv/bin/gunicorn" --workers 1 --threads 8 --timeout 120 \
    --bind "127.0.0.1:$port" 'superset.app:create_app()' >"$work/superset.log" 2>&1 &
  superset_pid=$!
  await "Superset" "$superset_pid" curl --silent --fail --output /dev/null "$superset/health"
}

# What is awaited, the process that brings it, a command that succeeds when it is there
await() {
  local what=$1 process=$2 until=$((SECONDS + 300))
  shift 2
  until "$@"; do
    kill -0 "$process" 2>/dev/null || fail "$what ended before it was ready"
    [ "$SECONDS" -lt "$until" ] || fail "$what was not ready within five minutes"
    sleep 0.5
  done
}

# --- the shop -------------------------------------------------------------------------------------

# Loads and compares; then goes on without events, so that an embedded database stays.
fill() {
  local store=$1 run
  run=("$root/rollcall" run commerce-analytics --store "$store" --from "$work/shop.csv"
    --home "$work/home-$store")
  "${run[@]}" 2>&1 | tee "$work/run.log" | grep -E 'read =|agrees|DIFFERS' \
    || fail "rollcall run did not agree"
  "${run[@]}" --continuous </dev/null >"$work/continuous.log" 2>&1 &
  rollcall_pid=$!
  await "rollcall run --continuous" "$rollcall_pid" \
    grep -qs "records in topic" "$work/continuous.log"
}

# Sets jdbc, external
find_database() {
  local port
  if [ "$1" = postgresql ]; then jdbc=${ROLLCALL_JDBC:-}; else jdbc=${ROLLCALL_MYSQL:-}; fi
  external=$jdbc
  [ -n "$jdbc" ] && return
  port=$(sed -nE 's/.*(PostgreSQL|MariaDB): ready at 127.0.0.1:([0-9]+).*/\2/p' \
    "$work/continuous.log")
  case $1 in
    postgresql) jdbc="jdbc:postgresql://127.0.0.1:$port/postgres?user=postgres" ;;
    mysql) jdbc="jdbc:mariadb://127.0.0.1:$port/shop_db?user=root" ;;
  esac
}

look() {
  "$venv/bin/python" "$here/check.py" "$@"
}

# Two charts are broken: those two must be found out, and no other.
must_fail() {
  local found all
  "$@" >"$work/broken.txt" && fail "two broken tables went unnoticed by: ${*:2:1}"
  grep -E '^(FAILED|DIFFERS|MISSING)' "$work/broken.txt" | cut -c1-110
  found=$(grep -cE '^FAILED +(Top brands|Revenue per minute, the last three hours): ' \
    "$work/broken.txt") || true
  all=$(grep -cE '^(FAILED|DIFFERS|MISSING)' "$work/broken.txt") || true
  [ "$found/$all" = 2/2 ] || fail "expected two broken charts to be found by: ${*:2:1}"
}

prove() {
  local bundle=$1 store=postgres slug=shop-$1 how=reader access
  [ "$bundle" = mysql ] && store=mysql
  say "$bundle: filling the tables …"
  fill "$store"
  find_database "$bundle"
  [ -n "$external" ] && how=login
  access=$("$venv/bin/python" "$here/database.py" "$how" "$jdbc")
  "$venv/bin/python" "$here/bundle.py" zip "$here/$slug" "$work/$slug.zip" "${access#*$'\n'}"
  say "$bundle: importing the bundle into Superset …"
  start_superset "$bundle"
  DATABASE_PASSWORD=${access%%$'\n'*} look import "$superset" "$work/$slug.zip"
  say "$bundle: every chart, by the API …"
  look charts "$superset" "$slug" "$work/totals.json"
  say "$bundle: the dashboard, in a browser …"
  look browser "$superset" "$slug" "$work/totals.json" "$work/$slug.png"
  [ -z "$pictures" ] || { mkdir -p "$pictures" && cp "$work/$slug.png" "$pictures/"; }
  if [ -z "$external" ]; then
    say "$bundle: the same with an empty table and a missing one, which must fail …"
    "$venv/bin/python" "$here/database.py" break "$jdbc"
    must_fail look charts "$superset" "$slug" "$work/totals.json"
    must_fail look browser "$superset" "$slug" "$work/totals.json" "$work/broken.png"
  fi
  stop "$superset_pid"
  superset_pid=
  stop "$rollcall_pid"
  rollcall_pid=
}

build_mariadb() {
  [ -z "${ROLLCALL_MYSQL:-}" ] || return 0
  [ ! -f "$root/testkit/servers/mariadb/target/classes/rollcall-servers/mariadb/classpath.txt" ] || return 0
  say "Building the embedded MariaDB (177 MB, once) …"
  (cd "$root" && mvn -B -q -ntp -Dquick -Pmariadb -am -pl testkit/servers/mariadb compile) \
    >"$work/mvn.log" 2>&1 \
    || fail "the embedded MariaDB could not be built; ROLLCALL_MYSQL can name one that runs"
}

mkdir -p "$root/.rollcall"
install_superset
"$venv/bin/python" "$here/bundle.py" check
case " ${bundles[*]} " in *' mysql '*) build_mariadb ;; esac
prepare_superset
"$venv/bin/python" "$here/shop_days.py" "$work/shop.csv" "$work/totals.json"
for bundle in "${bundles[@]}"; do
  prove "$bundle"
done
say "All charts of ${bundles[*]} show what they must."
