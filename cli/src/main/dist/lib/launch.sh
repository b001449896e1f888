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
  java=$(readlink -f "$java" 2>/dev/null || printf '%s' "$java")
}

# Sets 'version': the file beside the JDK is read in no time; java -version takes as long as a start.
find_java_version() {
  local release=${java%/*/*}/release line
  version=''
  if [ -r "$release" ]; then
    while [ -z "$version" ] && IFS= read -r line; do
      case $line in JAVA_VERSION=*) line=${line#*\"} version=${line%%\"*} ;; esac
    done <"$release"
  fi
  [ -n "$version" ] \
    || version=$("$java" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p' | head -n 1)
}

check_java() {
  local major
  find_java_version
  major=${version#1.}
  major=${major%%[!0-9]*}
  [ "${major:-0}" -ge 17 ] \
    || fail "$java is Java '${version:-unknown}'; Rollcall needs 17 or newer: point JAVA_HOME to one"
}

# Adds to the JVM's 'options' the classes of the commands for files as this JVM maps them, which halves
# their start: use_archive FOLDER CLASS_PATH FILE. They are archived there at the first use, and anew
# once FILE is newer. The JVM itself takes them only if they are of itself and of these jars; else it
# loads classes as ever, as it does if the folder cannot be written to.
use_archive() {
  local name=$1/${java//[!A-Za-z0-9.-]/_}-$version archive size
  find_archive "$name"
  if [ ! "$archive" -nt "$3" ] && mkdir -p "$1" 2>/dev/null && [ -w "$1" ]; then
    make_archive "$name" "$2" 2>/dev/null
    find_archive "$name"
  fi
  # a JVM that is given half of an archive crashes
  size=${archive##*-}
  size=${size%.jsa}
  [ "$size" -gt 0 ] 2>/dev/null && [ "$size" -eq "$(wc -c <"$archive")" ] || return 0
  # the JVM would tell the user of one that it does not take
  options+=("-XX:SharedArchiveFile=$archive" -Xlog:disable)
}

# Sets 'archive'.
find_archive() {
  for archive in "$1"-*.jsa; do
    return
  done
}

# The size of an archive is in its name; 0 tells of a JVM that makes none, so as not to try again.
# Java 17 archives classes as old as those of picocli only from a list, and not as it ends.
make_archive() {
  # two that start at once: each writes files of its own
  local new=$1.$$ list=$1.$$.classes
  trap 'rm -f "$new" "$list"' EXIT
  # what calls that were killed have left
  find "${1%/*}" ! -name '*.jsa' -type f -mmin +5 -exec rm -f {} +
  { "$java" "${options[@]}" -Xlog:disable -XX:DumpLoadedClassList="$list" -cp "$2" \
    dev.rollcall.cli.Rehearsal \
    && "$java" -Xlog:disable -Xshare:dump -XX:SharedClassListFile="$list" \
      -XX:SharedArchiveFile="$new" -cp "$2"; } >/dev/null </dev/null && [ -e "$new" ] || : >"$new"
  rm -f "$1"-*.jsa "$list"
  mv -f "$new" "$1-$(($(wc -c <"$new"))).jsa"
  trap - EXIT
}

# Adds to the JVM's 'options' to do without the optimizing compiler if the files that are named are
# short: what it takes, a second, pays off on more than about 600 MB: choose_compiler ARGUMENT...
choose_compiler() {
  local argument size bytes=0 files=()
  for argument in "$@"; do
    case $argument in *.gz | *.zst | *.zstd) return ;; esac
    [ -d "$argument" ] && return
    [ -f "$argument" ] && files+=("$argument")
  done
  [ ${#files[@]} -gt 0 ] || return 0
  # of several the last line is the sum
  while read -r size _; do bytes=$size; done < <(wc -c -- "${files[@]}" 2>/dev/null)
  [ "$bytes" -gt 600000000 ] || options+=(-XX:TieredStopAtLevel=1)
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
