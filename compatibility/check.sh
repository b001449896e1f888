#!/usr/bin/env bash
# Installs Rollcall and runs the tests of own-project, a project as users have it, without a network:
# it declares rollcall-testkit and gets real servers. MAVEN_OPTIONS are options for both, such as -o.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd -P)
maven=(mvn -B -ntp)

# shellcheck disable=SC2086  # several options in one variable
(cd "$here/.." && "${maven[@]}" -q ${MAVEN_OPTIONS:-} -Dquick -DskipTests -pl bom,testkit -am install)
cd "$here/own-project"
rm -rf target
"${maven[@]}" -o ${MAVEN_OPTIONS:-} test
