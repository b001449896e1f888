#!/usr/bin/env bash
# Runs the DAGs of this folder in a real Airflow, from nothing: installs it, runs both DAGs against
# embedded servers, runs them again, breaks them, and says what came of it. Exit code 0: all is well.
#
#   ./check.sh                      all in a temporary folder, which is deleted
#   ./check.sh --venv DIR           Airflow is installed there and kept, so the next check is quick
#   ./check.sh --help               more
#
#   PYTHON  which Python makes the venv, 3.10 or newer; else python3
#   ROLLCALL_COMMAND  which command is run; else the one of this repository
set -eu

here=$(CDPATH='' cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$(dirname "$here")")
python=${PYTHON:-python3}
venv='' arguments=()

while [ $# -gt 0 ]; do
  case $1 in
    --venv) venv=${2:?--venv: expected a folder}; shift 2 ;;
    --venv=*) venv=${1#*=}; shift ;;
    -h | --help) exec "$python" "$here/check.py" --help ;;
    *) arguments+=("$1"); shift ;;
  esac
done

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null \
  || { echo "check: '$python' is not Python 3.10 or newer; set PYTHON to one" >&2; exit 2; }

if [ -z "$venv" ]; then
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  venv=$scratch/venv
fi

# the stamp says what is installed
if ! cmp -s "$here/requirements.txt" "$venv/installed.txt"; then
  echo "Installing $(grep -o '^apache-airflow==.*' "$here/requirements.txt") …" >&2
  "$python" -m venv "$venv"
  "$venv/bin/pip" install -q --disable-pip-version-check -r "$here/requirements.txt"
  cp "$here/requirements.txt" "$venv/installed.txt"
fi

export ROLLCALL_COMMAND=${ROLLCALL_COMMAND:-$(printf %q "$root/rollcall")}
"$venv/bin/python" "$here/check.py" ${arguments[@]+"${arguments[@]}"}
