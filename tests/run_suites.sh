#!/bin/sh
# Runs every suite of tests, also after one has failed, and prints what ran, what failed and what was not run.
#
#     run_suites.sh LOGS SUITE=TARGET ...     (LOGS is a directory for the output; $MAKE is make)
set -u
logs=$1
shift
mkdir -p "$logs"
rm -f "$logs"/*
status=0
export PYTEST_ADDOPTS="${PYTEST_ADDOPTS:-} -rs"

# The last line that matches, without the marks around it.
last() { grep -E "$1" "$2" | tail -n 1 | sed -e 's/^[=# ]*//' -e 's/[= ]*$//'; }

counts() { # LOG: what the runner said at the end: pytest; Node's runner; go test, a line for each package
    pytest=$(last '^=*[ ]*[0-9]+ (passed|failed|error|skipped).* in [0-9.]+s' "$1")
    node=$(sed -n 's/^[#ℹ] \(pass\|fail\|skipped\) \([1-9][0-9]*\)$/\2 \1/p' "$1" | sed 's/pass$/passed/; s/fail$/failed/' | paste -sd, -)
    packages=$(grep -cE '^ok +' "$1")
    if [ -n "$pytest" ]; then echo "$pytest"; elif [ -n "$node" ]; then echo "$node" | sed 's/,/, /g'; else
        echo "$packages packages passed, $(grep -c '^FAIL	' "$1") failed"
    fi
}

for suite; do
    name=${suite%%=*}
    target=${suite#*=}
    log=$logs/$name.log
    printf '\n=== %s\n' "$name"
    if [ "$name" = node ] && ! sh packaging/check_tools.sh node >"$log" 2>&1; then
        cat "$log"
        printf '%-12s not run  %s\n' "$name" "$(head -n 1 "$log")" >>"$logs/summary"
        continue
    fi
    # A shell without pipefail has make's status in a file.
    { ${MAKE:-make} --no-print-directory "$target" 2>&1; echo $? >"$logs/$name.status"; } | tee "$log"
    result=passed
    [ "$(cat "$logs/$name.status")" = 0 ] || { result=failed; status=1; }
    printf '%-12s %-8s %s\n' "$name" "$result" "$(counts "$log")" >>"$logs/summary"
done

printf '\n=== summary\n'
cat "$logs/summary"
skipped=$(sed -n 's/^SKIPPED \[\([0-9]*\)\] [^ ]*: \(.*\)$/\1 \2/p' "$logs"/*.log | awk '
    { n = $1; $1 = ""; count[$0] += n } END { for (reason in count) printf "%6d %s\n", count[reason], reason }' | sort -k2)
[ -z "$skipped" ] || printf '\ntests that were not run, and why:\n%s\n' "$skipped"
exit $status
