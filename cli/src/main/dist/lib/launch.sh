# Finds a JVM and starts the command in it. Read by bin/rollcall of the distribution and by the script
# in the repository's root, which documents the variables.
# shellcheck shell=bash

# Says what is wrong and ends: fail MESSAGE [EXIT CODE]
fail() {
  printf 'rollcall: %s\n' "$1" >&2
  exit "${2:-2}"
}

# Sets 'java'.
find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || fail "JAVA_HOME is '$JAVA_HOME', which has no bin/java; point it to a JDK 17 or newer"
  else
    java=$(command -v java) \
      || fail "no java on the PATH; install a JDK 17 or newer, or point JAVA_HOME to one"
  fi
}

# the file beside the JDK is read in no time; java -version takes as long as a start
java_version() {
  local home release line
  home=$(dirname "$(dirname "$(readlink -f "$java" 2>/dev/null || printf '%s' "$java")")")
  release=$home/release
  if [ -r "$release" ]; then
    while IFS= read -r line; do
      case $line in JAVA_VERSION=*) line=${line#*\"}; printf '%s' "${line%%\"*}"; return ;; esac
    done <"$release"
  fi
  "$java" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p' | head -n 1
}

check_java() {
  local version major
  version=$(java_version)
  major=${version#1.}
  major=${major%%[!0-9]*}
  [ "${major:-0}" -ge 17 ] \
    || fail "$java is Java '${version:-unknown}'; Rollcall needs 17 or newer: point JAVA_HOME to one"
}

# Puts the JVM in this shell's place: start_java CLASS ARGUMENT..., with the JVM's 'options'.
start_java() {
  local terminals='' columns=''
  [ -t 0 ] && terminals=in
  [ -t 1 ] && terminals=$terminals,out
  [ -t 2 ] && terminals=$terminals,err
  [ -t 1 ] && columns=$(tput cols 2>/dev/null)
  # file names are UTF-8 whatever the locale
  [ "$(locale charmap 2>/dev/null)" = UTF-8 ] || export LC_ALL=C.UTF-8
  # shellcheck disable=SC2086,SC2154  # several options in one variable; the caller sets 'options'
  exec "$java" "${options[@]}" "-Drollcall.terminals=$terminals" "-Drollcall.columns=${columns:-80}" \
    ${ROLLCALL_JAVA_OPTS:-} "$@"
}
