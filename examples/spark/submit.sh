#!/usr/bin/env bash
# Runs the rollcall command as the driver of a Spark cluster:
#
#   SPARK_HOME=/opt/spark MASTER=spark://master:7077 ./submit.sh run created-users --engine spark
#
#   SPARK_HOME     a distribution of Spark 4.2 for Scala 2.13
#   MASTER         the cluster; default: spark://localhost:7077
#   SUBMIT_OPTIONS more options of spark-submit, such as '--executor-memory 4g'
#   DRY_RUN        if set, the line is printed, not run
#
# The servers must be those that the cluster reaches, named by ROLLCALL_KAFKA and the like. The
# driver keeps the checkpoint in --home, so run it on a machine, or a volume, that stays.
set -eu

root=$(CDPATH='' cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
target=$root/cli/target
spark=${SPARK_HOME:?SPARK_HOME: expected the folder of a Spark 4.2}
[ -d "$spark/jars" ] || { echo "submit: SPARK_HOME is '$spark', which has no jars" >&2; exit 2; }

"$root/rollcall" --version >/dev/null   # builds what is missing or out of date

# sets 'artifact': the jar's name without version and classifier
name() {
  artifact=${1##*/}
  artifact=${artifact%.jar}
  while [[ $artifact =~ ^(.+)-[0-9] ]]; do artifact=${BASH_REMATCH[1]}; done
}

# what the build found, less what the cluster has: about 65 jars. Spark's HikariCP, which only Hive
# uses, is too old for the JDBC adapter, so ours goes along, and ours are looked into first.
declare -A there
for jar in "$spark"/jars/*.jar; do
  name "$jar"
  there[$artifact]=1
done
unset 'there[HikariCP]'
jars=''
IFS=: read -r -a found <<<"$(cat "$target/classpath.txt")"
for jar in "${found[@]}"; do
  name "$jar"
  [ -n "${there[$artifact]:-}" ] || jars=$jars,$jar
done

main=("$target"/rollcall-cli-*.jar)
line=("$spark/bin/spark-submit"
  --master "${MASTER:-spark://localhost:7077}"
  --class dev.rollcall.cli.Rollcall
  --jars "${jars#,}"
  --conf spark.driver.userClassPathFirst=true --conf spark.executor.userClassPathFirst=true
  --driver-java-options "-Drollcall.servers=$root/testkit/servers"
  --conf spark.ui.showConsoleProgress=false --conf spark.log.level=WARN)
# shellcheck disable=SC2206  # several options in one variable
line+=(${SUBMIT_OPTIONS:-} "${main[0]}" "$@")
[ -z "${DRY_RUN:-}" ] || { printf '%q ' "${line[@]}"; echo; exit; }
exec "${line[@]}"
