#!/usr/bin/env bash
# Runs every reference system three times: killed (kill -9) in the middle, again to its end, and once
# more, which must find nothing to do. Each run re-reads its tables and compares them with its source.
#
#   examples/check-systems.sh [SYSTEM...]     all five if none is named; about seven minutes
#
#   USERS    how many users or sessions (default 3000)
#   ENGINE   jvm or spark (default jvm)
set -u

root=$(CDPATH='' cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd) || exit 1
users=${USERS:-3000}
engine=${ENGINE:-jvm}
systems=("$@")
[ $# -gt 0 ] || systems=(profile-analytics commerce-analytics created-users user-warehouse daily-batch)
work=$(mktemp -d) || exit 1
failed=0

# the line of the progress at which a run is in the middle
middle() {
  case $1 in
    daily-batch) echo 'transform …' ;;
    *) if [ "$engine" = spark ]; then echo 'Processing with Spark'; else echo 'Processing in this JVM'; fi ;;
  esac
}

run() { # system, number of the run
  "$root/rollcall" run "$1" --engine "$engine" --users "$users" --date 2026-01-01 \
    --home "$work/$1" --json "$work/$1-$2.json" 2>"$work/$1-$2.log"
}

figure() { # file, name
  sed -n "s/^  \"$2\" : \([^,]*\),*$/\1/p" "$1"
}

killed() { # system
  { run "$1" killed; } 2>/dev/null &   # bash would tell of the kill
  local shell=$! java
  for _ in $(seq 1200); do
    grep -q "$(middle "$1")" "$work/$1-killed.log" 2>/dev/null && break
    kill -0 "$shell" 2>/dev/null || return 1
    sleep 0.1
  done
  java=$(pgrep -f -- "--home $work/$1 " | head -n 1)
  [ -n "$java" ] || return 1
  # its servers end when it does: they must be gone before the next run takes their data
  local servers
  servers=$(pgrep -f -- "$work/$1/")
  kill -9 "$java"
  wait "$shell" 2>/dev/null
  for _ in $(seq 300); do
    # shellcheck disable=SC2086
    kill -0 $servers 2>/dev/null || return 0
    sleep 0.1
  done
}

"$root/rollcall" --version >/dev/null || exit 1
printf '%-20s %-8s %-12s %10s %12s %10s  %s\n' system killed 'again: exit' written 'third: exit' read agrees
for system in "${systems[@]}"; do
  if killed "$system"; then hit=yes; else hit=NO; fi
  run "$system" again; again=$?
  run "$system" third; third=$?
  read=$(figure "$work/$system-third.json" read)
  agrees=$(figure "$work/$system-again.json" agrees)/$(figure "$work/$system-third.json" agrees)
  printf '%-20s %-8s %-12s %10s %12s %10s  %s\n' "$system" "$hit" "$again" \
    "$(figure "$work/$system-again.json" written)" "$third" "$read" "$agrees"
  if [ "$hit $again $third $read $agrees" != 'yes 0 0 0 true/true' ]; then
    failed=1
    tail -n 5 "$work/$system"-*.log
  fi
done
if [ $failed = 0 ]; then rm -rf "$work"; else echo "logs in $work"; fi
exit $failed
